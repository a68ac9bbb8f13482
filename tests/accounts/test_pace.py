"""How often."""

import random
import threading

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connections

from accounts import pace
from accounts.pace import wait_for


@pytest.fixture
def at(settings, monkeypatch):
    """Sets the clock, with three in a minute allowed."""
    settings.RATE_LIMITS = {"preview": (3, 60)}

    def at_(moment):
        monkeypatch.setattr(pace.time, "time", lambda: moment)
        return wait_for

    return at_


def test_a_person_waits_when_they_have_used_up_their_places(at):
    assert [at(600.0)("preview", 1) for _ in range(5)] == [0, 0, 0, 60, 60]
    assert at(600.0)("preview", 2) == 0
    assert at(645.0)("preview", 1) == 15
    assert at(660.0)("preview", 1) == 0


def test_a_new_minute_does_not_forget_the_one_before(at):
    """Cut by the clock alone, three at the end of a minute and three at the start of the next would be six in two."""
    assert [at(moment)("preview", 1) for moment in (630.0, 658.0, 659.0)] == [0, 0, 0]
    assert at(661.0)("preview", 1) == 29
    assert at(690.0)("preview", 1) == 0
    assert at(690.5)("preview", 1) == 28
    assert [at(moment)("preview", 1) for moment in (718.0, 719.0, 719.5)] == [0, 0, 31]
    assert at(750.0)("preview", 1) == 0


@pytest.mark.parametrize("seed", range(5))
def test_in_no_stretch_of_a_minute_are_there_more(at, seed):
    chance, now, let_through = random.Random(seed), 1000.0, []
    for _try in range(400):
        now += chance.choice((0.0, 0.1, 1.0, 7.3, 25.0))
        if not at(now)("preview", 1):
            let_through.append(now)
    assert len(let_through) > 30
    assert all(later - earlier >= 60 for earlier, later in zip(let_through, let_through[3:], strict=False))


@pytest.mark.django_db(transaction=True)
def test_many_at_once_get_no_more_places_than_there_are(settings, monkeypatch):
    """In the database's cache, which is the one a blog has by default."""
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "places_cache",
            "OPTIONS": {"MAX_ENTRIES": 100_000},
        }
    }
    settings.RATE_LIMITS = {"preview": (5, 3600)}
    call_command("createcachetable", "places_cache")
    cache.clear()
    passed, start = [], threading.Barrier(8)

    def try_it():
        start.wait()
        passed.extend(wait_for("preview", 7) == 0 for _ in range(4))
        connections.close_all()

    threads = [threading.Thread(target=try_it) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert passed.count(True) == 5
    assert len(passed) == 32
