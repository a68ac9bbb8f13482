"""A PostgreSQL that gives no answer: a page does not wait for it, a command does. One that came back is met anew."""

import pytest
from django.db import DEFAULT_DB_ALIAS, OperationalError, connection, connections

from accounts.models import User
from config.patience import in_haste
from config.postgresql import base
from config.prepared import Prepared

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connections[DEFAULT_DB_ALIAS].vendor != "postgresql", reason="PostgreSQL’s own"),
]

PEOPLE = Prepared(User, lambda pk: User.objects.filter(pk=pk), pk=int)


@pytest.fixture(autouse=True)
def little_patience(monkeypatch):
    monkeypatch.setattr(base, "PATIENCE", 0.2)
    monkeypatch.setattr(base, "_away_until", {})
    connection.close()
    yield
    connection.close()


def ask(query: str):
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchone()[0]


def test_a_page_is_told_that_it_does_not_answer_and_for_a_moment_nobody_asks_again(monkeypatch):
    with in_haste():
        with pytest.raises(OperationalError, match="timeout"):
            ask("SELECT 1 FROM pg_sleep(5)")
        connection.close_if_unusable_or_obsolete()  # as the next request does
        with pytest.raises(OperationalError, match="a moment ago"):
            ask("SELECT 1")
        monkeypatch.setattr(base, "_away_until", {})
        assert ask("SELECT 1") == 1


def test_a_command_waits_as_long_as_it_takes_and_always_asks(monkeypatch):
    assert ask("SELECT 1 FROM pg_sleep(0.4)") == 1
    connection.close()
    monkeypatch.setitem(base._away_until, connection.alias, float("inf"))
    assert ask("SELECT 1") == 1


def test_what_it_says_is_wrong_leaves_the_connection_as_it_was():
    with in_haste():
        assert ask("SELECT 1") == 1
        before = connection.connection
        with pytest.raises(OperationalError):  # cancelled by itself: it has answered
            ask("SET statement_timeout = 50; SELECT 1 FROM pg_sleep(5)")
        ask("SELECT 1")
        assert connection.connection is before


@pytest.mark.parametrize("ask_it", [lambda: ask("SELECT 1"), lambda: PEOPLE(pk=1)], ids=["Django’s", "prepared"])
def test_after_a_restart_the_first_question_of_a_request_is_answered(ask_it):
    ask_it()
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [connection.connection.info.backend_pid])
    other.close()
    connection.close_if_unusable_or_obsolete()  # as the next request does
    ask_it()
