"""Which database a request reads from. A real replica is in tests/slow/test_replica.py."""

import pytest
from django.http import HttpResponse

from accounts.models import User
from blog.models import Blog
from config.replica import middleware
from config.replica.freshness import Replica
from config.replica.router import PRIMARY, REPLICA, ReplicaRouter, reading_from

router = ReplicaRouter()


@pytest.fixture
def asking(rf, monkeypatch):
    """Sends a request while the replica stands as told: (the database it read from, the answer)."""

    def ask(method: str, replica: Replica):
        seen = []

        def view(request):
            seen.append(router.db_for_read(Blog))
            return HttpResponse("read")

        monkeypatch.setattr(middleware, "asked", lambda: replica)
        answer = middleware.ReplicaMiddleware(view)(rf.generic(method, "/"))
        return seen[0], answer

    return ask


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_who_reads_is_answered_by_a_replica_that_has_all(asking, method):
    database, answer = asking(method, Replica.FRESH)
    assert database == REPLICA and "Cache-Control" not in answer


def test_a_replica_that_is_behind_answers_nobody(asking):
    assert asking("GET", Replica.BEHIND)[0] == PRIMARY


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_who_writes_reads_from_the_primary(asking, method):
    assert asking(method, Replica.FRESH)[0] == PRIMARY


def test_what_a_replica_says_without_its_primary_is_kept_by_no_cache(asking):
    database, answer = asking("GET", Replica.ALONE)
    assert database == REPLICA and answer["Cache-Control"] == "no-store"


def test_the_choice_ends_with_the_request(asking):
    asking("GET", Replica.FRESH)
    assert router.db_for_read(Blog) == PRIMARY


def test_after_the_first_write_all_is_read_from_the_primary():
    with reading_from(REPLICA):
        assert router.db_for_read(User) == REPLICA
        assert router.db_for_write(User) == PRIMARY
        assert router.db_for_read(User) == PRIMARY


def test_a_row_read_from_the_replica_is_saved_to_the_primary():
    user = User()
    user._state.db = REPLICA
    with reading_from(REPLICA):
        assert router.db_for_write(User, instance=user) == PRIMARY
        assert router.allow_relation(user, Blog())


def test_nothing_migrates_a_replica():
    assert router.allow_migrate(REPLICA, "blog") is False
    assert router.allow_migrate(PRIMARY, "blog") is None
