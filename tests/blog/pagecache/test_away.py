"""While the database is away, readers get the last good page, and are told that it is; what was taken back, nobody."""

from contextlib import contextmanager
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from blog.comments.editing import withdraw_comment
from blog.comments.posting import post_comment
from blog.pagecache import front
from blog.writing.trash import throw_away
from tests.blog.pagecache.conftest import Reader

STALE = "parley; fwd=stale; fwd-status=503"


@pytest.fixture
def away(monkeypatch):
    """A block in which no query is answered."""
    monkeypatch.setattr(front, "PAUSE", 0.0)

    @contextmanager
    def block():
        def refuse(*_args):
            raise OperationalError("the database is away")

        with connection.execute_wrapper(refuse):
            yield

    return block


@pytest.fixture
def post(blog, make_post):
    return make_post(blog)


def test_a_page_that_is_good_is_a_hit_as_ever(away, reader, post):
    reader.get(post.path)
    with away():
        assert reader.get(post.path).is_hit


def test_a_page_that_got_a_comment_since_is_given_as_it_was(away, reader, post, make_member):
    old, member = reader.get(post.path), make_member(post.blog)
    posted = post_comment(post=post, by=member, text="Well said.", key=uuid4(), now=timezone.now())
    assert posted.comment.state == "published"
    with away():
        got = reader.get(post.path)
    assert (got.status, got.body, got.cache) == (200, old.body, STALE)
    assert 0 <= int(got.headers["Age"]) < 60
    assert b"Well said." in reader.get(post.path).body


def test_after_a_restart_the_pages_of_before_are_there(away, make_front, post):
    old = Reader(make_front()).get(post.path)
    with away():
        assert Reader(make_front()).get(post.path).body == old.body


def test_of_another_build_they_are_better_than_none(away, make_front, monkeypatch, post):
    old = Reader(make_front()).get(post.path)
    monkeypatch.setattr("blog.pagecache.house.build", lambda: "another")
    with away():
        got = Reader(make_front()).get(post.path, accept_encoding="br")
    assert got.status == 200 and got.cache == STALE and int(got.headers["Age"]) >= 0
    assert Reader(make_front()).get(post.path).body == old.body


def test_what_was_never_read_is_a_503(away, reader, post):
    with away():
        got = reader.get(post.path)
    assert got.status == 503 and int(got.headers["Retry-After"]) > 0 and not got.cache
    assert reader.get(post.path).status == 200


def test_a_post_that_was_taken_back_does_not_come_back(away, reader, post, make_member):
    reader.get(post.path), reader.get("/")
    throw_away(text=post, by=make_member(post.blog, "owner"), now=timezone.now())
    with away():
        assert reader.get(post.path).status == 503
        assert reader.get("/").status == 503
    assert reader.get(post.path).status == 404


def test_a_comment_that_was_withdrawn_does_not_come_back(away, reader, post, make_comment):
    comment = make_comment(post)
    reader.get(post.path)
    withdraw_comment(comment=comment, by=comment.author, now=timezone.now())
    with away():
        assert reader.get(post.path).status == 503


def test_a_post_whose_time_is_over_does_not_come_back(away, reader, monkeypatch, blog, make_post):
    post = make_post(blog, expires_at=timezone.now() + timedelta(minutes=1))
    reader.get(post.path)
    later = timezone.now() + timedelta(minutes=2)
    monkeypatch.setattr(front, "time", later.timestamp)
    with away():
        assert reader.get(post.path).status == 503


def test_what_is_found_no_more_is_forgotten(away, reader, make_front, post):
    """Whoever took it away, by whatever door."""
    reader.get(post.path)
    connection.cursor().execute("UPDATE blog_post SET state = 'draft'")
    assert reader.get(post.path).status == 404
    with away():
        assert reader.get(post.path).status == 503
        assert Reader(make_front()).get(post.path).status == 503


def test_people_are_told_that_it_is_away(away, reader, post):
    with away():
        assert reader.get("/comments/on/1/").status == 503
        assert reader.get("/accounts/").status in (302, 503)


def test_for_a_moment_it_is_not_asked_again(make_front, monkeypatch, post):
    """Or each reader would wait until it does not answer."""
    asked = []

    def failing(environ, start_response):
        asked.append(environ["PATH_INFO"])
        raise OperationalError("the database is away")

    Reader(make_front()).get(post.path)
    monkeypatch.setattr("blog.pagecache.house.build", lambda: "another")
    reader = Reader(make_front(failing))
    for _again in range(5):
        assert reader.get(post.path).status == 200
    assert len(asked) == 1
