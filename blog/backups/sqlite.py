"""A SQLite database to a file and back, while others read and write it.

Out: VACUUM INTO, one read transaction, so that writers go on and the copy is one moment. (Copying the file of a live
database loses what is still in its WAL.) Back: SQLite's backup interface in one step, which is a transaction of its
own: other processes see the old database or the new one, and a crash leaves the old.
"""

import sqlite3
from collections.abc import Callable
from contextlib import closing, contextmanager
from pathlib import Path

from blog.backups.tables import LEFT_OUT

FILE = "database.sqlite3"
PATIENCE = 60  # seconds to wait for a lock
_STEPS = 100_000  # of SQLite's machine, between two words of how far it is


class Broken(Exception):
    """The database itself is damaged. The message is SQLite's, in one line."""


def copy_out(name: str | Path, target: Path, say: Callable[[str], None]) -> dict[str, int]:
    """Copies the database at `name` to the empty file `target`, without sessions; its rows by table.

    Raises Broken, or OSError where it can't be written.
    """
    with _opened(name) as source:
        source.set_progress_handler(lambda: say(f"copying the database, {target.stat().st_size >> 20} MB"), _STEPS)
        source.execute("VACUUM INTO ?", [str(target)])
    with _opened(target) as copy:
        copy.execute("PRAGMA journal_mode=DELETE")
        copy.execute("PRAGMA secure_delete=ON")
        present = tables_of(copy)
        for table in LEFT_OUT:
            if table in present:
                copy.execute(f'DELETE FROM "{table}"')  # noqa: S608 (a name of ours)
        say("checking the copy")
        check(copy)
        return count_rows(copy)


def copy_in(backup: Path, connection) -> None:
    """Puts the database of a backup in the place of what `connection` (Django's) is connected to."""
    connection.ensure_connection()
    with _opened(backup, mode="ro") as source:
        source.backup(connection.connection)
    connection.close()  # what was set for the old one (WAL) is set anew


def look_into(backup: Path) -> dict[str, int]:
    """The rows of a backup's database by table, after SQLite has gone through all of it. Raises Broken."""
    with _opened(backup, mode="ro") as copy:
        check(copy)
        return count_rows(copy)


def check(database: sqlite3.Connection) -> None:
    """Raises Broken unless every page, index, constraint and foreign key is in order."""
    faults = [row[0] for row in database.execute("PRAGMA integrity_check(5)")]
    if faults != ["ok"]:
        raise Broken("; ".join(faults).replace("\n", " "))
    if strays := database.execute("PRAGMA foreign_key_check").fetchall():
        raise Broken(f"{len(strays)} rows point to rows that are not there, the first of them in {strays[0][0]}")


def count_rows(database: sqlite3.Connection) -> dict[str, int]:
    counted = ((name, database.execute(f'SELECT count(*) FROM "{name}"')) for name in tables_of(database))  # noqa: S608
    return {name: found.fetchone()[0] for name, found in counted}


def tables_of(database: sqlite3.Connection) -> list[str]:
    found = database.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    return sorted(name for (name,) in found)


@contextmanager
def _opened(name: str | Path, mode: str = "rw"):
    address = f"{Path(name).resolve().as_uri()}?mode={mode}"
    try:
        with closing(sqlite3.connect(address, uri=True, timeout=PATIENCE, isolation_level=None)) as database:
            yield database
    except sqlite3.OperationalError as error:  # the disk is full, the file is locked or not there
        raise OSError(f"SQLite says: {error}") from error
    except sqlite3.DatabaseError as error:
        raise Broken(str(error)) from error
