"""Bringing a backup back, into an empty place and nowhere else: nothing that is there is ever overwritten."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from accounts.models import User
from blog.backups import media, postgres, sqlite
from blog.backups.making import verify
from blog.backups.manifest import Damaged, Manifest
from blog.backups.tables import applied_migrations
from blog.models import Blog, Post
from blog.pagecache.house import forget_everything


class Refused(Exception):
    """The backup can't be brought back here. The message says why, and what to do."""


@dataclass(frozen=True)
class Restored:
    """`rows` is how many there are in all; `files` how many were put into the storage; `migrated` whether the backup
    was of an older version."""

    manifest: Manifest
    rows: int
    files: int
    migrated: bool


def restore(directory: Path, say: Callable[[str], None] = lambda line: None) -> Restored:
    """Restores the backup in `directory` into the database and the storage of the settings.

    Every checksum is looked at before anything is written; the files come first, so that it can be begun again after
    an interruption. Raises Damaged, Refused, postgres.ProgramFailed or OSError.
    """
    manifest = verify(directory, say)
    refuse_unfit(manifest)
    files = {
        name.removeprefix(f"{media.MEDIA}/"): checksum
        for name, checksum in manifest.files.items()
        if name.startswith(f"{media.MEDIA}/")
    }
    try:
        new = media.copy_in(directory / media.MEDIA, default_storage, files, say)
    except media.Occupied as error:
        raise Refused(
            f"Another file is where {error} should go. Restore into an empty storage (MEDIA of another data directory)."
        ) from error
    if manifest.database == "sqlite":
        sqlite.copy_in(directory / sqlite.FILE, connection)
    else:
        postgres.copy_in(directory / postgres.FILE, connection, say)
    check_rows(manifest)
    migrated = applied_migrations(connection) != _known_migrations()
    if migrated:
        call_command("migrate", interactive=False, verbosity=0)
    connection.check_constraints()
    forget_everything()  # pages of what stood there before
    return Restored(manifest, sum(manifest.rows.values()), new, migrated)


def refuse_unfit(manifest: Manifest) -> None:
    """Raises Refused unless the backup fits this version, this kind of database, and the database is empty."""
    known = _known_migrations()
    newer = [name for app, names in manifest.migrations.items() for name in names if name not in known.get(app, names)]
    if newer:
        raise Refused(f"The backup is of a newer Parley ({manifest.parley}): install that one, then restore.")
    if manifest.database != connection.vendor:
        raise Refused(
            f"The backup is of a {manifest.database} database, and this one is {connection.vendor}. Restore it into a "
            f"{manifest.database} database, then bring it over with manage.py move_database."
        )
    tables = connection.introspection.table_names()
    for model in (Post, Blog, User):
        if model._meta.db_table in tables and model.objects.exists():
            raise Refused(
                f"There are {model._meta.verbose_name_plural} in this database, and a restore overwrites nothing. "
                "Name an empty place: a new directory in PARLEY_DATA, or an empty database in DATABASE_URL."
            )


def check_rows(manifest: Manifest) -> None:
    """Raises Damaged unless the database holds as many rows in each table as the backup says."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        sqlite.check(connection.connection)
        rows = sqlite.count_rows(connection.connection)
    else:
        rows = postgres.count_rows(connection)
    for name in sorted({*rows, *manifest.rows}):
        there, wanted = rows.get(name), manifest.rows.get(name)
        if there != wanted:
            raise Damaged(f"After the restore, {name} has {there} rows, not {wanted}.")


def _known_migrations() -> dict[str, list[str]]:
    known: dict[str, list[str]] = {}
    for app, name in sorted(MigrationLoader(None).disk_migrations):
        known.setdefault(app, []).append(name)
    return known
