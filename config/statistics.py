"""What SQLite's planner is told that the tables hold: always what a large blog holds (statistics.csv).

Without statistics it takes all indexes for equally good, and with those of a blog that was still empty it reads whole
tables: both cost seconds once a blog is large, and a connection that is open never learns of newer ones. On a small
blog every plan is fast. So a query has one plan, on every blog and every day, and it is the one that was measured
(docs/performance.md). PostgreSQL counts for itself.

The file has for each index how many rows there are, and how many of them are alike in its first column, its first two,
and so on: https://www.sqlite.org/fileformat2.html#stat1tab. tests.bench.statistics makes it of a generated blog.
"""

import csv
from pathlib import Path

from django.db import connection, transaction

FILE = Path(__file__).with_suffix(".csv")


def told() -> list[tuple[str, str, str]]:
    """Table, index, numbers."""
    with FILE.open() as lines:
        return [tuple(row.values()) for row in csv.DictReader(lines)]


def tell() -> None:
    """Tells SQLite, unless it has been told: connections that are opened from now on know of it."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM sqlite_master WHERE name = 'sqlite_stat1'")
        if cursor.fetchone():
            cursor.execute("SELECT tbl, idx, stat FROM sqlite_stat1")
            if set(cursor.fetchall()) == set(told()):
                return
        with transaction.atomic():
            cursor.execute("ANALYZE sqlite_schema")  # makes the table, and counts nothing
            cursor.execute("DELETE FROM sqlite_stat1")
            cursor.executemany("INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (%s, %s, %s)", told())
            cursor.execute("ANALYZE sqlite_schema")  # this connection reads it
