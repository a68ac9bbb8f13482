"""Making a backup: written under another name, read again, and only then called one; then old ones may go."""

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from django.core.files.storage import default_storage
from django.db import connection

from blog.backups import media, postgres, sqlite
from blog.backups.manifest import (
    MANIFEST,
    Damaged,
    Manifest,
    check_files,
    checksum_of,
    read_manifest,
    text_of,
    version_of_parley,
)
from blog.backups.tables import applied_migrations

PREFIX, UNFINISHED, DELETED = "parley-", ".unfinished-", ".deleted-"


class Busy(Exception):
    """Another backup into the same directory is under way."""


def make_backup(to: Path, *, keep: int, now: datetime, say: Callable[[str], None] = lambda line: None) -> Path:
    """Makes a backup in the directory `to`, verifies it, deletes all but the newest `keep` (1 or more); its path.

    Must not be called in a transaction. Raises Busy, Damaged (what was written can't be read again), sqlite.Broken (the
    database is damaged), postgres.ProgramFailed or OSError; then no backup was made, and none was deleted.
    """
    to.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _alone(to):
        for left in (*to.glob(f"{UNFINISHED}*"), *to.glob(f"{DELETED}*")):
            shutil.rmtree(left)  # of a backup that was interrupted: nobody else is at work here
        name = f"{PREFIX}{now.astimezone(UTC):%Y-%m-%dT%H%M%SZ}"
        if (to / name).exists():
            raise Busy(f"{to / name} is there already: two backups can’t begin in the same second.")
        work = to / f"{UNFINISHED}{name}"
        work.mkdir(mode=0o700)
        try:
            _write(work, now, say)
            verify(work, say)
        except BaseException:
            shutil.rmtree(work, ignore_errors=True)
            raise
        work.rename(to / name)
        _sync(to)
        for old in backups_in(to)[keep:]:
            gone = old.rename(to / f"{DELETED}{old.name}")  # first the name, so that half a backup never counts as one
            shutil.rmtree(gone)
    return to / name


def verify(directory: Path, say: Callable[[str], None] = lambda line: None) -> Manifest:
    """Reads a whole backup again, as a restore would: its manifest. Raises Damaged."""
    manifest = read_manifest(directory)
    check_files(directory, manifest, say)
    try:
        if manifest.database == "sqlite":
            if sqlite.look_into(directory / sqlite.FILE) != manifest.rows:
                raise Damaged(f"{sqlite.FILE} holds other rows than {MANIFEST} says.")
        else:
            postgres.look_into(directory / postgres.FILE)
    except (sqlite.Broken, postgres.ProgramFailed) as error:
        raise Damaged(f"The copy of the database is damaged: {error}") from error
    return manifest


def backups_in(directory: Path) -> list[Path]:
    """The complete backups there, newest first."""
    found = (path for path in directory.glob(f"{PREFIX}*") if (path / MANIFEST).is_file())
    return sorted(found, key=lambda path: path.name, reverse=True)


def made_at(backup: Path) -> datetime:
    """When it was begun, as its name says: no file is read."""
    return datetime.strptime(backup.name, f"{PREFIX}%Y-%m-%dT%H%M%SZ").replace(tzinfo=UTC)


def _write(work: Path, now: datetime, say: Callable[[str], None]) -> None:
    file = sqlite.FILE if connection.vendor == "sqlite" else postgres.FILE
    media.opened_private(work / file).close()
    if connection.vendor == "sqlite":
        rows = sqlite.copy_out(connection.settings_dict["NAME"], work / file, say)
    else:
        rows = postgres.copy_out(connection, work / file, say)
    migrations = applied_migrations(connection)
    # After the database: a row then lacks no file that it names, and a file too many does no harm.
    media.copy_out(default_storage, work / media.MEDIA, say)
    paths = sorted(path for path in work.rglob("*") if not path.is_dir())
    for path in paths:
        _sync(path)
    manifest = Manifest(
        parley=version_of_parley(),
        made_at=now.astimezone(UTC).isoformat(timespec="seconds"),
        database=connection.vendor,
        migrations=migrations,
        rows=rows,
        files={path.relative_to(work).as_posix(): checksum_of(path) for path in paths},
        bytes=sum(path.stat().st_size for path in paths),
    )
    with media.opened_private(work / MANIFEST) as written:
        written.write(text_of(manifest).encode())
    for path in (work / MANIFEST, *(path for path in work.rglob("*") if path.is_dir()), work):
        _sync(path)


def _sync(path: Path) -> None:
    """Waits until a file, or the names in a directory, are on the disk."""
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


@contextmanager
def _alone(directory: Path) -> Iterator[None]:
    """No two at once: the kernel lets go of the lock when a process dies."""
    with (directory / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Busy(f"Another backup into {directory} is under way: wait until it is done.") from None
        yield
