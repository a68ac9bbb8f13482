"""Moving everything to another database, SQLite to PostgreSQL or back: the same rows, numbers and times.

One transaction on each side. The old database is only read, and nobody can write to it meanwhile; what was written to
the new one is read again and compared, row by row, before it is committed.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass

from django.core.management import call_command
from django.db import DatabaseError, connections, models, transaction
from django.db.migrations.recorder import MigrationRecorder

from blog.backups import sequences
from blog.backups.tables import models as all_models

BATCH = 1000  # rows
OLD, NEW = "default", "moved_to"


class NotMoved(Exception):
    """Nothing was moved. The message says why, and what to do."""


@dataclass(frozen=True)
class Moved:
    tables: int
    rows: int


def move(to: dict, say: Callable[[str], None] = lambda line: None) -> Moved:
    """Copies every row into the empty database `to` (a dictionary of DATABASES). Raises NotMoved.

    Sessions move too, so that people stay signed in. Must not be called in a transaction.
    """
    _connect(to)
    try:
        _refuse_unfit()
        call_command("migrate", database=NEW, interactive=False, verbosity=0)
        tables = [*all_models(), MigrationRecorder.Migration]
        with transaction.atomic(using=OLD), transaction.atomic(using=NEW):
            _keep_still(tables)
            rows = 0
            for model in tables:
                _rows_of(model, NEW).delete()  # what migrating put there: types of content and their permissions
            for model in tables:
                rows += _copy(model, lambda count, of=model: say(f"copied {count} rows of {of._meta.db_table}"))
            for model in tables:
                say(f"comparing {model._meta.db_table}")
                if rows_hash(model, OLD) != rows_hash(model, NEW):
                    raise NotMoved(f"{model._meta.db_table} would not be the same in the other database.")
            sequences.carry_over(connections[OLD], connections[NEW], tables)
            connections[NEW].check_constraints()
    except DatabaseError as error:
        raise NotMoved(f"The databases could not do it: {' '.join(str(error).split())[:300]}") from error
    finally:
        connections[NEW].close()
        del connections[NEW]
    return Moved(len(tables), rows)


def _connect(to: dict) -> None:
    """Makes `connections[NEW]`: for this thread alone, and not one of the site's databases."""
    connections.settings[NEW] = connections.configure_settings({"default": to})["default"]
    try:
        connections[NEW] = connections.create_connection(NEW)
    finally:
        del connections.settings[NEW]


def rows_hash(model: type[models.Model], using: str) -> str:
    """A hash of all rows of a model, whatever the order a database has for them."""
    fields = model._meta.concrete_fields
    total = 0
    for row in _rows_of(model, using).values_list(*(field.attname for field in fields)).iterator(BATCH):
        told = json.dumps([_told(value) for value in row], sort_keys=True)
        total += int.from_bytes(hashlib.sha256(told.encode()).digest())
    return f"{total % (1 << 256):064x}"


def _told(value):
    return value if isinstance(value, str | int | float | bool | list | dict | None) else repr(value)


def _rows_of(model: type[models.Model], using: str) -> models.QuerySet:
    """All rows: a model's own manager might hide some."""
    return models.QuerySet(model, using=using)


def _refuse_unfit() -> None:
    old, new = connections[OLD], connections[NEW]
    same = ("ENGINE", "NAME", "HOST", "PORT")
    if [str(old.settings_dict[key]) for key in same] == [str(new.settings_dict[key]) for key in same]:
        raise NotMoved("That is the database you have: name another one.")
    here = old.introspection.table_names()
    if [model for model in all_models() if model._meta.db_table not in here]:
        raise NotMoved("This database is not up to date: run manage.py migrate first.")
    there = new.introspection.table_names()
    for model in all_models():
        if model._meta.app_label in ("contenttypes", "auth"):
            continue
        if model._meta.db_table in there and _rows_of(model, NEW).exists():
            raise NotMoved("There is something in that database already: name an empty one. Nothing was changed.")


def _keep_still(tables: list) -> None:
    """Nobody writes to the old database until this transaction ends: on SQLite it has the write lock anyway."""
    if connections[OLD].vendor == "postgresql":
        names = ", ".join(connections[OLD].ops.quote_name(model._meta.db_table) for model in tables)
        with connections[OLD].cursor() as cursor:
            cursor.execute(f"LOCK TABLE {names} IN SHARE MODE")


def _copy(model: type[models.Model], say: Callable[[int], None]) -> int:
    batch, count = [], 0
    for row in _rows_of(model, OLD).iterator(BATCH):
        batch.append(row)
        if len(batch) == BATCH:
            count += _write(model, batch)
            batch = []
            say(count)
    return count + _write(model, batch)


def _write(model: type[models.Model], batch: list) -> int:
    _rows_of(model, NEW).bulk_create(batch)
    return len(batch)
