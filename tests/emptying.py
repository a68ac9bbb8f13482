"""After a test that commits, the database is as it was before the first, in a hundredth of the time of Django's flush.

The flush empties each table, however few of them a test has filled, and then lets every application write again what
stands in a new database: the kinds of rows and the permissions. Here only tables with rows in them are emptied, and
what stands in a new database stays; unless a test has changed that, which the flush puts right.
"""

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import DEFAULT_DB_ALIAS, connection, transaction
from django.test import TransactionTestCase

KEPT = (ContentType, Permission)


def _kept() -> list[tuple]:
    return [tuple(row) for model in KEPT for row in model.objects.order_by("pk").values_list()]


def take_over() -> None:
    """From here on, every transactional test ends this way. The database is new: nothing has been written to it."""
    quote = connection.ops.quote_name
    tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
    tables = sorted(set(tables) - {model._meta.db_table for model in KEPT})
    filled = " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {quote(name)})" for name in tables)  # noqa: S608 (names of ours)
    flush, new = TransactionTestCase._fixture_teardown, _kept()

    def empty(case) -> None:
        plain = case.available_apps is None and not case.serialized_rollback
        if not plain or case._databases_names(include_mirrors=False) != [DEFAULT_DB_ALIAS]:
            return flush(case)
        # Keys are looked at when all is gone: no table has to wait for another.
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(filled)
            for (name,) in cursor.fetchall():
                cursor.execute(f"DELETE FROM {quote(name)}")  # noqa: S608 (a name of ours)
        if _kept() != new:
            flush(case)
            new[:] = _kept()

    TransactionTestCase._fixture_teardown = empty
