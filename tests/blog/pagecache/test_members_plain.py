"""Whom the page of the last one who stood alike is given, before Django: what is plain, and what is not."""

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import OperationalError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from blog.comments.mutes import mute
from blog.pagecache import members
from tests.blog.pagecache.conftest import Reader
from tests.blog.pagecache.world import CHANGES, NOW, ask, same


def test_the_next_member_costs_two_questions_and_no_django(world, others, make_front, asked_django):
    front, other = Reader(make_front(asked_django)), others[0]
    first, before = ask(front, world), asked_django.asked
    with CaptureQueriesContext(connection) as asked:
        assert ask(front, other) == first
    assert len(asked) == 2 and asked_django.asked == before
    mute(whom=world.talker, by=other.person, now=NOW())
    assert ask(front, other) != first
    with CaptureQueriesContext(connection) as asked:
        assert ask(front, other) != first
    assert len(asked) == 3


PLAIN = {"nothing", "warned", "a moderator", "renamed", "a token", "a text waits", "has it already", "packed"}
ODD = {"an owner", "a message waits", "looks as another", "a sign-in has begun", "a token that is none", "posted",
       "asked for the head", "with a password", "signed out", "no hash", "another backend"}  # fmt: skip


@pytest.mark.parametrize("change", sorted(PLAIN | ODD))
def test_whatever_is_not_plain_is_djangos(change, world, make_front, asked_django):
    front = Reader(make_front(asked_django))
    CHANGES[change](world)
    for _again in range(3):
        ask(front, world)
    assert asked_django.asked == (1 if change in PLAIN else 3)


def test_a_real_sign_in_is_as_plain_as_that(world, make_front, asked_django):
    browser, front = Client(), Reader(make_front(asked_django))
    sent = {"login": world.person.email, "password": "a horse, a battery, a staple"}
    assert browser.post("/accounts/login/", sent).status_code == 302
    browser.get("/accounts/")  # where it is told that one has signed in
    ask(front, world)
    world.browser, before = browser, asked_django.asked
    assert ask(front, world)[0] == 200 and asked_django.asked == before


def test_what_changes_while_a_page_is_made_is_seen_by_the_next(world, others, make_front, monkeypatch):
    front = Reader(make_front())

    def meanwhile(person):
        monkeypatch.undo()
        world.update(world.post, title="Another Title")
        return frozenset()

    monkeypatch.setattr("blog.reading.views.whole.muted_by", meanwhile)
    assert b"Another Title" not in ask(front, world)[2]
    for one in (world, others[0], world):
        assert b"Another Title" in ask(front, one)[2]


def test_each_answer_has_a_name_and_a_moment_of_its_own(world, make_front, settings):
    front, path = Reader(make_front()), f"/read/{world.post.pk}/"
    told = [front.get(path, cookie=world.cookie).headers for _again in range(5)]
    assert len({headers["X-Request-ID"] for headers in told}) == 5
    settings.TRUSTED_PROXIES = 1
    named = front.get(path, cookie=world.cookie, x_request_id="of-the-proxy-1").headers
    assert named["X-Request-ID"] == "of-the-proxy-1"


def test_it_is_written_down_as_any_request_is(world, make_front, caplog):
    caplog.set_level("INFO", "parley.request")
    front = Reader(make_front())
    for _again in range(2):
        ask(front, world)
    made, given = [record.fields for record in caplog.records if record.name == "parley.request"]
    assert given.pop("queries") == 2 < made.pop("queries")
    assert given.pop("ms") > 0 < made.pop("ms") and given == made


def test_while_the_database_is_away_nobody_is_taken_for_somebody(world, make_front):
    front = Reader(make_front())
    ask(front, world)

    def refuse(*_args):
        raise OperationalError("the database is away")

    with connection.execute_wrapper(refuse):
        assert ask(front, world)[0] == ask(Reader(WSGIHandler()), world)[0] == 503
    assert ask(front, world)[0] == 200


def test_in_a_transaction_it_is_djangos(world, make_front, asked_django):
    front = Reader(make_front(asked_django))
    ask(front, world)
    before = asked_django.asked
    with transaction.atomic():
        ask(front, world)
    assert asked_django.asked == before + 1


def test_what_is_kept_is_bounded(kept, world, make_front, monkeypatch):
    monkeypatch.setattr(members, "memory", members.Memory(40_000, 3))
    monkeypatch.setattr(members, "ROWS", 3)
    front = make_front()
    for number in range(12):
        world.sent = {"host": f"testserver:{number}"}
        same(Reader(front), world)
        assert len(members.memory.answers) <= 3 and len(front._app._blogs) <= 3
        assert members.memory._size <= 40_000
