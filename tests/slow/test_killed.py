"""A server killed without a warning, again and again, while members post: what it acknowledged is kept, once."""

import http.client
import os
import random
import re
import signal
import sqlite3
import subprocess
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest

from tests.slow.test_at_once import ROOT, Member, free_port, make_people, rows

pytestmark = pytest.mark.slow

ROUNDS, TALKERS = 50, 8
CUT_OFF = (OSError, http.client.HTTPException)  # how a killed server answers


class Server:
    """`bin/serve` and all it starts, in a group of processes of its own, so that one signal kills them all."""

    def __init__(self, data, said):
        names = ("PATH", "HOME", "LANG")
        self.env = {name: os.environ[name] for name in names if name in os.environ} | {"PARLEY_DATA": str(data)}
        self.port, self.said = free_port(), said

    def start(self) -> float:
        """Until it answers; how long that took, in seconds."""
        begun = time.monotonic()
        self.process = subprocess.Popen(
            ["bin/serve", "--port", str(self.port)],
            cwd=ROOT,
            env=self.env,
            stdout=self.said,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        while not self._answers():
            assert self.process.poll() is None and time.monotonic() < begun + 60
            time.sleep(0.05)
        return time.monotonic() - begun

    def kill(self):
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def _answers(self) -> bool:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
            connection.request("GET", "/")
            return connection.getresponse().status == 200
        except CUT_OFF:
            return False


@pytest.fixture
def server(tmp_path):
    with (tmp_path / "said").open("w") as said:
        server = Server(tmp_path / "data", said)
        server.start()
        yield server
        server.kill()


def talk(port: int, session: str, place: int, turn: int) -> list[str]:
    """Posts until the server is gone, never the same text twice; the texts that were acknowledged."""
    taken = []
    try:
        member = Member(port, session)
        for number in range(9):  # the pace of one person is ten in a minute
            text = f"Round {turn}, talker {place}, number {number}"
            status, _place, _seconds = member.post(text, uuid.uuid4())
            assert status == 303, status
            taken.append(text)
    except CUT_OFF:
        pass
    return taken


def test_whatever_was_acknowledged_before_a_kill_is_there_once_after_it(server, tmp_path, capsys):
    chance, path = random.Random(7), tmp_path / "data" / "db.sqlite3"
    sessions = make_people(server.env, ROUNDS * TALKERS)
    taken, starts = [], []
    with ThreadPoolExecutor(TALKERS) as pool:
        for turn in range(ROUNDS):
            mine = sessions[turn * TALKERS : (turn + 1) * TALKERS]
            talks = [pool.submit(talk, server.port, session, place, turn) for place, session in enumerate(mine)]
            time.sleep(chance.uniform(0.1, 1.2))
            server.kill()
            taken += [text for one in talks for text in one.result()]
            starts.append(server.start())
            assert rows(path, "PRAGMA integrity_check") == "ok", turn
    with closing(sqlite3.connect(path)) as database:
        kept = [text for (text,) in database.execute("SELECT text FROM comments_comment")]
        states = database.execute(
            "SELECT c.state, count(r.id), max(r.now) FROM comments_comment c"
            " LEFT JOIN comments_ruling r ON r.comment_id = c.id GROUP BY c.id"
        ).fetchall()
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    ours = [text for text in kept if re.match(r"Round \d+, talker", text)]
    with capsys.disabled():
        print(  # noqa: T201
            f"\n{ROUNDS} kills: {len(taken)} acknowledged, {len(ours)} kept; longest start {max(starts):.1f} s"
        )
    assert len(taken) > ROUNDS
    assert set(taken) <= set(ours), "lost"
    assert len(ours) == len(set(ours)), "doubled"
    assert len(ours) - len(taken) <= ROUNDS * TALKERS, "only what was under way when the server died"
    assert all((rulings, now) == (1, state) for state, rulings, now in states), "the log is whole"
