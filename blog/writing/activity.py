"""How much is written and read: posts and comments of each week, and the posts that are read most."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import chain, pairwise

from django.db import connections
from django.db.models import Func, OuterRef, Q, Subquery, Sum
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce
from django.utils import timezone

from blog.models import Blog, Post

WEEKS = 26
DAYS = (7, 30)  # of which what is read most is told
FEW = 6
_COUNT = Func("pk", function="COUNT")  # Django's own would group by something
# A stretch of an index for each week; one look at all rows of half a year would ask of each in which week it is.
_WEEKLY = "WITH weeks (since, until) AS (VALUES {weeks}){sent} SELECT ({posts}), ({comments}) FROM weeks ORDER BY since"
# Except for comments that an index has at each post: those are looked up once, and kept while the weeks are counted.
_SENT = ", sent (at) AS MATERIALIZED ({comments})"
_OF_SENT = "SELECT COUNT(*) FROM sent WHERE at >= since AND at < until"


@dataclass(frozen=True, slots=True)
class Week:
    """`day` is its Monday, by the blog's clock."""

    day: date
    posts: int
    comments: int


def weeks_of(blog: Blog, now: datetime, *, posts, comments, at_posts: bool = False) -> list[Week]:
    """The last WEEKS weeks, this one included, oldest first: how many of `posts` (a queryset) were published, and how
    many of `comments` (the same) were sent. One query, along the indexes of their dates, whatever is older.

    `at_posts`: the comments are those at certain posts, not all of the blog.
    """
    today = timezone.localtime(now, blog.zone).date()
    monday = today - timedelta(days=today.weekday())
    days = [monday - timedelta(weeks=WEEKS - 1 - n) for n in range(WEEKS)]
    edges = [datetime.combine(day, time.min, blog.zone) for day in [*days, monday + timedelta(weeks=1)]]
    connection = connections[comments.db]
    # In this order: of two ends for one column of an index, SQLite takes the first.
    posted, of_posts = _sql(_in_week(posts, "published_at").published(now), _COUNT, connection)
    if at_posts:
        # What was sent since was changed since: that is what an index has at each post.
        comments = comments.filter(changed_at__gte=edges[0], created_at__gte=edges[0], created_at__lt=edges[-1])
        sent, of_sent = _sql(comments, "created_at", connection)
        sent, said, params = _SENT.format(comments=sent), _OF_SENT, [*of_sent, *of_posts]
    else:
        said, of_comments = _sql(_in_week(comments, "created_at"), _COUNT, connection)
        sent, params = "", [*of_posts, *of_comments]
    pairs = chain(*pairwise(map(connection.ops.adapt_datetimefield_value, edges)))
    weekly = _WEEKLY.format(weeks=", ".join(["(%s, %s)"] * WEEKS), sent=sent, posts=posted, comments=said)
    with connection.cursor() as cursor:
        cursor.execute(weekly, [*pairs, *params])
        return [Week(day, *counts) for day, counts in zip(days, cursor.fetchall(), strict=True)]


def _in_week(rows, moment: str):
    return rows.filter(**{f"{moment}__gte": RawSQL("weeks.since", []), f"{moment}__lt": RawSQL("weeks.until", [])})


def _sql(rows, wanted, connection) -> tuple[str, tuple]:
    """A query for one thing of each row, and its parameters; of none, a query that finds none."""
    query = rows.order_by().values_list(wanted).query
    return query.get_compiler(connection=connection, elide_empty=False).as_sql()


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
