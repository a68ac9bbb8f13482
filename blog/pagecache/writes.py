"""Whatever writes to the database passes here: pages that show what a transaction has changed are no longer good.

An act that knows what readers see of it announces it (blog.pagecache.changes), for the tables it names. What is written
to any other table that readers see something of, by whatever door (a view, a command, a shell), changes everything.
"""

import logging

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

from blog.pagecache import house
from blog.pagecache.tables import UNKNOWN, table_changed
from blog.pagecache.tags import ANYTHING, EVERYTHING

log = logging.getLogger(__name__)


class Writes:
    """What the transaction of one connection has written and nobody has announced, and what was announced."""

    def __init__(self, connection: BaseDatabaseWrapper):
        self._connection = connection
        self._commit, self._rollback = connection._commit, connection._rollback
        connection._commit, connection._rollback = self.commit, self.rollback
        connection.execute_wrappers.append(self)
        self._forget()

    def announce(self, tables: set[str], tags: set[str], gone: set[str]) -> None:
        """What was just written to `tables` changes what `tags` name; `gone`, those of them of which something is gone.

        What is written to them afterwards must be announced again. Outside of a transaction nothing is announced.
        """
        if not self._connection.in_atomic_block:
            return
        self._written -= tables
        self._tags |= tags
        self._gone |= gone

    def __call__(self, execute, sql, params, many, context):
        table = table_changed(sql if isinstance(sql, str) else str(sql))
        if not table:
            return execute(sql, params, many, context)
        if self._connection.in_atomic_block or not self._connection.get_autocommit():
            result = execute(sql, params, many, context)
            if table == UNKNOWN or context["cursor"].rowcount != 0:
                self._written.add(table)
            return result
        self._written.add(table)
        return self._around(lambda: execute(sql, params, many, context))

    def commit(self):
        return self._around(self._commit)

    def rollback(self):
        self._forget()
        return self._rollback()

    def _around(self, act):
        tags, gone = self._tags, self._gone
        if self._written:
            tags, gone = {EVERYTHING}, {EVERYTHING}
        if not tags:
            self._forget()
            return act()
        tags = tags | {ANYTHING}
        generations = house.generations()
        try:
            generations.begin(tags)
            return act()
        finally:
            self._forget()
            generations.settle(tags, gone)

    def _forget(self) -> None:
        self._written, self._tags, self._gone = set(), set(), set()


def writes_of(connection: BaseDatabaseWrapper) -> Writes:
    found = getattr(connection, "page_writes", None)
    if found is None:
        found = connection.page_writes = Writes(connection)
    return found


def writes() -> Writes:
    """Those of the connection that acts write by."""
    return writes_of(connections[DEFAULT_DB_ALIAS])


def _listen(connection, **_signal) -> None:
    if connection.alias != "cache":  # rate limits, in a file of their own: no reader sees them
        writes_of(connection)


def listen() -> None:
    """From now on, in this process. Once."""
    connection_created.connect(_listen, dispatch_uid="page cache")
