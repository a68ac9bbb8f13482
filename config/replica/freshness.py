"""Whether the replica knows what the primary knows.

PostgreSQL numbers all that it writes. A replica that has replayed as far as the primary has written at this moment has
everything that was ever acknowledged: to whom read, who wrote, and to whoever was told of it. Asking costs two short
queries, and no clock, cookie or guess about the lag.
"""

import logging
import time
from enum import Enum

from django.db import DatabaseError, InterfaceError, connections

from config.replica.router import PRIMARY, REPLICA

log = logging.getLogger(__name__)

PAUSE = 5  # seconds until a replica that could not be asked is asked again

_not_before = 0.0  # time.monotonic()


class Replica(Enum):
    FRESH = "fresh"  # has all that was written
    BEHIND = "behind"  # or away: the primary answers
    ALONE = "alone"  # the primary is away: who only reads gets what the replica has


def asked() -> Replica:
    """How the replica stands at this moment. Raises nothing: what can't be asked is away."""
    global _not_before
    if time.monotonic() < _not_before:
        return Replica.BEHIND
    try:
        written = _one(PRIMARY, "SELECT pg_current_wal_insert_lsn()::text")
    except (DatabaseError, InterfaceError):
        written = None
        _close(PRIMARY)
    try:
        if written is None:
            _one(REPLICA, "SELECT 1")
            return Replica.ALONE
        fresh = _one(REPLICA, "SELECT NOT pg_is_in_recovery() OR pg_last_wal_replay_lsn() >= %s::pg_lsn", written)
        return Replica.FRESH if fresh else Replica.BEHIND
    except (DatabaseError, InterfaceError):
        log.warning("The replica does not answer; the primary is asked for %s s", PAUSE)
        _not_before = time.monotonic() + PAUSE
        _close(REPLICA)
        return Replica.BEHIND


def _one(database: str, sql: str, *values):
    with connections[database].cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchone()[0]


def _close(database: str) -> None:
    connections[database].close_if_unusable_or_obsolete()
