"""What is in the database, in a form two moments can be compared by."""

import hashlib
from functools import cache

from django.apps import apps
from django.db import connection

# Looking around may leave a message or a draft in a session, and signing in makes one.
LEFT_OUT = ("sessions", "usersessions")


def rows() -> dict[str, str]:
    """A hash of the rows of every table, those between two models included, but not of the sessions'."""
    found = {}
    # Past Django's own cursor: what is counted or watched of a page's queries has no part in it.
    connection.ensure_connection()
    cursor = connection.connection.cursor()
    for label, sql in _queries(connection.vendor):
        cursor.execute(sql)
        found[label] = hashlib.sha256(repr(cursor.fetchall()).encode()).hexdigest()
    cursor.close()
    return found


@cache
def _queries(_vendor: str) -> tuple[tuple[str, str], ...]:
    """Each model's label and the query of its rows. Made once: a test may compare some hundred times."""
    quoted = connection.ops.quote_name
    return tuple(
        (model._meta.label, f"SELECT * FROM {quoted(model._meta.db_table)} ORDER BY {quoted(model._meta.pk.column)}")  # noqa: S608 (names of ours)
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label not in LEFT_OUT and not model._meta.proxy
    )
