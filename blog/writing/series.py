"""Series by name: found whatever their case, made where the blog has none of that name; deleted without their posts."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from blog.models import Blog, Post, Series
from blog.writing.labelling import free_slug, label_key

NAME_LIMIT = Series._meta.get_field("name").max_length
PARTS = 300  # posts in one series: its page shows all of them, and a post's page counts them


def refuse_long_name(name: str) -> None:
    """Raises ValidationError if it is too long for a series."""
    if len(name) > NAME_LIMIT:
        raise ValidationError(
            _("“%(name)s…” is too long for a series: at most %(limit)d characters."),
            params={"name": name[:20], "limit": NAME_LIMIT},
        )


def series_named(blog: Blog, name: str) -> Series | None:
    """The blog's series of this name, whatever its case. One query."""
    key = label_key(" ".join(name.split()))
    return next((series for series in blog.series.all() if label_key(series.name) == key), None)


def series_for(post: Post, name: str) -> Series | None:
    """The series a post goes into, made if it is new; None for "". Raises ValidationError where it is full."""
    name = " ".join(name.split())
    if not name:
        return None
    refuse_long_name(name)
    series = series_named(post.blog, name)
    if series is None:
        taken = set(post.blog.series.values_list("slug", flat=True))
        return Series.objects.create(blog=post.blog, name=name, slug=free_slug(name, taken, otherwise="series"))
    refuse_full(series, post)
    return series


def refuse_full(series: Series, post: Post) -> None:
    """Raises ValidationError if a series has no room for a post. A query."""
    if series.posts.exclude(pk=post.pk).count() >= PARTS:
        raise ValidationError(_("A series has at most %(limit)d posts. Begin another one."), params={"limit": PARTS})


def delete_series(*, series: Series) -> int:
    """Deletes a series and keeps its posts; returns how many there were."""
    with transaction.atomic():
        count = series.posts.update(series=None, series_place=0)
        series.delete()
    return count
