"""The queue for SQLite's write lock: nobody who waits is passed by somebody who has just had a turn."""

import fcntl
import sqlite3
import threading
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from django.db import DEFAULT_DB_ALIAS, OperationalError, connection, connections, transaction
from django.db.backends.sqlite3.base import DatabaseOperations

from config.patience import in_haste
from config.sqlite import base

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connections[DEFAULT_DB_ALIAS].vendor != "sqlite", reason="a queue of SQLite's own"),
]


def elsewhere(act):
    """Runs `act` in a thread with a connection of its own."""

    def run():
        try:
            act()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


MOMENTS = [
    datetime(2026, 11, 28, 19, 45, 3, 120_456, UTC),
    datetime(2026, 11, 28, 19, 45, tzinfo=UTC),
    datetime(2026, 10, 25, 2, 30, fold=1, tzinfo=ZoneInfo("Europe/Zurich")),
    datetime(1969, 7, 20, 20, 17, tzinfo=timezone(timedelta(hours=-5))),
]


@pytest.mark.parametrize("moment", MOMENTS, ids=str)
def test_a_moment_is_stored_and_read_as_django_does_it(moment):
    djangos = DatabaseOperations(connection)
    stored = connection.ops.adapt_datetimefield_value(moment)
    assert stored == djangos.adapt_datetimefield_value(moment)
    for value in (stored, datetime.fromisoformat(stored), None):
        read = connection.ops.convert_datetimefield_value(value, None, connection)
        assert read == djangos.convert_datetimefield_value(value, None, connection)
        assert value is None or (read == moment.astimezone(UTC) and read.utcoffset() == timedelta(0))


@pytest.mark.parametrize("moment", MOMENTS, ids=str)
def test_a_moment_that_is_read_again_is_the_same_and_still_what_was_stored(moment):
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE read (at datetime)")
        cursor.execute("INSERT INTO read VALUES (%s), (%s), (NULL)", [str(moment.astimezone(UTC))] * 2)
        cursor.execute("SELECT at FROM read")
        read = [connection.ops.convert_datetimefield_value(value, None, connection) for (value,) in cursor.fetchall()]
        cursor.execute("DROP TABLE read")
    assert read == [moment.astimezone(UTC), moment.astimezone(UTC), None]
    assert read[0] is read[1]


def until(happens):
    while not happens():
        time.sleep(0.001)


def somebody_is_at_the_gate() -> bool:
    try:
        fcntl.flock(connection.gate, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    fcntl.flock(connection.gate, fcntl.LOCK_UN)
    return False


def test_one_who_waits_gets_the_next_turn_although_the_other_asks_again_at_once():
    order = []

    def wait_for_a_turn():
        with transaction.atomic():
            order.append("the one who waits")

    with transaction.atomic():
        thread = elsewhere(wait_for_a_turn)
        until(somebody_is_at_the_gate)
    for _turn in range(20):
        with transaction.atomic():
            order.append("the one who had a turn")
    thread.join()
    assert "the one who waits" in order[:2]


def test_who_waits_longer_than_the_timeout_is_told_so_and_leaves_the_queue(monkeypatch):
    refused = []

    def wait_too_long():
        connection.ensure_connection()
        connection.settings_dict = connection.settings_dict | {"OPTIONS": {"timeout": 0.05}}
        try:
            with transaction.atomic():
                pass
        except OperationalError as error:
            refused.append(str(error))

    with transaction.atomic():
        elsewhere(wait_too_long).join()
    assert refused == ["database is locked"]
    with transaction.atomic():
        pass


def test_who_has_stood_in_line_has_that_much_less_patience_with_a_program_that_does_not_queue(tmp_path, monkeypatch):
    file, asked = tmp_path / "db.sqlite3", []
    options = {**connection.settings_dict["OPTIONS"], "timeout": 0.5}
    own = base.DatabaseWrapper(connection.settings_dict | {"NAME": file, "OPTIONS": options}, "own")
    with own.cursor() as cursor, closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        monkeypatch.setattr(own, "_queue", lambda _line: time.sleep(0.3))
        own.connection.set_trace_callback(asked.append)
        with pytest.raises(OperationalError, match="locked"):
            own.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
        assert asked[1:2] == ["BEGIN IMMEDIATE"] and int(asked[0].removeprefix("PRAGMA busy_timeout = ")) <= 200
        other.execute("COMMIT")
        assert cursor.execute("PRAGMA busy_timeout").fetchone() == (500,), "as long as ever the next time"
    own.close()


def test_a_connection_that_breaks_off_in_its_turn_gives_it_back():
    def break_off():
        connection.ensure_connection()
        connection.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)

    elsewhere(break_off).join()
    with transaction.atomic():
        pass


def test_while_one_thread_waits_for_long_the_others_of_its_process_give_up_and_answer_readers(monkeypatch):
    monkeypatch.setattr(base, "PATIENCE", 0.1)
    told, got = {}, threading.Event()

    def wait(name):
        begun = time.monotonic()
        try:
            with transaction.atomic():
                told[name] = "had a turn"
        except OperationalError:
            told[name] = time.monotonic() - begun
        finally:
            got.set()

    with transaction.atomic():
        first = elsewhere(lambda: wait("first"))
        until(lambda: base._lines[str(connection.settings_dict["NAME"])].waits)
        time.sleep(0.2)
        second = elsewhere(lambda: wait("second"))
        assert got.wait(5)
        second.join()
        assert list(told) == ["second"]
    first.join()
    assert told["first"] == "had a turn"


def test_nobody_gives_up_for_one_who_waits_for_long_while_the_line_moves():
    line, now = base.Line(), time.monotonic()
    line.waits = {1: now - 9, threading.get_ident(): now - 8}
    line.begun = now - 1
    assert not line.another_waits_for_long()
    line.begun = now - 4
    assert line.another_waits_for_long()


def test_each_file_has_a_line_of_its_own(tmp_path):
    names = [tmp_path / "one.sqlite3", tmp_path / "two.sqlite3"]
    one, _two = (base.DatabaseWrapper(connection.settings_dict | {"NAME": name}, "own") for name in names)
    one.ensure_connection()
    one.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    one.close()
    assert [bool(base._lines[str(name)].begun) for name in names] == [True, False]


def test_a_file_that_is_gone_is_not_made_anew_for_who_had_it_open(tmp_path):
    file = tmp_path / "db.sqlite3"
    own = base.DatabaseWrapper(connection.settings_dict | {"NAME": file}, "own")
    own.cursor().execute("CREATE TABLE kept (word)")
    file.rename(tmp_path / "gone")
    own.close_if_unusable_or_obsolete()
    with pytest.raises(OperationalError, match="gone"):
        own.cursor()
    assert not file.exists()


def test_a_file_that_is_gone_is_let_go_of_and_not_made_anew_for_a_page(tmp_path):
    file, gone = tmp_path / "db.sqlite3", tmp_path / "gone"
    own = base.DatabaseWrapper(connection.settings_dict | {"NAME": file}, "own")
    own.cursor().execute("CREATE TABLE kept (word)")
    file.rename(gone)
    with in_haste():
        own.close_if_unusable_or_obsolete()
        assert own.connection is None
        with pytest.raises(OperationalError, match="gone"):
            own.cursor()
        assert not file.exists()
        gone.rename(file)
        own.cursor().execute("INSERT INTO kept VALUES ('word')")
        own.close_if_unusable_or_obsolete()
        assert own.connection is not None, "it is the same file"
    own.close()
