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

import pytest

from tests.slow.site import CUT_OFF, Down, Member, Site

pytestmark = pytest.mark.slow

TALKERS = 8
RULED = """
    SELECT c.state, count(r.id), max(r.now) FROM comments_comment c LEFT JOIN comments_ruling r ON r.comment_id = c.id
    GROUP BY c.id, c.state
"""


def talk(port: int, session: str, place: int, turn: int, until: float) -> list[str]:
    """Posts until the site is gone or the time is over, each text until it is taken or nobody answers any more.

    The texts that were acknowledged. What was not is sent again with its key, as a browser does.
    """
    taken = []
    try:
        member = Member(port, session)
        for number in range(9):  # the pace of one person is ten in a minute
            text, key, status = f"Round {turn}, talker {place}, number {number}", uuid.uuid4(), 0
            while status != 303 and time.monotonic() < until:
                status, _place, _seconds = member.post(text, key)
                assert status in (303, 503), status
            if status == 303:
                taken.append(text)
    except (*CUT_OFF, Down):
        pass
    return taken


def assert_kept_once(site, taken, said, under_way):
    kept = [text for (text,) in site.rows("SELECT text FROM comments_comment")]
    ours = Counter(text for text in kept if re.match(r"Round \d+, talker", text))
    print(f"\n{said}: {len(taken)} acknowledged, {len(ours)} kept")  # noqa: T201
    assert len(taken) > under_way / TALKERS
    assert set(taken) <= set(ours), "lost"
    assert set(ours.values()) == {1}, "doubled"
    assert len(ours) - len(taken) <= under_way, "only what was under way when it died"
    assert all((rulings, now) == (1, state) for state, rulings, now in site.rows(RULED)), "the log is whole"


def under_fire(site, rounds: int, seed: int, shoot) -> list[str]:
    """The texts that were acknowledged while members post and `shoot`() is called at a random moment of each round."""
    chance, taken, sessions = random.Random(seed), [], site.people(rounds * TALKERS)
    with ThreadPoolExecutor(TALKERS) as pool:
        for turn in range(rounds):
            mine, until = sessions[turn * TALKERS : (turn + 1) * TALKERS], time.monotonic() + 10
            talks = [pool.submit(talk, site.port, session, place, turn, until) for place, session in enumerate(mine)]
            time.sleep(chance.uniform(0.1, 1.2))
            shoot()
            taken += [text for one in talks for text in one.result()]
    return taken


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

    taken = under_fire(site, rounds, 7, shoot)
    if on == "SQLite":
        assert site.rows("PRAGMA foreign_key_check") == []
    with capsys.disabled():
        assert_kept_once(site, taken, f"{on}, {rounds} kills of the site", rounds * TALKERS)
        print(f"longest start {max(starts):.1f} s")  # noqa: T201
    site.kill()


def test_whatever_was_acknowledged_before_postgres_was_killed_is_there_once(tmp_path, postgres, capsys):
    """The site stays up, and answers again by itself when its database does."""
    site, rounds, waits = Site(tmp_path, postgres), 20, []
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

    taken = under_fire(site, rounds, 8, shoot)
    with capsys.disabled():
        assert_kept_once(site, taken, f"{rounds} kills of PostgreSQL", rounds * TALKERS)
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
