"""Weeks by the blog's own clock, and what is read most; each in one query that looks at no older row."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection

from blog.models import Post, PostState, Reads
from blog.writing.activity import FEW, WEEKS, most_read, weeks_of

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


def test_the_weeks_cost_one_query_along_the_indexes_of_their_dates(blog, weeks, django_assert_num_queries):
    with django_assert_num_queries(1) as asked:
        weeks()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {asked.captured_queries[0]['sql']}")
            plan = " ".join(str(row) for row in cursor.fetchall())
        assert "comment_by_week (blog_id=? AND created_at>? AND created_at<?)" in plan
        assert "post_newest_first (blog_id=? AND state=? AND published_at>? AND published_at<?)" in plan
        assert "SCAN blog_" not in plan
        assert "SCAN comments_" not in plan


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
