"""Labels by name: found whatever their case, made where the blog has none of that name; renamed, and merged.

Series are named and renamed as labels are (blog.writing.series).
"""

import itertools
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from blog.markup import normalise
from blog.models import Blog, Label, OldSlug, Post, Series
from blog.writing.addresses import slug_from

NAME_LIMIT = Label._meta.get_field("name").max_length


def names_in(text: str) -> list[str]:
    """The names in a line with commas between them: tidied, each once, whatever its case."""
    return tidy(normalise(text).split(","))


def tidy(names: Iterable[str]) -> list[str]:
    """The names without spaces around them, without empty ones, each once, whatever its case."""
    found = {}
    for name in names:
        if name := " ".join(name.split()):
            found.setdefault(label_key(name), name)
    return list(found.values())


def label_key(name: str) -> str:
    """What two names of one label share: their letters, whatever their case, and however an accent is composed."""
    return normalise(normalise(name).casefold())


def refuse_long(names: Iterable[str]) -> None:
    """Raises ValidationError if a name is too long for a label."""
    for name in names:
        if len(name) > NAME_LIMIT:
            raise ValidationError(
                _("“%(name)s…” is too long for a label: at most %(limit)d characters."),
                params={"name": name[:20], "limit": NAME_LIMIT},
            )


def labels_named(blog: Blog, names: Iterable[str]) -> list[Label]:
    """The blog's labels of these names, in their order; missing ones are made. One query, and one for each new one."""
    names = tidy(names)
    if not names:
        return []
    refuse_long(names)
    known = list(blog.labels.all())
    by_name = {label_key(label.name): label for label in known}
    slugs = {label.slug for label in known}
    found = []
    for name in names:
        label = by_name.get(label_key(name))
        if label is None:
            label = Label.objects.create(blog=blog, name=name, slug=free_slug(name, slugs))
            by_name[label_key(name)] = label
            slugs.add(label.slug)
        found.append(label)
    return found


def free_slug(name: str, taken: set[str], *, otherwise: str = "label") -> str:
    """An address for a label: from its name, numbered where another has it; `otherwise` where it has no letters."""
    base = slug_from(name, otherwise=otherwise)[:70]
    numbered = itertools.chain([base], (f"{base}-{number}" for number in itertools.count(2)))
    return next(slug for slug in numbered if slug not in taken)


def label_named(blog: Blog, name: str) -> Label | None:
    """The blog's label of this name, whatever its case."""
    key = label_key(" ".join(name.split()))
    return next((label for label in blog.labels.all() if label_key(label.name) == key), None)


def save_named(named: Label | Series) -> None:
    """Saves a label or a series, new or changed. The address it had leads to the one it has."""
    kind, other = ("label", "series") if isinstance(named, Label) else ("series", "label")
    with transaction.atomic():
        stored = type(named).objects.select_for_update().filter(pk=named.pk).first() if named.pk else None
        named.save()
        OldSlug.objects.filter(blog=named.blog, slug=named.slug, **{other: None}).delete()
        if stored and stored.slug != named.slug:
            OldSlug.objects.create(blog=named.blog, slug=stored.slug, **{kind: named})


def merge_label(*, label: Label, into: Label) -> int:
    """Puts the posts of `label` under `into`, whose it is from then on; its addresses lead there. How many posts.

    `label` is gone then, and its comment policy with it. Raises ValidationError where both are one, or of two blogs.
    """
    if label.pk == into.pk or label.blog_id != into.blog_id:
        raise ValidationError(_("Choose another label of this blog."))
    through = Post.labels.through
    with transaction.atomic():
        # In the order of their numbers, so that two merges at once never wait for each other in a circle.
        locked = list(Label.objects.select_for_update().filter(pk__in=[label.pk, into.pk]).order_by("pk"))
        if len(locked) < 2:
            raise ValidationError(_("One of the two labels is gone meanwhile. Look at the list of labels."))
        under = through.objects.filter(label=into).values("post")
        count = through.objects.filter(label=label).count()
        through.objects.filter(label=label).exclude(post__in=under).update(label=into)
        OldSlug.objects.filter(label=label).update(label=into)
        OldSlug.objects.create(blog_id=into.blog_id, label=into, slug=label.slug)
        Label.objects.get(pk=label.pk).delete()
    return count
