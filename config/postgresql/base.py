"""Django's PostgreSQL backend, for which a page does not wait longer than people do.

A server that was killed says so at once. One that hangs (its process is stopped, its disk does not answer) keeps its
connections and says nothing, while the kernel goes on taking what is sent; libpq would wait for ever. So an answer is
waited for some seconds, and when none came, nobody of this process asks again for a moment: then a page that is kept
may stand for one that can't be made, and writers get their text back.
"""

import time
from functools import partial

import psycopg
from django.db.backends.postgresql import base
from psycopg.pq import TransactionStatus

from config.patience import somebody_waits

PATIENCE = 5.0  # seconds for an answer
PAUSE = 1.0  # seconds in which nobody asks one that gave none

_away_until: dict[str, float] = {}  # of each database, for all threads of this process


class DatabaseWrapper(base.DatabaseWrapper):
    def get_new_connection(self, conn_params):
        if somebody_waits.get() and time.monotonic() < _away_until.get(self.alias, 0):
            raise psycopg.OperationalError("gave no answer a moment ago")
        try:
            connection = super().get_new_connection(conn_params)
        except psycopg.OperationalError:
            self._note_away()
            raise
        connection.wait = partial(self._wait, connection)
        return connection

    def _wait(self, connection: psycopg.Connection, gen, *values, **named):
        """Connection.wait, which every question goes through."""
        wait = partial(type(connection).wait, connection, gen, *values)
        if not somebody_waits.get():
            return wait(**named)
        try:
            return wait(**{"timeout": PATIENCE} | named)
        except psycopg.OperationalError:
            if connection.pgconn.transaction_status == TransactionStatus.ACTIVE:  # the question stands, unanswered
                connection.pgconn.finish()
                self._note_away()
            raise

    def _note_away(self) -> None:
        _away_until[self.alias] = time.monotonic() + PAUSE
