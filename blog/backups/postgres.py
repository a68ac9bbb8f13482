"""A PostgreSQL database to a file and back, by its own programs.

The rows are counted in the very snapshot that is dumped. Passwords go to the programs in their environment, where
other users of the machine can't see them (in the arguments they could).
"""

import subprocess
from collections.abc import Callable
from pathlib import Path

from django.db import transaction

from blog.backups.tables import LEFT_OUT
from config.env import with_variables

FILE = "database.dump"
_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY 1"


class ProgramFailed(Exception):
    """pg_dump or pg_restore is missing, or could not do it. The message is a sentence."""


def copy_out(connection, target: Path, say: Callable[[str], None]) -> dict[str, int]:
    """Dumps the database to `target`, without the sessions' rows; its rows by table. Raises ProgramFailed."""
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")  # it only waits for the dump
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]
        rows = count_rows(connection)
        _run(
            connection,
            ["pg_dump", "--format=custom", "--no-owner", "--no-privileges"]
            + [f"--snapshot={snapshot}", f"--file={target}"]
            + [f"--exclude-table-data={table}" for table in (*LEFT_OUT, "django_cache*")],
            lambda: say(f"dumping the database, {target.stat().st_size >> 20} MB"),
        )
    return {table: 0 if table in LEFT_OUT else count for table, count in rows.items()}


def copy_in(backup: Path, connection, say: Callable[[str], None]) -> None:
    """Puts the dumped tables in the place of those that are there, in one transaction. Raises ProgramFailed."""
    options = "--single-transaction --exit-on-error --no-owner --no-privileges --clean --if-exists".split()
    database = connection.settings_dict["NAME"]
    connection.close()
    _run(
        connection,
        ["pg_restore", *options, f"--dbname={database}", str(backup)],
        lambda: say("restoring the database"),
    )


def look_into(backup: Path) -> None:
    """Raises ProgramFailed unless pg_restore can read the whole file and make SQL of it."""
    _run(None, ["pg_restore", "--file=/dev/null", str(backup)], lambda: None)


def count_rows(connection) -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(_TABLES)
        tables = [name for (name,) in cursor.fetchall() if not name.startswith("django_cache")]
        counts = {}
        for name in tables:
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(name)}")  # noqa: S608 (a name of its own)
            counts[name] = cursor.fetchone()[0]
    return counts


def _run(connection, command: list[str], wait: Callable[[], None]) -> None:
    """Runs one of PostgreSQL's programs against `connection`'s server; calls `wait` every half second."""
    variables = {}
    if connection is not None:
        told = connection.get_connection_params()
        names = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD", "dbname": "PGDATABASE"}
        names |= {"sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT", "sslcert": "PGSSLCERT", "sslkey": "PGSSLKEY"}
        variables = {variable: str(told[name]) for name, variable in names.items() if told.get(name)}
    try:
        process = subprocess.Popen(  # noqa: S603 (a program of PostgreSQL's, found by its name, and no shell)
            command,
            env=with_variables(variables),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
    except OSError:
        raise ProgramFailed(
            f"{command[0]} can’t be started: install PostgreSQL’s client programs, of your server’s version or newer."
        ) from None
    with process:
        try:
            while True:
                try:
                    said = process.communicate(timeout=0.5)[1]
                    break
                except subprocess.TimeoutExpired:
                    wait()
        except BaseException:
            process.kill()
            raise
    if process.returncode:
        raise ProgramFailed(f"{command[0]} failed: {' '.join(said.split())[:500]}")
