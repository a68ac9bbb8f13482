"""Labels by name: found whatever their case, made where the blog has none of that name."""

import itertools
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from blog.markup import normalise
from blog.models import Blog, Label
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
            found.setdefault(name.casefold(), name)
    return list(found.values())


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
    by_name = {label.name.casefold(): label for label in known}
    slugs = {label.slug for label in known}
    found = []
    for name in names:
        label = by_name.get(name.casefold())
        if label is None:
            label = Label.objects.create(blog=blog, name=name, slug=free_slug(name, slugs))
            by_name[name.casefold()] = label
            slugs.add(label.slug)
        found.append(label)
    return found


def free_slug(name: str, taken: set[str]) -> str:
    """An address for a label: from its name, numbered where another has it."""
    base = slug_from(name, otherwise="label")[:70]
    numbered = itertools.chain([base], (f"{base}-{number}" for number in itertools.count(2)))
    return next(slug for slug in numbered if slug not in taken)
