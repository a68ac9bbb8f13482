"""What machines ask: whether the process lives, and whether it can serve. Anybody, by any name, before any blog is."""

import threading
import time
from pathlib import Path

import pytest
from django.db import DatabaseError

from blog.watching import health, probes
from blog.watching.probes import Probe, ask
from tests.rows import rows

PATIENCE = probes.PATIENCE  # of a site; the tests have more


@pytest.fixture(autouse=True)
def fresh(monkeypatch):
    """Nothing was seen before the test, and a busy machine may take its time to look."""
    monkeypatch.setattr(probes, "PATIENCE", 30)
    for name, probe in list(health.PROBES.items()):
        monkeypatch.setitem(health.PROBES, name, Probe(probe.look))


@pytest.fixture
def broken(monkeypatch):
    def broken_(name, look):
        monkeypatch.setitem(health.PROBES, name, Probe(look))

    return broken_


def away():
    raise DatabaseError("password=canary")


@pytest.mark.parametrize("host", ["10.0.0.7:8000", "evil.example", "one.example.org", "", "a b"])
def test_the_process_lives_whoever_asks_and_without_any_query(host, client, django_assert_num_queries, db):
    with django_assert_num_queries(0):
        response = client.get("/healthz", headers={"host": host})
    assert response.status_code == 200 and response.json() == {"status": "alive"}
    assert response["Cache-Control"] == "no-store" and not response.cookies


@pytest.mark.django_db(transaction=True)
def test_it_is_ready_without_any_blog_and_over_plain_http(client, settings):
    settings.SECURE_SSL_REDIRECT = True
    before = rows()
    response = client.get("/readyz", headers={"host": "10.0.0.7"})
    parts = dict.fromkeys(["database", "migrations", "cache", "storage"], "ok")
    assert response.status_code == 200 and response.json() == {"status": "ready", "parts": parts}
    assert response["Cache-Control"] == "no-store" and not response.cookies
    assert rows() == before


@pytest.mark.parametrize("name", ["database", "migrations"])
def test_without_its_database_it_is_not_ready_and_tells_no_secret(name, broken, client, transactional_db, caplog):
    broken(name, away)
    response = client.get("/readyz")
    assert response.status_code == 503 and not caplog.records
    assert response.json()["status"] == "not ready" and response.json()["parts"][name] == "away"
    assert "canary" not in response.content.decode()


@pytest.mark.parametrize("name", ["cache", "storage"])
def test_without_the_rest_it_is_degraded_and_goes_on(name, broken, client, transactional_db):
    broken(name, away)
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.json()["status"] == "degraded" and response.json()["parts"][name] == "away"


def test_a_part_that_hangs_keeps_nobody_waiting_and_holds_one_thread_only(monkeypatch):
    go_on, looks = threading.Event(), []

    def hang():
        looks.append(1)
        go_on.wait(30)
        return "ok"

    slow, quick = Probe(hang), Probe(lambda: "ok")
    assert ask({"quick": quick}) == {"quick": "ok"}
    monkeypatch.setattr(probes, "PATIENCE", 0.05)
    monkeypatch.setattr(probes, "FRESH", 60)
    for _again in range(5):
        assert ask({"slow": slow, "quick": quick}) == {"slow": "does not answer", "quick": "ok"}
    assert len(looks) == 1
    go_on.set()
    assert slow.answer(time.monotonic() + 10) == "ok"


def test_asking_often_costs_nothing(monkeypatch):
    monkeypatch.setattr(probes, "FRESH", 60)
    looks = []
    probe = Probe(lambda: looks.append(1) or "ok")
    for _again in range(20):
        assert ask({"it": probe}) == {"it": "ok"}
    assert len(looks) == 1


def test_all_together_answer_within_a_second():
    assert PATIENCE < 1


def test_a_directory_that_can_not_be_written_or_is_full_is_told(tmp_path, monkeypatch):
    assert health.look_at_directory(tmp_path / "not" / "made" / "yet") == "ok"
    monkeypatch.setattr(health, "LITTLE", 1 << 60)
    assert health.look_at_directory(tmp_path) == "the disk is nearly full"
    monkeypatch.setattr(health.os, "access", lambda *args: False)
    assert health.look_at_directory(tmp_path) == "can’t be written"


def test_a_database_that_was_moved_away_is_not_made_anew(monkeypatch, tmp_path):
    monkeypatch.setattr(health, "connection", type("C", (), {"vendor": "sqlite", "settings_dict": {}})())
    health.connection.settings_dict["NAME"] = tmp_path / "gone.sqlite3"
    assert health.look_at_database() == "away"
    assert not list(Path(tmp_path).iterdir())


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_only_looking_is_allowed(path, client, transactional_db):
    assert client.head(path).status_code == 200
    for method in ("post", "put", "delete", "options"):
        assert getattr(client, method)(path).status_code == 405
