"""Where a query goes: to the replica while a request reads from it, else to the primary."""

from contextlib import contextmanager
from contextvars import ContextVar

PRIMARY, REPLICA = "default", "replica"

_reads = ContextVar("reads", default=PRIMARY)


@contextmanager
def reading_from(database: str):
    """Within, queries that only read go to `database` (PRIMARY or REPLICA), until the first that writes."""
    before = _reads.set(database)
    try:
        yield
    finally:
        _reads.reset(before)


class ReplicaRouter:
    """One of Django's DATABASE_ROUTERS."""

    def db_for_read(self, model, **hints):
        return _reads.get()

    def db_for_write(self, model, **hints):
        _reads.set(PRIMARY)  # who writes reads what they wrote
        return PRIMARY

    def allow_relation(self, one, other, **hints):
        return True  # a row is the same row on either

    def allow_migrate(self, db, app_label, **hints):
        return False if db == REPLICA else None
