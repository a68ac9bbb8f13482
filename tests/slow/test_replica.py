"""A real replica of PostgreSQL: it is read from, and nobody ever reads less than was written."""

import time
import uuid
from urllib.request import urlopen

import pytest

from tests.slow.postgres import Postgres, ReplicaOf
from tests.slow.site import Member, Site

pytestmark = pytest.mark.slow


@pytest.fixture
def primary():
    server = Postgres()
    yield server
    server.stop()


@pytest.fixture
def replica(primary):
    server = ReplicaOf(primary)
    yield server
    server.stop()


@pytest.fixture
def site(tmp_path, primary, replica):
    running = Site(tmp_path, primary)
    running.env["DATABASE_REPLICA_URL"] = replica.url
    running.start()
    yield running
    running.stop()


def page(site: Site, path: str = "/comments/policy/") -> str:
    with urlopen(f"http://127.0.0.1:{site.port}{path}") as answer:  # noqa: S310 (our own server)
        return answer.read().decode()


def test_requests_that_read_are_answered_by_the_replica(site, replica):
    session, *_ = site.people(1)
    time.sleep(2)  # PostgreSQL writes its statistics down about once a second
    before = replica.rows_read()
    for _ in range(20):
        assert Member(site.port, session)
    time.sleep(2)
    assert replica.rows_read() > before + 20


def test_who_wrote_reads_what_they_wrote_though_the_replica_lags(site, replica):
    session, *_ = site.people(1)
    member = Member(site.port, session)
    replica.pause()
    for n in range(5):
        status, where, _seconds = member.post(f"Written while the replica lags, {n}", uuid.uuid4())
        assert status in (302, 303), status
        assert f"while the replica lags, {n}" in page(site, where.partition("#")[0])  # for everybody
        assert f"while the replica lags, {n}" in member.ask("GET")[2]  # for its author
    replica.resume()


def test_without_the_replica_the_primary_answers(site, replica):
    replica.stop()
    assert "comment" in page(site)
    replica._run("run_postgres")


def test_without_the_primary_readers_read_from_the_replica_and_are_told_not_to_keep_it(site, primary, replica):
    session, *_ = site.people(1)
    assert "comment" in page(site)
    primary.kill()
    assert "comment" in page(site)  # as it was kept before
    with urlopen(f"http://127.0.0.1:{site.port}/feed/") as answer:  # noqa: S310 (our own server)
        assert answer.status == 200 and answer.headers["Cache-Control"] == "no-store"
    primary.start()
    member, key, status, until = Member(site.port, session), uuid.uuid4(), 503, time.monotonic() + 2
    while status == 503 and time.monotonic() < until:  # what was away is not asked again for a moment
        status, _where, _seconds = member.post("The primary is back", key)
    assert status in (302, 303)
