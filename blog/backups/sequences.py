"""The next number of each table: carried over, so that the number of a deleted row is never given again."""

from django.db.models import AutoField, BigAutoField, SmallAutoField


def carry_over(old, new, tables: list) -> None:
    """Makes `new` (a connection) go on where `old` would have, for these models."""
    for model in tables:
        key = model._meta.pk
        if isinstance(key, AutoField | BigAutoField | SmallAutoField):
            _set(new, model._meta.db_table, key.column, _last(old, model._meta.db_table, key.column))


def _last(connection, table: str, column: str) -> int:
    """The last number that was given in a table; 0 where none was."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
            found = cursor.fetchone()
            return found[0] if found else 0
        cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [f'"{table}"', column])
        cursor.execute(f"SELECT last_value, is_called FROM {cursor.fetchone()[0]}")  # noqa: S608 (PostgreSQL's own name)
        last, given = cursor.fetchone()
        return last if given else 0


def _set(connection, table: str, column: str, last: int) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
            cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, last])
        else:
            sequence = "pg_get_serial_sequence(%s, %s)"
            cursor.execute(f"SELECT setval({sequence}, %s, %s)", [f'"{table}"', column, max(last, 1), last > 0])  # noqa: S608
