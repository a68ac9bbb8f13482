"""A row that is inserted at every post, by SQL that is made once (see prepared)."""

from collections.abc import Callable
from functools import partial
from types import NoneType

from django.db import connections, router, transaction
from django.db.models import CharField, DateTimeField, Field, ForeignKey, IntegerField, JSONField, Model, TextField
from django.db.models.base import ModelState
from django.db.models.sql import InsertQuery

from config.prepared import made_for


class Inserted(Model):
    """A model of which rows are written one at a time and often, and then by `insert`."""

    class Meta:
        abstract = True

    @classmethod
    def insert(cls, **values):
        """Writes a new row and returns it, as `objects.create` does. Its SQL is made once, no signal is sent, and the
        model's `save` is not asked: what that sees to is to be in `values` (by name of field; the rest has its
        default).
        """
        using = router.db_for_write(cls)
        connection, one = connections[using], cls.__new__(cls)
        one._state, row = ModelState(), one.__dict__
        for field in cls._meta.concrete_fields:
            name, column = field.name, field.attname
            if name in values:
                row[column] = value = values.pop(name)
                if column != name:  # of a foreign key, the object
                    field.set_cached_value(one, value)
                    row[column] = None if value is None else value.pk
            else:
                row[column] = values.pop(column) if column in values else field.get_default()
        if values:
            raise TypeError(f"{cls.__name__} has no field {', '.join(values)}")
        made = made_for(connection)
        if cls not in made:
            made[cls] = _insertion(connection, one)
        sql, columns = made[cls]
        stored = [
            value if type(value := row[column]) in as_it_is else adapted(value) for column, as_it_is, adapted in columns
        ]
        with transaction.mark_for_rollback_on_error(using), connection.cursor() as cursor:
            cursor.execute(sql, stored)
            (one.pk,) = cursor.fetchone()
        one._state.adding, one._state.db = False, using
        return one


def _insertion(connection, one: Inserted) -> tuple[str, list[tuple]]:
    """How a row like this one is written: the statement, which returns its number, and for each column its name, the
    types of which a value is taken as it is, and what makes any other one that the database takes.
    """
    meta = one._meta
    fields = [field for field in meta.concrete_fields if field is not meta.pk]
    query = InsertQuery(type(one))
    query.insert_values(fields, [one])
    compiler = query.get_compiler(connection=connection)
    compiler.returning_fields = [meta.pk]
    ((sql, _params),) = compiler.as_sql()
    return sql, [(field.attname, _as_it_is(field), _adapted(field, connection)) for field in fields]


def _as_it_is(field: Field) -> tuple[type, ...]:
    if isinstance(field, JSONField):
        return ()
    if isinstance(field, (IntegerField, ForeignKey)):
        return (int, bool, NoneType)
    return (str, NoneType) if isinstance(field, (CharField, TextField)) else (NoneType,)


def _adapted(field: Field, connection) -> Callable:
    if isinstance(field, DateTimeField):
        return connection.ops.adapt_datetimefield_value
    return partial(field.get_db_prep_save, connection=connection)
