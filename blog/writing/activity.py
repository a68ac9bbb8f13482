"""How much is written and read: posts and comments of each week, and the posts that are read most."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.db.models import Count, OuterRef, Q, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from blog.models import Blog, Post

WEEKS = 26
DAYS = (7, 30)  # of which what is read most is told
FEW = 6


@dataclass(frozen=True, slots=True)
class Week:
    """`day` is its Monday, by the blog's clock."""

    day: date
    posts: int
    comments: int


def weeks_of(blog: Blog, now: datetime, *, posts, comments) -> list[Week]:
    """The last WEEKS weeks, this one included, oldest first: how many of `posts` (a queryset, published ones) and of
    `comments` (the same) each had. One query, along the indexes of their dates, whatever is older."""
    today = timezone.localtime(now, blog.zone).date()
    monday = today - timedelta(days=today.weekday())
    days = [monday - timedelta(weeks=WEEKS - 1 - n) for n in range(WEEKS)]
    edges = [datetime.combine(day, time.min, blog.zone) for day in [*days, monday + timedelta(weeks=1)]]
    rows = _counted(posts, "published_at", edges, "posts").union(
        _counted(comments, "created_at", edges, "comments"), all=True
    )
    found = {kind: counts for kind, *counts in rows}
    none = [0] * WEEKS
    return [Week(*week) for week in zip(days, found.get("posts", none), found.get("comments", none), strict=True)]


def _counted(rows, moment: str, edges: list[datetime], kind: str):
    """(kind, a number for each week) as a queryset of one row, or of none."""
    within = {f"{moment}__gte": edges[0], f"{moment}__lt": edges[-1]}
    counts = {
        f"week_{n}": Count("pk", filter=Q(**{f"{moment}__gte": since, f"{moment}__lt": until}))
        for n, (since, until) in enumerate(zip(edges, edges[1:], strict=False))
    }
    return rows.filter(**within).order_by().values_list(Value(kind)).annotate(**counts)


@dataclass(frozen=True, slots=True)
class Read:
    """How often a post was read in the last of each of DAYS."""

    pk: int
    title: str
    week: int
    month: int


def most_read(blog: Blog, now: datetime, posts=None) -> list[Read]:
    """The posts read most in the last seven days, and then in the last thirty; of `posts` (a queryset), or all.

    One query, along the index of those days. Nothing of who read is kept anywhere (blog.models.Reads).
    """
    today = now.astimezone(UTC).date()
    week, month = (today - timedelta(days=days - 1) for days in DAYS)
    rows = blog.reads.filter(day__gte=month)
    if posts is not None:
        rows = rows.filter(post__in=posts.order_by().values("pk"))
    # Not by a join, which would be made for every day of every post before they are added up.
    title = Subquery(Post.objects.filter(pk=OuterRef("post")).values("title"))
    found = (
        rows.order_by()
        .values("post")
        .annotate(month=Sum("count"), week=Coalesce(Sum("count", filter=Q(day__gte=week)), 0), title=title)
        .order_by("-week", "-month", "post")[:FEW]
    )
    return [Read(row["post"], row["title"], row["week"], row["month"]) for row in found]
