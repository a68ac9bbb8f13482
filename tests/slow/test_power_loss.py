"""The power fails at any moment (R-03): SQLite comes back whole, and with FULL nothing acknowledged is missing.

The writes of a real site are recorded below SQLite; what a disk may hold is made of them anew for each moment. What
that can't show is a disk that says "written" and has not, or one that tears a sector.
"""

import random
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest

from tests.slow.power.crash import Disk, Record, read
from tests.slow.site import ROOT, Site

pytestmark = pytest.mark.slow

MOMENTS, COMMENTS, SEED = 300, 150, 20_261_128
HERE = ROOT / "tests/slow/power"
DATABASE = ("db.sqlite3", "db.sqlite3-wal")


@pytest.fixture(scope="module")
def prepared(tmp_path_factory) -> Site:
    """A site with members, at rest: its database is in one file, and all of it on the disk."""
    directory = tmp_path_factory.mktemp("power")
    site = Site(directory)
    site.start()
    site.people(30)
    site.stop()
    with closing(sqlite3.connect(site.data / "db.sqlite3")) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    subprocess.run(
        ["gcc", "-shared", "-fPIC", "-O1", "-o", directory / "recorder.so", HERE / "recorder.c", "-ldl", "-lpthread"],
        check=True,
    )
    return site


def recorded(site: Site, synchronous: str, directory: Path) -> tuple[Disk, list[Record]]:
    """The disk before, and all that was done to it while comments were written."""
    data, recording = directory / "data", directory / "recording"
    shutil.copytree(site.data, data)
    disk = Disk({name: bytearray((data / name).read_bytes()) for name in DATABASE if (data / name).exists()})
    env = site.env | {
        "PARLEY_DATA": str(data), "POWER_WATCHED": str(data), "POWER_LOG": str(recording), "SYNCHRONOUS": synchronous,
        "COMMENTS": str(COMMENTS), "LD_PRELOAD": str(site.data.parent / "recorder.so"),
    }  # fmt: skip
    subprocess.run(
        [".venv/bin/python", "manage.py", "shell", "-v0"],
        cwd=ROOT,
        env=env,
        input=(HERE / "writing.py").read_text(),
        text=True,
        check=True,
    )
    return disk, [record for record in read(recording) if record.file in (*DATABASE, "acknowledged")]


def crashes(disk: Disk, records: list[Record], directory: Path) -> tuple[int, int]:
    """At MOMENTS points: how often the database was damaged, and how many acknowledged comments were missing."""
    chance, damaged, missing = random.Random(SEED), 0, 0
    moments = sorted(chance.sample(range(len(records)), MOMENTS))
    acknowledged: list[int] = []
    for place, record in enumerate(records):
        if record.file == "acknowledged":
            acknowledged.append(int(record.bytes))
        else:
            disk.take(record)
        if moments and place == moments[0]:
            moments.pop(0)
            whole, there = _opened(disk.after_the_crash(chance), directory)
            damaged += not whole
            missing += len(set(acknowledged) - there)
    return damaged, missing


def _opened(files: dict[str, bytes], directory: Path) -> tuple[bool, set[int]]:
    """Whether SQLite finds its database whole, and the comments in it."""
    shutil.rmtree(directory, ignore_errors=True)
    directory.mkdir()
    for name, content in files.items():
        (directory / name).write_bytes(content)
    try:
        with closing(sqlite3.connect(directory / "db.sqlite3")) as database:
            whole = database.execute("PRAGMA quick_check").fetchone() == ("ok",)
            whole = whole and not database.execute("PRAGMA foreign_key_check").fetchall()
            return whole, {number for (number,) in database.execute("SELECT id FROM comments_comment")}
    except sqlite3.DatabaseError:
        return False, set()


def test_full_loses_nothing_that_was_acknowledged(prepared, tmp_path):
    disk, records = recorded(prepared, "FULL", tmp_path)
    assert any(record.kind == "S" for record in records)
    assert sum(record.file == "db.sqlite3" and record.kind == "W" for record in records)  # the WAL was written back
    assert crashes(disk, records, tmp_path / "after") == (0, 0)


def test_normal_may_lose_the_last_comments_and_damages_nothing(prepared, tmp_path):
    disk, records = recorded(prepared, "NORMAL", tmp_path)
    damaged, missing = crashes(disk, records, tmp_path / "after")
    assert damaged == 0 and missing > 0


def test_off_damages_so_the_crashes_are_crashes(prepared, tmp_path):
    disk, records = recorded(prepared, "OFF", tmp_path)
    damaged, missing = crashes(disk, records, tmp_path / "after")
    assert damaged + missing > 0
