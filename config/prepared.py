"""A query that is asked at every request, made into SQL once.

Django makes the SQL of a query anew each time it is asked. For a large one, that takes ten times as long as SQLite
takes to answer it. So such a query is built and compiled once for each connection, with marks in the places of what
changes; to ask it is to put values there.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from weakref import WeakKeyDictionary

from django.db import connections, router
from django.db.models import Model, QuerySet


class Prepared:
    """`build` takes what changes by name and returns a queryset of `model` that ends in `.values(...)`.

    `kinds` says what each of these is: int or datetime. The SQL must not depend on them, so none may be None.
    """

    def __init__(self, model: type[Model], build: Callable[..., QuerySet], **kinds: type):
        self.model, self.build, self._made = model, build, WeakKeyDictionary()
        self.marks = {
            name: 900_000_000_001 + place if kind is int else datetime(9000 + place, 1, 1, tzinfo=UTC)
            for place, (name, kind) in enumerate(kinds.items())
        }

    def __call__(self, **values: int | datetime) -> list[dict]:
        """The rows, as `.values()` has them. One query."""
        # What the router answers may differ from one request to the next, so it is asked each time.
        connection = connections[router.db_for_read(self.model)]
        compiler, sql, places, names = self._made.get(connection) or self._make(connection)
        values = {name: _adapted(connection, value) for name, value in values.items()}
        with connection.cursor() as cursor:
            cursor.execute(sql, [values[name] if name else fixed for name, fixed in places])
            rows = cursor.fetchall()
        return [dict(zip(names, row, strict=False)) for row in compiler.results_iter([rows])]

    def _make(self, connection) -> tuple:
        query = self.build(**self.marks).query
        compiler = query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        adapted = {_adapted(connection, mark): name for name, mark in self.marks.items()}
        places = [(adapted.get(param), param) for param in params]
        made = compiler, sql, places, list(query.selected)
        self._made[connection] = made
        return made


def _adapted(connection, value):
    return connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value
