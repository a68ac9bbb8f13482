"""A series as readers meet it: its posts in order, and beside a post those before and behind it."""

from dataclasses import dataclass

from blog.models import Post, Series
from blog.models.posts import PostQuerySet

_TOLD = ("title", "path", "language", "readers", "blog_id", "series_id", "series_place", "published_at")


@dataclass(frozen=True, slots=True)
class Part:
    """Where a post stands among those of its series that its reader may know of; `number` begins at 1.

    Of a post that is only previewed, `number` is 0: where it will stand is seen once it is published.
    """

    series: Series
    number: int = 0
    of: int = 0
    previous: Post | None = None
    following: Post | None = None


def parts_of(series: Series, posts: PostQuerySet) -> PostQuerySet:
    """Those of `posts` that the series holds, in order, with what its page says of each."""
    found = posts.filter(series=series).in_order().with_names()
    return found.only(*_TOLD, "description", "author__name", "author__name_key", "cover__id")


def part_of(post: Post, posts: PostQuerySet) -> Part | None:
    """The place of a post in its series, counted among `posts`: what its reader may know of. A query, if it has one."""
    if post.series is None:
        return None
    found = list(posts.filter(series=post.series_id).in_order().only(*_TOLD)) if post.series_id else []
    at = next((place for place, other in enumerate(found) if other.pk == post.pk), None)
    if at is None:
        return Part(post.series)
    return Part(
        post.series,
        number=at + 1,
        of=len(found),
        previous=found[at - 1] if at else None,
        following=found[at + 1] if at + 1 < len(found) else None,
    )
