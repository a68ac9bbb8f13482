"""A site under proof: `bin/serve` on an empty directory, all its processes in one session, and browsers of members."""

import http.client
import os
import re
import socket
import sqlite3
import subprocess
import time
import uuid
from contextlib import closing, suppress
from pathlib import Path
from urllib.parse import urlencode

import psycopg

from tests.processes import kill_session

ROOT = Path(__file__).resolve().parents[2]
FORM = "/comments/on/1/"
CUT_OFF = (OSError, http.client.HTTPException)  # how a killed server answers


class Down(Exception):
    """It can't answer, and says so."""


class Member:
    """A member's browser: one connection, one session, one token. Without a session, a guest's."""

    def __init__(self, port: int, session: str, form: str = FORM):
        self.form = form
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.cookies = f"sessionid={session}"
        status, headers, body = self.ask("GET")
        if status == 503:
            raise Down
        assert status == 200, body
        self.cookies += "; " + re.search(r"csrftoken=[^;]+", headers["Set-Cookie"])[0]
        self.token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', body)[1]

    def ask(self, method, fields=None, path=""):
        if self.connection.sock is None:
            self.connection.connect()  # if nobody listens, nothing is half asked
        headers = {"Cookie": self.cookies, "Content-Type": "application/x-www-form-urlencoded"}
        self.connection.request(method, path or self.form, urlencode(fields) if fields else None, headers)
        response = self.connection.getresponse()
        return response.status, response.headers, response.read().decode()

    def post(self, text: str, key: uuid.UUID) -> tuple[int, str, float]:
        """(status, where it leads, seconds)"""
        start = time.perf_counter()
        status, headers, _body = self.ask("POST", {"text": text, "key": key, "csrfmiddlewaretoken": self.token})
        return status, headers.get("Location", ""), time.perf_counter() - start


class Site:
    """`database` is "", for the SQLite file that a site has by default, or a PostgreSQL server (postgres.Postgres)."""

    def __init__(self, directory: Path, database=None):
        names = ("PATH", "HOME", "LANG")
        self.data, self.database, self.port = directory / "data", database, free_port()
        self.env = {name: os.environ[name] for name in names if name in os.environ} | {"PARLEY_DATA": str(self.data)}
        if database:
            self.env["DATABASE_URL"] = database.url
        self.said = directory / "said"

    def start(self) -> float:
        """Until it answers; how long that took, in seconds."""
        begun = time.monotonic()
        with self.said.open("a") as said:
            self.process = subprocess.Popen(
                ["bin/serve", "--port", str(self.port)],
                cwd=ROOT,
                env=self.env,
                stdout=said,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        while not self.answers():
            assert self.process.poll() is None and time.monotonic() < begun + 180
            time.sleep(0.05)
        return time.monotonic() - begun

    def answers(self) -> bool:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
            connection.request("GET", "/")
            return connection.getresponse().status == 200
        except CUT_OFF:
            return False

    def kill(self) -> None:
        kill_session(self.process.pid)
        self.process.wait()

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=30)

    def server(self) -> int:
        """The number of the server that bin/serve started."""
        (found,) = (one for one in children(self.process.pid) if b"config.server" in _command(one))
        return found

    def workers(self) -> list[int]:
        """The numbers of the server's processes."""
        return children(self.server())

    def shell(self, script: str, **env: str) -> str:
        """What a script says that `manage.py shell` runs on the site."""
        ran = subprocess.run(
            [".venv/bin/python", "manage.py", "shell", "-v0"],
            cwd=ROOT,
            env=self.env | env,
            input=script,
            capture_output=True,
            text=True,
            check=True,
        )
        return ran.stdout

    def manage(self, *arguments: str) -> None:
        """Runs a command on the site."""
        command = [".venv/bin/python", "manage.py", *arguments]
        subprocess.run(command, cwd=ROOT, env=self.env, stdout=subprocess.DEVNULL, check=True)

    def people(self, count: int, role: str = "member") -> list[str]:
        """Makes members; their sessions."""
        script = (ROOT / "tests/slow/people.py").read_text()
        return re.findall(r"session (\w+)", self.shell(script, PEOPLE=str(count), ROLE=role))

    def rows(self, query: str) -> list[tuple]:
        """What the database itself answers."""
        if self.database:
            with psycopg.connect(self.database.dsn) as connection:
                return connection.execute(query).fetchall()
        with closing(sqlite3.connect(self.data / "db.sqlite3")) as database:
            return database.execute(query).fetchall()

    def count(self, table: str) -> int:
        return self.rows(f"SELECT count(*) FROM {table}")[0][0]  # noqa: S608 (a name of ours)


def children(process: int) -> list[int]:
    found = []
    for task in Path(f"/proc/{process}/task").iterdir():
        with suppress(OSError):  # a thread that has ended since
            found += [int(pid) for pid in (task / "children").read_text().split()]
    return found


def _command(process: int) -> bytes:
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:  # it has ended since
        return b""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
