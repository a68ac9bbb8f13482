"""A database that can't be written: readers are served, writers are told and keep their text, and it heals by itself.

The lock is held by another process; the disk is a small one of the test's own (which needs the right to mount it), or
one that takes not a byte more, by the limit of the kernel for files.
"""

import http.client
import os
import resource
import sqlite3
import subprocess
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest

from tests.slow.site import Member, Site

pytestmark = pytest.mark.slow

WRITERS = 8
POST = "/2018/05/lavrov-to-visit-north-korea/"


@pytest.fixture
def site(tmp_path):
    """A running site, whose server may say in its log what went wrong."""
    site = Site(tmp_path)
    site.start()
    yield site
    site.stop()


@pytest.fixture
def small_disk(tmp_path):
    """A site on a disk of 24 MB."""
    place = tmp_path / "data"
    place.mkdir()
    mount = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=24m,mode=700", "tmpfs", place], capture_output=True)
    if mount.returncode:
        pytest.skip("needs the right to mount a disk of its own")
    site = Site(tmp_path)
    try:
        site.start()
        yield site
        site.stop()
    finally:
        subprocess.run(["umount", "--lazy", place], check=True)


def read(site, path=POST) -> tuple[int, float]:
    """(status, seconds)"""
    begun = time.monotonic()
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=30)
    connection.request("GET", path)
    status = connection.getresponse().status
    connection.close()
    return status, time.monotonic() - begun


def send(member, text, key):
    fields = {"text": text, "key": key, "csrfmiddlewaretoken": member.token}
    status, headers, page = member.ask("POST", fields)
    return status, headers, page


def assert_told_and_kept(site, members, before):
    """Every writer gets a 503 with the text in it; nothing of it is in the database; readers get their page."""
    for number, member in enumerate(members):
        text = f"Written while nothing could be, {number}"
        status, headers, page = send(member, text, uuid.uuid4())
        assert (status, text in page) == (503, True), status
        assert headers["Retry-After"]
        assert read(site)[0] == 200
    assert (site.count("comments_comment"), site.count("comments_ruling")) == before


def assert_healed(site, members, before):
    for number, member in enumerate(members):
        member.connection.close()  # the server hung up, for it was idle
        assert member.post(f"Written afterwards, {number}", uuid.uuid4())[0] == 303
    assert site.count("comments_comment") == before[0] + len(members)
    assert site.count("comments_ruling") == before[1] + len(members)
    assert site.rows("PRAGMA integrity_check") == [("ok",)]


def insist(member, text) -> list[tuple[float, int, float]]:
    """Sends a text with its key until it is taken, as a person does who is told to try again.

    Each try: (when it was answered on the monotonic clock, status, seconds it took). Whoever is told has the text back.
    """
    key, tries = uuid.uuid4(), []
    while not tries or tries[-1][1] != 303:
        begun = time.monotonic()
        status, headers, page = send(member, text, key)
        tries.append((time.monotonic(), status, time.monotonic() - begun))
        assert status == 303 or (status == 503 and text in page), status
        if status == 503:
            member.connection.close()  # the server hangs up on who is idle
            time.sleep(int(headers["Retry-After"]))
    return tries


@pytest.mark.parametrize("seconds", [10, 60])
def test_another_process_holds_the_lock(seconds, site, capsys):
    members = [Member(site.port, session) for session in site.people(WRITERS)]
    before = site.count("comments_comment")
    with closing(sqlite3.connect(site.data / "db.sqlite3", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        begun, reads = time.monotonic(), []
        with ThreadPoolExecutor(WRITERS) as pool:
            texts = [f"Written under the lock, {number}" for number in range(WRITERS)]
            sent = [pool.submit(insist, *one) for one in zip(members, texts, strict=True)]
            while time.monotonic() < begun + seconds:
                reads.append(read(site))
                time.sleep(0.05)
            other.execute("COMMIT")
            freed = time.monotonic()
            tries = [one.result() for one in sent]
    told = [took for each in tries for _at, status, took in each if status == 503]
    longest = max(took for _status, took in reads)
    with capsys.disabled():
        print(  # noqa: T201
            f"\nlock held for {seconds} s: {len(reads)} pages read, the longest in {longest:.2f} s; "
            f"{WRITERS} writers were told {len(told)} times, after {max(told, default=0):.1f} s at most; "
            f"all were in {max(each[-1][0] for each in tries) - freed:.1f} s after it was free"
        )
    assert {status for status, _took in reads} == {200}
    assert longest < 5 and max(told, default=0) < 12
    assert min(each[-1][0] for each in tries) >= freed, "nobody was told to be in before"
    kept = [text for (text,) in site.rows("SELECT text FROM comments_comment") if text.startswith("Written under")]
    assert sorted(kept) == sorted(texts), "each of them once"
    assert_healed(site, members, (before + WRITERS, site.count("comments_ruling")))


def test_the_disk_is_full(small_disk):
    site = small_disk
    members = [Member(site.port, session) for session in site.people(4)]
    before = site.count("comments_comment"), site.count("comments_ruling")
    ballast = site.data / "ballast"
    with ballast.open("wb", buffering=0) as file, pytest.raises(OSError, match="No space"):
        while True:
            file.write(bytes(4096))
    # What lies in the write-ahead log may be written over, so the first texts may still find room.
    for _try in range(60):
        status, _headers, page = send(members[0], "A line that fills the last room. " * 250, uuid.uuid4())
        if status != 303:
            break
        time.sleep(0.1)
    assert status in (503, 429), status
    if status == 503:
        assert_told_and_kept(site, members[1:], (site.count("comments_comment"), site.count("comments_ruling")))
    assert read(site)[0] == 200
    ballast.unlink()
    before = site.count("comments_comment"), site.count("comments_ruling")
    assert_healed(site, members[1:], before)


def test_the_disk_takes_not_a_byte_more(site):
    members = [Member(site.port, session) for session in site.people(4)]
    before = site.count("comments_comment"), site.count("comments_ruling")
    processes = _all_of(site.process.pid)
    limits = {pid: resource.prlimit(pid, resource.RLIMIT_FSIZE) for pid in processes}
    for pid, (_soft, hard) in limits.items():
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (0, hard))
    try:
        assert_told_and_kept(site, members, before)
    finally:
        for pid, limit in limits.items():
            resource.prlimit(pid, resource.RLIMIT_FSIZE, limit)
    assert_healed(site, members, before)


def _all_of(pid: int) -> list[int]:
    found = [pid]
    for one in found:
        for task in os.listdir(f"/proc/{one}/task"):
            with open(f"/proc/{one}/task/{task}/children") as children:
                found += map(int, children.read().split())
    return found
