"""A query that is asked at every request, made into SQL once.

Django makes the SQL of a query anew each time it is asked. For a large one, that takes ten times as long as SQLite
takes to answer it. So such a query is built and compiled once for each connection, with marks in the places of what
changes; to ask it is to put values there.
"""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from uuid import UUID

from django.conf import settings
from django.db import connections, router
from django.db.models import Model, QuerySet
from django.db.models.base import ModelState
from django.db.models.query import ModelIterable
from django.db.models.signals import post_init, pre_init

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
        self.model, self.build, self.kinds = model, build, kinds
        self._route = router.db_for_write if locks else router.db_for_read
        self._numbers = [name for name, kind in kinds.items() if kind is int]

    def __call__(self, **values: int | str | datetime | UUID) -> list:
        """What the queryset would give, as a list. One query; none for a number that no column can hold."""
        for name in self._numbers:
            if values[name].bit_length() > 63:
                return []
        # What the router answers may differ from one request to the next, so it is asked each time.
        return self.on(connections[self._route(self.model)]).ask(values)

    def on(self, connection) -> "_Made":
        """The query as that connection asks it."""
        made = made_for(connection)
        if self not in made:
            marks = {name: _MARKS[kind](place) for place, (name, kind) in enumerate(self.kinds.items())}
            made[self] = _Made(connection, self.build(**marks), marks)
        return made[self]


def made_for(connection) -> dict:
    """What was made for a connection, which goes with it."""
    try:
        return connection.prepared
    except AttributeError:
        connection.prepared = {}
        return connection.prepared


class _Made:
    """The query as one connection asks it. It stands for the compiler of its queryset, which makes rows of answers."""

    def __init__(self, connection, queryset: QuerySet, marks: dict):
        query = queryset.query
        self._compiler = query.get_compiler(connection=connection)
        self.sql, params = self._compiler.as_sql()
        adapters = {name: _adapter(connection, mark) for name, mark in marks.items()}
        self._adapters = {name: adapter for name, adapter in adapters.items() if adapter is not None}
        names = {adapters[name](mark) if name in self._adapters else mark: name for name, mark in marks.items()}
        self._places = [(names.get(param), param) for param in params]
        self._converters = self._compiler.get_converters([one[0] for one in self._compiler.select])
        self._connection, self._rows = connection, []
        self._cursor = self._opened = None
        self._in_debug = settings.DEBUG
        queryset._db, queryset._query = connection.alias, _Query(query, self)
        self._each = _plain_rows(self, queryset) or queryset._iterable_class(queryset)

    def ask(self, values: dict) -> list:
        """`values` are made over into what the database takes."""
        for name, adapter in self._adapters.items():
            values[name] = adapter(values[name])
        params = [values[name] if name else fixed for name, fixed in self._places]
        cursor = self._open_cursor()
        cursor.execute(self.sql, params)
        try:
            rows = cursor.cursor.fetchall()
        except self._connection.Database.Error:
            with self._connection.wrap_database_errors:
                raise
        self._rows = self._compiler.apply_converters(rows, self._converters) if self._converters else rows
        return list(self._each)

    def _open_cursor(self):
        """One for as long as the connection stays open; another each time where every statement is to be seen."""
        connection = self._connection
        if connection.force_debug_cursor or self._in_debug:
            return connection.cursor()
        if connection.health_check_enabled:  # a server that was restarted meanwhile has cut it
            connection.close_if_health_check_failed()
        if self._cursor is None or connection.connection is not self._opened:
            self._cursor = connection.cursor()
            self._opened = connection.connection
        return self._cursor

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


class _PlainRows:
    """Rows of a model as objects, as Model.from_db makes them, but that no signal is sent which nobody hears."""

    def __init__(self, made: _Made, model: type[Model], names: list[str], alias: str):
        self._made, self._model, self._names, self._alias = made, model, names, alias

    def __iter__(self):
        for row in self._made.results_iter():
            one = self._model.__new__(self._model)
            one._state = state = ModelState()
            state.adding, state.db = False, self._alias
            one.__dict__.update(zip(self._names, row, strict=True))
            yield one


def _plain_rows(made: _Made, queryset: QuerySet) -> Iterable | None:
    """None where there is more to a row than columns of its model, or more to the model than Django's own."""
    model = queryset.model
    own = made.klass_info["select_fields"] if made.klass_info else []
    plain = (
        queryset._iterable_class is ModelIterable
        and not made.annotation_col_map
        and own == list(range(len(made.select)))
        and model.__init__ is Model.__init__
        and model.from_db.__func__ is Model.from_db.__func__
        and not any(signal.has_listeners(model) for signal in (pre_init, post_init))
    )
    names = [made.select[place][0].target.attname for place in own] if plain else []
    return _PlainRows(made, model, names, queryset._db) if plain else None


def _adapter(connection, mark) -> Callable | None:
    """What makes a value of the kind of `mark` one that the database takes; None where it takes it as it is."""
    if isinstance(mark, datetime):
        return connection.ops.adapt_datetimefield_value
    if isinstance(mark, UUID) and not connection.features.has_native_uuid_field:
        return lambda value: value.hex
    return None
