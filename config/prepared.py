"""A query that is asked at every request, made into SQL once; and a row that is inserted at every post, too.

Django makes the SQL of a query anew each time it is asked. For a large one, that takes ten times as long as SQLite
takes to answer it. So such a query is built and compiled once for each connection, with marks in the places of what
changes; to ask it is to put values there.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID
from weakref import WeakKeyDictionary

from django.db import connections, router
from django.db.models import Model, QuerySet
from django.db.models.sql import InsertQuery

_MARKS = {
    int: lambda place: 900_000_000_001 + place,
    str: lambda place: f"\0{place}\0",
    datetime: lambda place: datetime(9000 + place, 1, 1, tzinfo=UTC),
    UUID: lambda place: UUID(int=(0xFADE << 64) + place),
}


class Prepared:
    """`build` takes what changes by name and returns a queryset of `model`, of any kind: rows, `.values()`, locked.

    `kinds` says what each is: int, str, datetime or UUID. The SQL must not depend on them, so none may be None.
    `locks` says that the rows are locked (select_for_update): such a query goes where one writes.
    """

    def __init__(self, model: type[Model], build: Callable[..., QuerySet], *, locks: bool = False, **kinds: type):
        self.model, self.build, self._made = model, build, WeakKeyDictionary()
        self._route = router.db_for_write if locks else router.db_for_read
        self.marks = {name: _MARKS[kind](place) for place, (name, kind) in enumerate(kinds.items())}

    def __call__(self, **values: int | str | datetime | UUID) -> list:
        """What the queryset would give, as a list. One query; none for a number that no column can hold."""
        if any(isinstance(value, int) and value.bit_length() > 63 for value in values.values()):
            return []
        # What the router answers may differ from one request to the next, so it is asked each time.
        connection = connections[self._route(self.model)]
        made = self._made.get(connection) or self._make(connection)
        return made.ask({name: _adapted(connection, value) for name, value in values.items()})

    def _make(self, connection) -> "_Made":
        made = self._made[connection] = _Made(connection, self.build(**self.marks), self.marks)
        return made


class Inserted(Model):
    """A model whose rows come one at a time and often. `save` does all that it does, but for making the SQL anew."""

    class Meta:
        abstract = True

    def _do_insert(self, manager, using, fields, returning_fields, raw):
        values = [getattr(self, one.attname) if raw else one.pre_save(self, add=True) for one in fields]
        if any(hasattr(value, "resolve_expression") for value in values):  # then its SQL stands in the statement
            return super()._do_insert(manager, using, fields, returning_fields, raw)
        connection = connections[using]
        made = _inserts.setdefault(connection, {})
        kind = type(self), len(fields)  # with a number of its own, or without
        if kind not in made:
            query = InsertQuery(type(self))
            query.insert_values(fields, [self], raw=raw)
            compiler = query.get_compiler(using)
            compiler.returning_fields = returning_fields
            ((made[kind], _params),) = compiler.as_sql()
        pairs = zip(fields, values, strict=True)
        with connection.cursor() as cursor:
            cursor.execute(made[kind], [one.get_db_prep_save(value, connection) for one, value in pairs])
            return [cursor.fetchone()] if returning_fields else []


_inserts = WeakKeyDictionary()


class _Made:
    """The query as one connection asks it. It stands for the compiler of its queryset, which makes rows of answers."""

    def __init__(self, connection, queryset: QuerySet, marks: dict):
        query = queryset.query
        self._compiler = query.get_compiler(connection=connection)
        self._sql, params = self._compiler.as_sql()
        adapted = {_adapted(connection, mark): name for name, mark in marks.items()}
        self._places = [(adapted.get(param), param) for param in params]
        self._converters = self._compiler.get_converters([one[0] for one in self._compiler.select])
        self._connection, self._rows = connection, []
        queryset._db, queryset._query = connection.alias, _Query(query, self)
        self._each = queryset._iterable_class(queryset)

    def ask(self, values: dict) -> list:
        with self._connection.cursor() as cursor:
            cursor.execute(self._sql, [values[name] if name else fixed for name, fixed in self._places])
            rows = cursor.fetchall()
        self._rows = self._compiler.apply_converters(rows, self._converters) if self._converters else rows
        return list(self._each)

    def execute_sql(self, **_how) -> None:
        """Done already."""

    def results_iter(self, _results=None, *, tuple_expected: bool = False, **_how):
        return map(tuple, self._rows) if tuple_expected else self._rows

    def __getattr__(self, name: str):
        return getattr(self._compiler, name)


class _Query:
    """A query whose compiler is the one that has been asked."""

    def __init__(self, query, made: _Made):
        self._query, self._made = query, made

    def get_compiler(self, using=None, connection=None, **_how) -> _Made:
        return self._made

    def __getattr__(self, name: str):
        return getattr(self._query, name)


def _adapted(connection, value):
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, UUID) and not connection.features.has_native_uuid_field:
        return value.hex
    return value
