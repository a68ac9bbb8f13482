"""A member who is answered before Django gets, byte for byte, what Django would have said to them at that moment."""

import random
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.handlers.wsgi import WSGIHandler
from django.db import transaction

from accounts.models import Kind
from blog.comments.judging import NotDone
from blog.comments.models import PolicyVersion
from blog.models import Post, Series
from blog.writing.due import schedule
from blog.writing.versions import fields_of
from tests.blog.pagecache.conftest import Reader
from tests.blog.pagecache.world import CHANGES, NOW, World, ask, same


@pytest.mark.parametrize("change", CHANGES)
def test_after_any_change_it_is_what_django_says(change, world, others, make_front, asked_django, request):
    """The others are all looked at in the long proofs, and else every second one, the next change's the others."""
    if not request.config.getoption("--slow"):
        others = others[list(CHANGES).index(change) % 2 :: 2]
    front = Reader(make_front(asked_django))
    for _again in range(2):
        assert ask(front, world)[0] == 200
        for other in others:
            ask(front, other)
    before = asked_django.asked
    ask(front, world)
    assert asked_django.asked == before
    CHANGES[change](world)
    same(front, world)
    for other in others:
        same(front, other)


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(1, 4))])
def test_after_any_number_of_changes_too(seed, world, others, make_front, asked_django):
    chance, front, people = random.Random(seed), Reader(make_front(asked_django)), [world, *others]
    steps = 0
    gone = {"trashed", "unpublished", "another blog at the host"}  # nothing is to be seen after these
    for _step in range(25):
        who, change = chance.choice(people), chance.choice(sorted(CHANGES.keys() - gone))
        who.sent, who.path = {}, ""
        try:
            with transaction.atomic():
                CHANGES[change](who)
        except (NotDone, Post.DoesNotExist):  # what it is about is gone by another change
            continue
        steps += 1
        for one in people:
            assert ask(front, one) == ask(Reader(WSGIHandler()), one), change
    assert steps > 10 and asked_django.asked < steps * len(people)


def change_waits(world: World, soon) -> None:
    fields = fields_of(world.post) | {"title": "A Title That Waited"}
    schedule(text=world.post, fields=fields, by=world.talker, due_at=soon, now=NOW())


def next_of_the_series(world: World, soon) -> None:
    world.update(world.post, series=Series.objects.create(blog=world.blog, name="Letters", slug="letters"))
    world.post.refresh_from_db()
    fields = {"blog": world.blog, "author": world.talker, "series": world.post.series, "state": "published"}
    Post.objects.create(title="The Next", slug="next", path="/next/", published_at=soon, **fields)


DUE = {
    "the post is over": lambda w, soon: w.update(w.post, expires_at=soon),
    "a suspension ends": lambda w, soon: w.bind(Kind.SUSPENSION, until=soon),
    "one at this post ends": lambda w, soon: w.bind(Kind.SUSPENSION, until=soon, post_id=w.post.pk),
    "a ban ends": lambda w, soon: w.bind(Kind.BAN, until=soon),
    "the session ends": lambda w, soon: Session.objects.filter(pk=w.session.session_key).update(expire_date=soon),
    "the thread closes": lambda w, soon: PolicyVersion.objects.create(blog=w.blog, post=w.post, close_at=soon),
    "a change is published": change_waits,
    "the next of the series appears": next_of_the_series,
}


@pytest.mark.parametrize("due", DUE)
def test_what_falls_due_by_the_clock_shows_at_its_second(due, world, others, make_front, monkeypatch):
    front, began, soon = Reader(make_front()), NOW(), NOW() + timedelta(minutes=10)

    def turn(to):
        monkeypatch.setattr("django.utils.timezone.now", lambda: to)
        monkeypatch.setattr("blog.pagecache.members.time", to.timestamp)
        monkeypatch.setattr("blog.reading.kept.time", to.timestamp)

    turn(began)
    same(front, world)
    DUE[due](world, soon)
    for moment in (began, soon - timedelta(seconds=1), soon, soon + timedelta(hours=1)):
        turn(moment)
        for one in (world, *others):
            same(front, one)
