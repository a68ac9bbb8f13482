"""What SQLite's planner knows of the tables: without it, it takes all indexes for equally good, and may choose one that
finds all comments of a blog where another finds those of one person.

PostgreSQL learns by itself (autovacuum).
"""

from django.db import connection, transaction

ROWS = 1_000  # of each index that are looked at, which takes milliseconds however large it is (as SQLite advises)


def learn() -> None:
    """Counts anew, if the database is SQLite. Connections that are open already learn of it when they are opened."""
    if connection.vendor != "sqlite":
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"PRAGMA analysis_limit = {ROWS}")
        cursor.execute("ANALYZE")
