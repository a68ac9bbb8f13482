"""Django's SQLite backend, with a fair queue for the one write lock.

SQLite lets whoever waits for its write lock sleep for up to 100 ms and look again, and nobody keeps a place: with
sixteen people posting at once, the unluckiest waited for seconds while later ones went past. So a transaction queues
before it begins: it passes a gate, waits behind it for its turn, and lets go of the gate only when it has the turn.
Whoever has just had a turn must pass the gate again, so it can't overtake the one who waits inside. Both are
advisory locks (flock) of files beside the database, which the kernel frees when a process dies. Programs that don't
queue (a backup, the sqlite3 shell) are not stopped by them, and SQLite's own lock still guards every write.

While such a program holds the lock for long, one thread of a process waits for it, and the others give up: a server
has two threads in a process, and readers need one of them.
"""

import fcntl
import os
import sqlite3
import threading
import time
from collections import defaultdict
from datetime import datetime, tzinfo
from functools import lru_cache
from pathlib import Path

from django.db import OperationalError
from django.db.backends.sqlite3 import base, operations
from django.utils.dateparse import parse_datetime

from config.patience import somebody_waits

# Seconds between two looks at a lock. A turn takes about two milliseconds, and the one who is next looks often, so that
# little time goes by between two turns.
LOOK, LOOK_NEXT = 0.001, 0.0002
MOMENT = 0.1  # seconds in line that are not counted
PATIENCE = 3.0  # seconds that one thread has waited when the others of its process give up


class Line:
    """Who of this process waits to write one file: its threads, since when. `begun` is when one of them last had a
    turn: while they have turns, nobody holds the lock for long, the line is.
    """

    def __init__(self):
        self.waits: dict[int, float] = {}
        self.begun = 0.0

    def another_waits_for_long(self) -> bool:
        since, eldest = min((since, thread) for thread, since in self.waits.copy().items())
        return eldest != threading.get_ident() and time.monotonic() > max(since, self.begun) + PATIENCE


_lines: defaultdict[str, Line] = defaultdict(Line)  # by the file: the cache's has one of its own


class Cursor(base.SQLiteCursorWrapper):
    """Django's. It writes a statement in SQLite's way (? for %s) once, not each time that it is used."""

    def convert_query(self, query, *, param_names=None):
        return _in_sqlites_way(query) if param_names is None else super().convert_query(query, param_names=param_names)


@lru_cache(1024)
def _in_sqlites_way(query: str) -> str:
    return base.SQLiteCursorWrapper.convert_query(None, query)


# A page of two hundred comments reads as many moments, and the next time the same. Kept, each is the same object: made
# once, and hashed once for all that is found by it.
@lru_cache(10_000)
def _read(moment: bytes) -> datetime | None:
    return parse_datetime(moment.decode())


@lru_cache(10_000)
def _in_zone(moment: datetime, zone: tzinfo) -> datetime:
    return moment.replace(tzinfo=zone)


sqlite3.register_converter("datetime", _read)


class DatabaseOperations(operations.DatabaseOperations):
    """Django's. Moments are stored in UTC, are UTC everywhere, and come and go by the hundred."""

    def adapt_datetimefield_value(self, value):
        if type(value) is datetime and value.tzinfo is self.connection.timezone is not None:
            return str(value.replace(tzinfo=None))
        return super().adapt_datetimefield_value(value)

    def convert_datetimefield_value(self, value, expression, connection):
        if value is None:
            return None
        if type(value) is datetime:
            return _in_zone(value, connection.timezone)
        return super().convert_datetimefield_value(value, expression, connection)


class DatabaseWrapper(base.DatabaseWrapper):
    ops_class = DatabaseOperations
    gate = turn = None  # file descriptors
    file = None  # which was opened, by its place on the disk

    def get_new_connection(self, conn_params):
        """Opens the file. One that is gone is not made anew for who asks for a page or had it: it may be on its way
        back.
        """
        expected = somebody_waits.get() or self.file is not None
        if expected and not self.is_in_memory_db() and _place_of(self.settings_dict["NAME"]) is None:
            raise sqlite3.OperationalError("the file is gone")
        connection = super().get_new_connection(conn_params)
        self.file = _place_of(self.settings_dict["NAME"])
        return connection

    def create_cursor(self, name=None):
        return self.connection.cursor(factory=Cursor)

    def close_if_unusable_or_obsolete(self):
        """Asked at each request: a file that is gone, or another, is let go of."""
        if self.connection is not None and not self.in_atomic_block:
            if self.file != _place_of(self.settings_dict["NAME"]):
                self.close()
        super().close_if_unusable_or_obsolete()

    def _start_transaction_under_autocommit(self):
        line, me, since = _lines[str(self.settings_dict["NAME"])], threading.get_ident(), time.monotonic()
        line.waits[me] = since
        try:
            self._queue(line)
            self._begin(time.monotonic() - since)
            line.begun = time.monotonic()
        except BaseException:
            self._leave()
            raise
        finally:
            del line.waits[me]

    def _begin(self, waited: float):
        """Waits for SQLite's own lock: who has stood in line for a while has that much less patience left."""
        if waited < MOMENT:
            return super()._start_transaction_under_autocommit()
        self._sqlite_waits(max(self._patience - waited, 0))
        try:
            super()._start_transaction_under_autocommit()
        finally:
            self._sqlite_waits(self._patience)

    def _sqlite_waits(self, seconds: float):
        self.connection.execute(f"PRAGMA busy_timeout = {int(seconds * 1000)}").close()

    @property
    def _patience(self) -> float:
        return self.settings_dict["OPTIONS"].get("timeout", 5)

    def _commit(self):
        try:
            return super()._commit()
        finally:
            self._leave()

    def _rollback(self):
        try:
            return super()._rollback()
        finally:
            self._leave()

    def _close(self):
        try:
            return super()._close()
        finally:
            for file in (self.gate, self.turn):
                if file is not None:
                    os.close(file)
            self.gate = self.turn = None

    def _queue(self, line: Line):
        if self.is_in_memory_db():
            return
        if self.turn is None:
            self.gate = self.gate if self.gate is not None else self._opened("gate")
            self.turn = self._opened("turn")
        deadline = time.monotonic() + self._patience
        try:
            _lock(self.gate, deadline, LOOK, line)
            _lock(self.turn, deadline, LOOK_NEXT, line)
        finally:
            fcntl.flock(self.gate, fcntl.LOCK_UN)

    def _opened(self, part: str) -> int:
        name = Path(self.settings_dict["NAME"])
        try:
            return os.open(name.with_name(f"{name.name}-{part}"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:  # a disk that is full, or may only be read
            raise OperationalError(f"no place in the queue: {error}") from error

    def _leave(self):
        if self.turn is not None:
            fcntl.flock(self.turn, fcntl.LOCK_UN)


def _place_of(name) -> tuple[int, int] | None:
    try:
        found = os.stat(name)
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _lock(file: int, deadline: float, look: float, line: Line) -> None:
    while True:
        try:
            return fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline or line.another_waits_for_long():
                raise OperationalError("database is locked") from None
            time.sleep(look)
