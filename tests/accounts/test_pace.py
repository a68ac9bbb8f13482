"""How often."""

import threading

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connections

from accounts import pace
from accounts.pace import wait_for


def test_a_person_waits_when_they_have_used_up_their_places(settings, monkeypatch):
    settings.RATE_LIMITS = {"preview": (3, 60)}
    monkeypatch.setattr(pace.time, "time", lambda: 600.0)
    assert [wait_for("preview", 1) for _ in range(5)] == [0, 0, 0, 60, 60]
    assert wait_for("preview", 2) == 0
    monkeypatch.setattr(pace.time, "time", lambda: 645.0)
    assert wait_for("preview", 1) == 15
    monkeypatch.setattr(pace.time, "time", lambda: 660.0)
    assert wait_for("preview", 1) == 0


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
