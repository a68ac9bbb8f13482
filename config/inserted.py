"""A row that is inserted at every post, by SQL that is made once (see prepared)."""

from django.db import connections, router, transaction
from django.db.models import CharField, Field, ForeignKey, IntegerField, JSONField, Model, TextField
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
        one._state = ModelState()
        for field in cls._meta.concrete_fields:
            given = field.name if field.name in values else field.attname
            value = values.pop(given) if given in values else field.get_default()
            if isinstance(value, Model):
                field.set_cached_value(one, value)
                value = value.pk
            one.__dict__[field.attname] = value
        if values:
            raise TypeError(f"{cls.__name__} has no field {', '.join(values)}")
        made = made_for(connection)
        if cls not in made:
            made[cls] = _insertion(connection, one)
        sql, fields = made[cls]
        with transaction.mark_for_rollback_on_error(using), connection.cursor() as cursor:
            cursor.execute(sql, [_stored(field, one.__dict__[field.attname], connection) for field in fields])
            (one.pk,) = cursor.fetchone()
        one._state.adding, one._state.db = False, using
        return one


def _insertion(connection, one: Inserted) -> tuple[str, list[Field]]:
    """How a row like this one is written: the statement, which returns its number, and the fields it takes."""
    meta = one._meta
    fields = [field for field in meta.concrete_fields if field is not meta.pk]
    query = InsertQuery(type(one))
    query.insert_values(fields, [one])
    compiler = query.get_compiler(connection=connection)
    compiler.returning_fields = [meta.pk]
    ((sql, _params),) = compiler.as_sql()
    return sql, fields


def _stored(field: Field, value, connection):
    """A value as the database takes it: of most kinds as it is."""
    if value is None and not isinstance(field, JSONField):
        return None
    if type(value) in (int, bool) and isinstance(field, (IntegerField, ForeignKey)):
        return value
    if type(value) is str and isinstance(field, (CharField, TextField)):
        return value
    return field.get_db_prep_save(value, connection)
