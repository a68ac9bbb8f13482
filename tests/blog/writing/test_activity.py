"""Weeks by the blog's own clock, and what is read most; each in one query that looks at no older row."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection

from blog.comments.models import Comment, State
from blog.models import Post, PostState, Reads
from blog.writing.activity import FEW, WEEKS, Week, most_read, weeks_of
from config.statistics import tell

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)  # a Wednesday


@pytest.fixture
def weeks(blog):
    return lambda: weeks_of(blog, NOW, posts=blog.posts.all(), comments=blog.comments.public())


def test_each_week_has_its_posts_and_comments(blog, weeks, make_post, make_comment):
    post = make_post(blog, published_at=datetime(2026, 11, 23, 0, tzinfo=UTC))
    make_post(blog, published_at=datetime(2026, 11, 22, 23, 59, tzinfo=UTC))
    make_comment(post, created_at=NOW)
    make_comment(post, created_at=NOW, state="held")
    make_post(blog, state=PostState.DRAFT, published_at=NOW)
    make_post(blog, published_at=NOW + timedelta(days=1))
    found = weeks()
    assert len(found) == WEEKS
    assert [(week.day, week.posts, week.comments) for week in found[-2:]] == [
        (date(2026, 11, 16), 1, 0),
        (date(2026, 11, 23), 1, 1),
    ]


def test_a_week_begins_at_midnight_where_the_blog_is(make_blog, make_post):
    blog = make_blog(time_zone="Pacific/Auckland")  # thirteen hours ahead
    make_post(blog, published_at=datetime(2026, 11, 22, 11, 30, tzinfo=UTC))
    found = weeks_of(blog, NOW, posts=blog.posts.all(), comments=blog.comments.public())
    assert [week.posts for week in found[-2:]] == [0, 1]


def test_what_is_older_and_what_is_another_blogs_is_not_counted(blog, weeks, make_blog, make_post, make_comment):
    old = make_post(blog, published_at=NOW - timedelta(weeks=WEEKS + 1))
    make_comment(old, created_at=NOW - timedelta(weeks=WEEKS + 1))
    make_comment(make_post(make_blog(hostname="two.example.org"), published_at=NOW), created_at=NOW)
    assert sum(week.posts + week.comments for week in weeks()) == 0


# Where the clock is put forward or back at midnight too (Santiago, Beirut), and where it stands at odd minutes.
ZONES = [
    "UTC", "Europe/Vienna", "America/New_York", "America/Santiago", "Asia/Beirut", "Asia/Kathmandu",
    "Australia/Lord_Howe", "Pacific/Auckland", "Pacific/Kiritimati", "Pacific/Honolulu",
]  # fmt: skip


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("now", [NOW, datetime(2026, 4, 5, 23, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, tzinfo=UTC)])
def test_each_moment_counts_in_the_week_that_the_blogs_calendar_has_it_in(zone, now, make_blog, make_post):
    blog = make_blog(time_zone=zone)
    post = make_post(blog, published_at=now - timedelta(days=900))
    monday = now.replace(hour=0, minute=0) - timedelta(days=now.weekday())
    # Around each midnight that begins a week: where the blog is, an hour beside it, and by the clock of Greenwich.
    moments = [
        begins + timedelta(hours=hours, seconds=seconds)
        for week in range(-WEEKS - 1, 2)
        for day in [monday + timedelta(weeks=week)]
        for begins in (day.replace(tzinfo=blog.zone).astimezone(UTC), day)
        for hours in (-1, 0, 1)
        for seconds in (-1, 0, 1)
    ]
    Comment.objects.bulk_create(
        Comment(blog=blog, post=post, text="x", html="x", state=State.PUBLISHED, created_at=moment)
        for moment in moments
    )
    texts = [Post(blog=blog, state=PostState.PUBLISHED, published_at=moment) for moment in moments]
    for place, text in enumerate(texts):
        text.slug, text.path = str(place), f"/{place}/"
    texts[40].expires_at = now
    Post.objects.bulk_create(texts)
    expected = {"posts": Counter(), "comments": Counter()}
    for text in texts:
        local = text.published_at.astimezone(blog.zone).date()
        expected["comments"][week := local - timedelta(days=local.weekday())] += 1
        expected["posts"][week] += text.published_at <= now and text.expires_at is None
    found = weeks_of(blog, now, posts=blog.posts.all(), comments=blog.comments.public())
    today = now.astimezone(blog.zone).date()
    assert found[-1].day == today - timedelta(days=today.weekday())
    assert [week.day for week in found] == [found[-1].day - timedelta(weeks=n) for n in reversed(range(WEEKS))]
    assert found == [Week(w.day, expected["posts"][w.day], expected["comments"][w.day]) for w in found]
    of_posts = blog.comments.public().filter(post__in=blog.posts.values("pk"))
    assert weeks_of(blog, now, posts=blog.posts.all(), comments=of_posts, at_posts=True) == found


@pytest.mark.parametrize("state", [state for state in State.values if state != State.PUBLISHED])
def test_a_comment_that_is_no_longer_published_is_no_longer_counted(state, blog, weeks, make_post, make_comment):
    comment = make_comment(make_post(blog), created_at=NOW - timedelta(weeks=9))
    assert sum(week.comments for week in weeks()) == 1
    Comment.objects.filter(pk=comment.pk).update(state=state)
    assert sum(week.comments for week in weeks()) == 0


def test_the_weeks_are_counted_in_one_query_and_in_indexes_alone(blog, weeks, django_assert_num_queries):
    tell()
    asked = []

    def keep(execute, sql, params, many, context):
        asked.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(keep):
        weeks()
    ((sql, params),) = asked
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:  # with its parameters, as it is asked: SQLite plans by them
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params)
            plan = " ".join(str(row) for row in cursor.fetchall())
        for index in (
            "comment_by_week (blog_id=? AND created_at>? AND created_at<?)",
            "post_newest_first (blog_id=? AND state=? AND published_at>? AND published_at<?)",
        ):
            assert f"USING COVERING INDEX {index}" in plan, plan


def test_a_week_of_posts_looks_at_no_other_week(blog, weeks, make_post, steps):
    def publish(count: int) -> None:
        made = Post.objects.count()
        Post.objects.bulk_create(
            Post(blog=blog, slug=f"{n}", path=f"/{n}/", state=PostState.PUBLISHED, published_at=NOW)
            for n in range(made, made + count)
        )

    tell()
    publish(10)
    few = steps(weeks)[1]
    publish(1_000)
    assert steps(weeks)[1] - few < 1_000 * 20 / 100  # looked at once, in their own week


def test_the_comments_at_many_posts_are_looked_up_once(blog, make_post, make_comment, steps):
    posts = [make_post(blog) for _ in range(40)]
    for post in posts:
        make_comment(post, created_at=NOW)
    comments = blog.comments.public().filter(post__in=blog.posts.values("pk"))

    def taken() -> int:
        return steps(lambda: weeks_of(blog, NOW, posts=blog.posts.none(), comments=comments, at_posts=True))[1]

    tell()
    few = taken()
    then = NOW - timedelta(weeks=WEEKS + 1)
    Comment.objects.bulk_create(
        Comment(blog=blog, post=post, text="x", state=State.PUBLISHED, created_at=then, changed_at=then)
        for post in posts
        for _ in range(30)
    )
    assert taken() == pytest.approx(few, abs=3)  # older ones are passed over
    assert few < len(posts) * WEEKS * 20 / 100


def test_what_is_read_most_is_told_for_seven_days_and_for_thirty(blog, make_post, django_assert_num_queries):
    first, second = make_post(blog, "First"), make_post(blog, "Second")
    today = NOW.date()
    for post, days, count in ((first, 0, 2), (first, 6, 3), (second, 7, 40), (second, 29, 2), (second, 30, 900)):
        Reads.objects.create(blog=blog, post=post, day=today - timedelta(days=days), count=count)
    with django_assert_num_queries(1):
        found = most_read(blog, NOW)
    assert [(read.title, read.week, read.month) for read in found] == [("First", 5, 5), ("Second", 0, 42)]
    assert [read.title for read in most_read(blog, NOW, Post.objects.filter(pk=second.pk))] == ["Second"]


def test_of_many_posts_that_are_read_a_few_are_told(blog, make_post, make_blog):
    for _ in range(FEW + 2):
        Reads.objects.create(blog=blog, post=make_post(blog), day=NOW.date(), count=1)
    other = make_blog(hostname="two.example.org")
    Reads.objects.create(blog=other, post=make_post(other, "Theirs"), day=NOW.date(), count=99)
    found = most_read(blog, NOW)
    assert len(found) == FEW
    assert "Theirs" not in {read.title for read in found}


def test_who_has_no_posts_has_weeks_without_them(blog, make_post, make_comment):
    make_comment(make_post(blog, published_at=NOW), created_at=NOW)
    weeks = weeks_of(blog, NOW, posts=blog.posts.none(), comments=blog.comments.public())
    assert [(week.posts, week.comments) for week in weeks[-2:]] == [(0, 0), (0, 1)]
    none = blog.comments.filter(post__in=[])
    for weeks in (
        weeks_of(blog, NOW, posts=blog.posts.all(), comments=none, at_posts=at_posts) for at_posts in (True, False)
    ):
        assert [(week.posts, week.comments) for week in weeks[-2:]] == [(0, 0), (1, 0)]
