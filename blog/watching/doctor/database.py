"""The database: whole, up to date, durable, and with room."""

import shutil
from collections.abc import Iterator
from pathlib import Path

from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from blog.watching.doctor.findings import Finding, fail, ok, warn

# Disks that are somewhere else: SQLite's locks and its shared memory don't work there.
REMOTE = ("nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "9p", "ceph", "glusterfs", "afs")
ROOM = 1 << 30  # bytes
OLDEST_POSTGRES = 14


def look() -> Iterator[Finding]:
    connection.ensure_connection()
    yield migrations()
    yield from sqlite() if connection.vendor == "sqlite" else postgres()


def migrations() -> Finding:
    executor = MigrationExecutor(connection)
    if plan := executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return fail("migrations", f"{len(plan)} are not applied.", "Run manage.py migrate.")
    return ok("migrations", "All are applied.")


def sqlite() -> Iterator[Finding]:
    path = Path(connection.settings_dict["NAME"])
    with connection.cursor() as cursor:
        read = {name: _one(cursor, f"PRAGMA {name}") for name in ("journal_mode", "synchronous", "foreign_keys")}
        damaged = [row[0] for row in cursor.execute("PRAGMA quick_check(3)").fetchall()]
    mode = connection.settings_dict["OPTIONS"].get("transaction_mode")
    for name, good, is_so in (
        ("journal_mode", "readers never wait for a writer (WAL)", read["journal_mode"] == "wal"),
        ("synchronous", "what was acknowledged survives a power cut (FULL)", read["synchronous"] >= 2),
        ("foreign_keys", "they are enforced", read["foreign_keys"] == 1),
        ("transaction_mode", "writers queue instead of failing (IMMEDIATE)", mode == "IMMEDIATE"),
    ):
        if is_so:
            yield ok(name, f"As it should be: {good}.")
        else:
            yield fail(
                name, f"It is {read.get(name, mode)}.", "Use config/databases.py as it comes: unset DATABASE_URL."
            )
    if damaged == ["ok"]:
        yield ok("quick_check", "SQLite finds nothing wrong in the file.")
    else:
        yield fail(
            "quick_check", f"The file is damaged: {damaged[0]}", "Stop the server and restore the newest backup."
        )
    kind = kind_of_disk(path, Path("/proc/mounts"))
    if kind in REMOTE:
        yield fail(
            "disk",
            f"{path} lies on {kind}: SQLite’s locks don’t hold there.",
            "Put PARLEY_DATA on a disk of this machine.",
        )
    else:
        yield ok("disk", f"{path} lies on a disk of this machine ({kind or 'of unknown kind'}).")
    yield room(path.parent)


def postgres() -> Iterator[Finding]:
    with connection.cursor() as cursor:
        read = {name: _one(cursor, f"SHOW {name}") for name in ("server_version_num", "fsync", "synchronous_commit")}
    version = int(read["server_version_num"]) // 10_000
    if version < OLDEST_POSTGRES:
        yield fail("version", f"PostgreSQL {version} is too old.", f"Use {OLDEST_POSTGRES} or newer.")
    else:
        yield ok("version", f"PostgreSQL {version}.")
    for name in ("fsync", "synchronous_commit"):
        if read[name] == "off":
            yield warn(name, "It is off: what was acknowledged may be lost in a power cut.", f"Set {name} = on.")
        else:
            yield ok(name, "It is on: what was acknowledged survives a power cut.")


def kind_of_disk(path: Path, mounts: Path) -> str:
    """The file system a path lies on, as the kernel calls it; "" where that can't be known."""
    try:
        lines = [line.split() for line in mounts.read_text().splitlines()]
    except OSError:
        return ""
    place = path.resolve()
    found = [(len(line[1]), line[2]) for line in lines if place.is_relative_to(line[1].replace(r"\040", " "))]
    return max(found, default=(0, ""))[1]


def room(directory: Path) -> Finding:
    free = shutil.disk_usage(directory).free
    if free < ROOM:
        return warn("room", f"{free >> 20} MB are free for {directory}.", "Make room: a full disk takes no comments.")
    return ok("room", f"{free >> 30} GB are free for {directory}.")


def _one(cursor, question: str):
    cursor.execute(question)
    return cursor.fetchone()[0]
