"""A real server under many hands: nothing is lost, nothing doubled, and the database is never too busy to answer."""

import http.client
import os
import re
import socket
import sqlite3
import statistics
import subprocess
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from urllib.parse import urlencode

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
FORM = "/comments/on/1/"


class Member:
    """A member's browser: one connection, one session, one token."""

    def __init__(self, port: int, session: str):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.cookies = f"sessionid={session}"
        status, headers, body = self.ask("GET")
        assert status == 200, body
        self.cookies += "; " + re.search(r"csrftoken=[^;]+", headers["Set-Cookie"])[0]
        self.token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', body)[1]

    def ask(self, method, fields=None, path=FORM):
        headers = {"Cookie": self.cookies, "Content-Type": "application/x-www-form-urlencoded"}
        self.connection.request(method, path, urlencode(fields) if fields else None, headers)
        response = self.connection.getresponse()
        return response.status, response.headers, response.read().decode()

    def post(self, text: str, key: uuid.UUID) -> tuple[int, str, float]:
        """(status, where it leads, seconds)"""
        start = time.perf_counter()
        status, headers, _body = self.ask("POST", {"text": text, "key": key, "csrfmiddlewaretoken": self.token})
        return status, headers.get("Location", ""), time.perf_counter() - start


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def make_people(env: dict[str, str], count: int) -> list[str]:
    """Makes members in the data directory of a server; their sessions."""
    with (ROOT / "tests/slow/people.py").open() as script:
        made = subprocess.run(
            [".venv/bin/python", "manage.py", "shell", "-v0"],
            cwd=ROOT,
            env=env | {"PEOPLE": str(count)},
            stdin=script,
            capture_output=True,
            text=True,
            check=True,
        )
    return re.findall(r"session (\w+)", made.stdout)


@pytest.fixture
def server(tmp_path):
    """A server on the demo with many members: (port, sessions, path of its database)."""
    port = free_port()
    names = ("PATH", "HOME", "LANG")
    env = {name: os.environ[name] for name in names if name in os.environ} | {"PARLEY_DATA": str(tmp_path / "data")}
    said = (tmp_path / "said").open("w")
    process = subprocess.Popen(
        ["bin/serve", "--port", str(port)], cwd=ROOT, env=env, stdout=said, stderr=subprocess.STDOUT
    )
    try:
        deadline = time.monotonic() + 60
        while socket.socket().connect_ex(("127.0.0.1", port)):
            assert process.poll() is None and time.monotonic() < deadline
            time.sleep(0.2)
        yield port, make_people(env, 1200), tmp_path / "data" / "db.sqlite3"
    finally:
        process.terminate()
        process.wait(timeout=30)
        said.close()
        assert "Traceback" not in (tmp_path / "said").read_text()


def rows(path: Path, query: str) -> int:
    with closing(sqlite3.connect(path)) as database:
        return database.execute(query).fetchone()[0]


def test_ten_thousand_comments_by_sixteen_at_a_time_while_a_backup_runs(server, tmp_path, capsys):
    port, sessions, path = server

    def talk(session):
        member = Member(port, session)
        return [member.post(f"Number {n} of {session}", uuid.uuid4()) for n in range(10)]

    with ThreadPoolExecutor(16) as pool:
        talks = [pool.submit(talk, session) for session in sessions[:1000]]
        time.sleep(5)
        with closing(sqlite3.connect(path, timeout=30)) as database:
            database.execute("VACUUM INTO ?", [str(tmp_path / "copy.sqlite3")])
        answers = [answer for talk in talks for answer in talk.result()]
    assert {status for status, _place, _seconds in answers} == {303}
    assert rows(path, "SELECT count(*) FROM comments_comment") == 10_000
    assert rows(path, "SELECT count(*) FROM comments_ruling") == 10_000
    assert rows(tmp_path / "copy.sqlite3", "SELECT count(*) FROM comments_comment") > 0
    seconds = sorted(seconds for _status, _place, seconds in answers)
    with capsys.disabled():
        print(  # noqa: T201
            f"\n10,000 comments, 16 at a time: median {statistics.median(seconds):.3f} s, "
            f"p99 {seconds[9_900]:.3f} s, longest {seconds[-1]:.3f} s"
        )
    assert seconds[-1] < 10, "the busy timeout"


def test_fifty_at_once_with_one_key_two_hundred_times_are_two_hundred_comments(server):
    port, sessions, path = server
    with ThreadPoolExecutor(50) as pool:
        for session in sessions[:200]:
            key, members = uuid.uuid4(), list(pool.map(lambda _, s=session: Member(port, s), range(50)))
            answers = list(pool.map(lambda member, k=key, s=session: member.post(f"Once, {s}.", k), members))
            assert {status for status, _place, _seconds in answers} == {303}
            assert len({place for _status, place, _seconds in answers}) == 1
            for member in members:
                member.connection.close()
    assert rows(path, "SELECT count(*) FROM comments_comment") == 200
