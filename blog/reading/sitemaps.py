"""The sitemap: an index of sections, each with the addresses of texts that are announced to everybody.

One section has the newest posts; each month from the first post to the last has its own, so that neither the index nor
a section takes longer for an archive of a hundred thousand; one has the pages, and one the series.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from blog.models import Blog, Post
from blog.models.posts import PostQuerySet

NEWEST = 100  # posts of the first section
LIMIT = 50_000  # addresses in one file, as the protocol has it
_MONTH = "%Y-%m"


@dataclass(frozen=True, slots=True)
class Address:
    """`lastmod` is when the text last changed."""

    path: str
    lastmod: datetime


def sections(blog: Blog) -> list[str]:
    """The names of the sections. Two queries."""
    posts = _posts(blog)
    newest = posts.newest_first().values_list("published_at", flat=True).first()
    if newest is None:
        return ["posts", "pages", "series"]
    oldest = posts.order_by("published_at", "pk").values_list("published_at", flat=True).first()
    return ["posts", *(f"posts-{month:{_MONTH}}" for month in _months(oldest, newest, blog)), "pages", "series"]


def addresses(blog: Blog, section: str) -> list[Address] | None:
    """What a section lists; None for one that can't be. One query."""
    if section == "pages":
        return _addresses(blog.pages.announced().order_by("pk")[:LIMIT])
    if section == "series":
        return _series(blog)
    posts = _posts(blog)
    if section == "posts":
        return _addresses(posts.newest_first()[:NEWEST])
    try:
        start = datetime.strptime(section, f"posts-{_MONTH}").replace(tzinfo=blog.zone)
        end = _next(start)
    except ValueError:
        return None
    return _addresses(posts.within(Q(published_at__gte=start, published_at__lt=end)).newest_first()[:LIMIT])


def _posts(blog: Blog) -> PostQuerySet:
    """Without those that stood elsewhere first: search engines are told of that address alone."""
    return blog.posts.announced(timezone.now()).filter(canonical="")


def _series(blog: Blog) -> list[Address]:
    """Those with a post that anybody may know of; each as old as the newest change of one."""
    known = Post.objects.announced(timezone.now()).filter(series=OuterRef("pk")).order_by().values("series")
    changed = Subquery(known.annotate(at=Max("updated_at")).values("at"))
    found = blog.series.annotate(changed=changed).filter(changed__isnull=False).order_by("pk")[:LIMIT]
    return [Address(series.get_absolute_url(), series.changed) for series in found]


def _addresses(texts: QuerySet) -> list[Address]:
    return [Address(*values) for values in texts.values_list("path", "updated_at")]


def _months(oldest: datetime, newest: datetime, blog: Blog) -> Iterator[datetime]:
    """The first of each month of the blog's calendar, from the newest moment back to the oldest."""
    first = oldest.astimezone(blog.zone)
    year, month = (newest := newest.astimezone(blog.zone)).year, newest.month
    while (year, month) >= (first.year, first.month):
        yield datetime(year, month, 1, tzinfo=blog.zone)
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)


def _next(month: datetime) -> datetime:
    """The first of the month that follows. Raises ValueError at the end of the calendar."""
    return month.replace(year=month.year + month.month // 12, month=month.month % 12 + 1)
