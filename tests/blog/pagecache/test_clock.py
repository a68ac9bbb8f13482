"""What falls due by the clock shows at its second, though nobody writes anything."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Role
from blog.writing.due import schedule
from blog.writing.versions import fields_of

SOON = timedelta(minutes=10)
SECOND = timedelta(seconds=1)


@pytest.fixture
def clock(monkeypatch):
    """Moves the clock of the front and of Django's."""
    began = timezone.now()

    def turn(to):
        monkeypatch.setattr("django.utils.timezone.now", lambda: to)
        monkeypatch.setattr("blog.pagecache.front.time", to.timestamp)

    turn(began)
    turn.now = began
    return turn


def read_twice(reader, path) -> bytes:
    reader.get(path)
    again = reader.get(path)
    assert again.is_hit
    return again.body


@pytest.mark.parametrize("path", ["/", "/feed/", "/sitemap-posts.xml", "/feed/comments/"])
def test_a_scheduled_post_appears(path, clock, reader, blog, make_post):
    make_post(blog)
    coming = make_post(blog, "Coming soon", published_at=clock.now + SOON)
    before = read_twice(reader, path)
    assert coming.path.encode() not in before
    clock(clock.now + SOON - SECOND)
    assert reader.get(path).is_hit
    clock(clock.now + SOON)
    assert not reader.get(path).is_hit
    assert (coming.path.encode() in reader.get(path).body) == (path != "/feed/comments/")


def test_a_post_goes_when_its_time_is_over(clock, reader, blog, make_post):
    post = make_post(blog, expires_at=clock.now + SOON)
    for path in (post.path, "/"):
        assert post.title.encode() in read_twice(reader, path)
    clock(clock.now + SOON - SECOND)
    assert reader.get(post.path).is_hit
    clock(clock.now + SOON)
    assert reader.get(post.path).status == 404
    assert post.title.encode() not in reader.get("/").body


@pytest.mark.parametrize("policy", ["close_after_days", "close_at", "open_until"])
def test_a_thread_closes(policy, clock, reader, blog, make_post, set_policy):
    post = make_post(blog, published_at=clock.now - timedelta(days=1) + SOON)
    ways = {
        "close_after_days": {"close_after_days": 1},
        "close_at": {"close_at": clock.now + SOON},
        "open_until": {"close_at": clock.now - SOON, "open_until": clock.now + SOON},
    }
    set_policy(blog, post, **ways[policy])
    who = f"/comments/who/{post.pk}/"
    paths = [post.path] + ([who] if reader.get(who).status == 200 else [])
    before = {path: read_twice(reader, path) for path in paths}
    clock(clock.now + SOON)
    for path in paths:
        got = reader.get(path)
        assert not got.is_hit and got.body != before[path]


def test_a_scheduled_change_is_published(clock, reader, blog, make_post, make_member):
    post = make_post(blog)
    fields = fields_of(post) | {"title": "A Title That Waited"}
    read_twice(reader, post.path)
    schedule(text=post, fields=fields, by=make_member(blog, Role.OWNER), due_at=clock.now + SOON, now=clock.now)
    assert b"A Title That Waited" not in read_twice(reader, post.path)
    clock(clock.now + SOON)
    assert b"A Title That Waited" in reader.get(post.path).body
    assert b"A Title That Waited" in reader.get("/").body
