"""Killed without a warning, again and again, while members post: what was acknowledged is kept, once.

What is killed is the site (every process of it), or the PostgreSQL server under it.
"""

import random
import re
import subprocess
import sys
import time
import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from threading import Event

import pytest

from tests.slow.site import CUT_OFF, Down, Member, Site

pytestmark = pytest.mark.slow

TALKERS = 8
PACE = 9  # comments of one person, who may send ten in a minute, and one of them again
SHOT_AFTER = 250  # acknowledged comments in a round, about
RULED = """
    SELECT c.state, count(r.id), max(r.now) FROM comments_comment c LEFT JOIN comments_ruling r ON r.comment_id = c.id
    GROUP BY c.id, c.state
"""


def talk(port: int, sessions: list[str], name: str, over: Event, taken: list[str]) -> tuple | None:
    """Posts as one member after the other until it is `over` or the site is gone; what is acknowledged goes to `taken`.

    What nobody answered any more, to be sent again as a browser does: (session, text, key).
    """
    said = None
    try:
        for place, session in enumerate(sessions):
            member = Member(port, session)
            for number in range(PACE):
                if over.is_set():
                    return None
                said = session, f"{name}, person {place}, number {number}", uuid.uuid4()
                send(member, *said[1:], taken)
                said = None
    except (*CUT_OFF, Down):
        pass
    return said


def send(member, text: str, key, taken: list[str]) -> None:
    """One text, with its key, until it is taken."""
    until = time.monotonic() + 30
    while (status := member.post(text, key)[0]) != 303:
        assert status == 503 and time.monotonic() < until, status
        time.sleep(0.02)
    taken.append(text)


def assert_kept_once(site, taken, said):
    kept = [text for (text,) in site.rows("SELECT text FROM comments_comment")]
    ours = Counter(text for text in kept if re.match(r"Round \d+, talker", text))
    print(f"\n{said}: {len(taken)} acknowledged, {len(ours)} kept")  # noqa: T201
    assert set(taken) <= set(ours), "lost"
    assert set(ours) <= set(taken), "what was under way was sent again, and acknowledged then"
    assert set(ours.values()) == {1}, "doubled"
    assert all((rulings, now) == (1, state) for state, rulings, now in site.rows(RULED)), "the log is whole"


def under_fire(site, rounds: int, seed: int, shoot) -> tuple[list[str], int]:
    """Lets members post, and in each round calls `shoot`() when a random number of texts was acknowledged.

    The texts that were acknowledged, and how many of them were cut off at first, and taken when they were sent again.
    """
    chance, taken, again = random.Random(seed), [], 0
    each = -(-2 * SHOT_AFTER // (TALKERS * PACE))  # members for each talker in a round
    sessions = iter(site.people(rounds * TALKERS * each))
    with ThreadPoolExecutor(TALKERS) as pool:
        for turn in range(rounds):
            over, goal = Event(), len(taken) + chance.randint(1, 2 * SHOT_AFTER - TALKERS * PACE)
            talks = [
                pool.submit(talk, site.port, list(islice(sessions, each)), f"Round {turn}, talker {place}", over, taken)
                for place in range(TALKERS)
            ]
            while len(taken) < goal and not all(one.done() for one in talks):
                time.sleep(0.001)
            time.sleep(chance.uniform(0, 0.02))  # not just after an answer, but at any moment of the next ones
            shoot()
            over.set()
            for session, text, key in filter(None, [one.result() for one in talks]):
                send(Member(site.port, session), text, key, taken)
                again += 1
    return taken, again


@pytest.mark.parametrize(("on", "rounds"), [("SQLite", 50), ("PostgreSQL", 20)])
def test_whatever_was_acknowledged_before_the_site_was_killed_is_there_once(on, rounds, tmp_path, request, capsys):
    rounds = request.config.getoption("--rounds") or rounds
    site, starts = Site(tmp_path, request.getfixturevalue("postgres") if on == "PostgreSQL" else None), []
    site.start()

    def shoot():
        site.kill()
        starts.append(site.start())  # as long as bin/serve takes, from nothing to the first 200
        if on == "SQLite":
            assert site.rows("PRAGMA integrity_check") == [("ok",)], len(starts)

    taken, again = under_fire(site, rounds, 7, shoot)
    if on == "SQLite":
        assert site.rows("PRAGMA foreign_key_check") == []
    with capsys.disabled():
        assert_kept_once(site, taken, f"{on}, {rounds} kills of the site")
        print(f"{again} of them cut off and sent again; longest start {max(starts):.1f} s")  # noqa: T201
    site.kill()


def test_whatever_was_acknowledged_before_postgres_was_killed_is_there_once(tmp_path, postgres, request, capsys):
    """The site stays up, and answers again by itself when its database does."""
    site, rounds, waits = Site(tmp_path, postgres), request.config.getoption("--rounds") or 20, []
    site.start()

    def shoot():
        postgres.kill()
        time.sleep(0.3)
        postgres.start()
        begun = time.monotonic()
        while not site.answers():
            assert site.process.poll() is None and time.monotonic() < begun + 30
            time.sleep(0.05)
        waits.append(time.monotonic() - begun)

    taken, _again = under_fire(site, rounds, 8, shoot)
    with capsys.disabled():
        assert_kept_once(site, taken, f"{rounds} kills of PostgreSQL")
        print(f"longest wait for an answer after its return {max(waits):.1f} s")  # noqa: T201
    site.kill()


LONG_LOG = """
import os, sqlite3, sys
database = sqlite3.connect(sys.argv[1], isolation_level=None)
database.execute("PRAGMA wal_autocheckpoint = 0")
database.execute("CREATE TABLE heavy (data)")
for _ in range(70):
    database.execute("INSERT INTO heavy VALUES (randomblob(1000000))")
os.kill(os.getpid(), 9)
"""


def test_a_start_after_a_crash_that_left_a_long_write_ahead_log(tmp_path, capsys):
    site = Site(tmp_path)
    site.start()
    site.kill()
    usual = site.start()
    site.kill()
    subprocess.run([sys.executable, "-c", LONG_LOG, site.data / "db.sqlite3"], check=False)
    left = (site.data / "db.sqlite3-wal").stat().st_size
    assert left > 64 * 2**20
    took = site.start()
    assert site.count("heavy") == 70
    with capsys.disabled():
        print(f"\nfirst 200 after {usual:.1f} s, with {left / 2**20:.0f} MiB of log after {took:.1f} s")  # noqa: T201
    site.kill()
