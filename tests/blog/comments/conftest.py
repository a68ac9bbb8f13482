"""What the tests of the wing share: sending a comment, proving that nothing changed, and threads that write at once."""

import uuid
from contextlib import contextmanager
from threading import Barrier, Thread

import pytest
from django.db import connection, connections
from django.urls import reverse

from tests.rows import rows


@pytest.fixture
def nothing_changes(db):
    """A block after which every table is as it was before."""

    @contextmanager
    def block():
        before = rows()
        yield
        assert rows() == before

    return block


@pytest.fixture
def form_url():
    return lambda post: reverse("comments:form", args=[post.pk])


@pytest.fixture
def send(client, form_url):
    """Sends the comment form of a post as a browser does."""

    def send_(post, text="Well said.", **fields):
        fields.setdefault("key", str(uuid.uuid4()))
        return client.post(form_url(post), {"text": text, **fields})

    return send_


@pytest.fixture
def at_once(transactional_db, tmp_path, monkeypatch):
    """Runs functions in threads of their own, all starting at once, and returns what each returned or raised.

    A database in memory locks by table and refuses at once, which no real site does: on SQLite, a copy of it in a file
    takes its place for the test.
    """
    in_memory = connections["default"]
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(tmp_path / "db.sqlite3")])
        file = {**connection.settings_dict, "NAME": str(tmp_path / "db.sqlite3")}
        monkeypatch.setitem(connections.settings, "default", file)
        connections["default"] = connections.create_connection("default")

    def run(*functions):
        barrier, answers = Barrier(len(functions)), [None] * len(functions)

        def one(place, function):
            barrier.wait()
            try:
                answers[place] = function()
            except Exception as error:  # noqa: BLE001 (the test looks at it)
                answers[place] = error
            finally:
                connection.close()

        threads = [Thread(target=one, args=pair) for pair in enumerate(functions)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return answers

    yield run
    if connection.vendor == "sqlite":
        connection.close()
        connections["default"] = in_memory
