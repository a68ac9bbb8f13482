"""bin/serve, as a newcomer meets it. (The libraries are installed already: the tests run on them.)"""

import os
import re
import signal
import socket
import sqlite3
import subprocess
import time
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from tests.processes import kill_session, processes_of

ROOT = Path(__file__).resolve().parents[2]
PROCESSES = 2
ARTICLE = "/2018/05/lavrov-to-visit-north-korea/"


@contextmanager
def served(shell, port, tmp_path, stop=signal.SIGINT, **variables):
    """The server while it answers: (page reader, what it had said by then). Afterwards `stop` must end it with 0."""
    said = tmp_path / f"said-{time.monotonic_ns()}"
    with said.open("w") as output:
        server = subprocess.Popen(
            ["bin/serve", "--port", str(port)],
            cwd=ROOT,
            env=shell | variables,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            # As from a terminal, also where the tests were started in the background, which is deaf to Ctrl-C.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )
    try:
        wait_for(port, server, said)
        yield (lambda path: urlopen(f"http://127.0.0.1:{port}{path}", timeout=10).read().decode()), said.read_text()
        if stop == signal.SIGINT:  # a terminal tells every process of the group; twice, for people are impatient
            os.killpg(server.pid, stop)
            os.killpg(server.pid, stop)
        else:  # a supervisor tells the first alone
            server.send_signal(stop)
        assert server.wait(timeout=60) == 0, said.read_text()
        assert "Traceback" not in said.read_text()
    finally:
        kill_session(server.pid)
        server.wait()


def wait_for(port, server, said):
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        assert server.poll() is None, said.read_text()
        try:
            urlopen(f"http://127.0.0.1:{port}/robots.txt", timeout=5).read()
            # One that is told to end while it starts does not hear it, and is ended after ten seconds.
            if listening(port) == PROCESSES:
                return
        except (URLError, ConnectionError):
            pass
        time.sleep(0.1)
    raise AssertionError(said.read_text())


def listening(port) -> int:
    """How many sockets listen at it: each process of the server has its own."""
    found = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    return sum(local.endswith(f":{port:04X}") and state == "0A" for _number, local, _remote, state, *_more in found)


def rows(data: Path) -> dict[str, list]:
    """Every row of the database, by table."""
    with closing(sqlite3.connect(data / "db.sqlite3")) as db:
        tables = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {table: db.execute(f'SELECT * FROM "{table}"').fetchall() for table in tables}  # noqa: S608


def test_an_empty_directory_becomes_a_running_blog_and_a_second_start_changes_nothing(shell, port, tmp_path):
    data = tmp_path / "data"
    with served(shell, port, tmp_path) as (read, said):
        page = read(ARTICLE)
        assert "Lavrov to visit North Korea" in page
        assert "No comments:" in page
        assert "Lavrov to visit North Korea" in read("/")
        assert f"http://127.0.0.1:{port}" in said
        link = re.search(rf"http://127\.0\.0\.1:{port}(/accounts/owner/\S+)", said)
        assert link, said
        assert "password" in read(link[1])
        assert data.stat().st_mode & 0o077 == 0, "others on this computer can read addresses and codes"
    before = rows(data)
    with served(shell, port, tmp_path, stop=signal.SIGTERM) as (read, said):
        assert "Lavrov to visit North Korea" in read(ARTICLE)
        assert f"http://127.0.0.1:{port}" in said
        assert rows(data) == before
    assert rows(data) == before


@pytest.mark.usefixtures("made")
def test_what_is_done_beside_the_server_is_begun_again_when_it_is_killed_and_ends_with_it(shell, port, tmp_path):
    with served(shell, port, tmp_path, stop=signal.SIGTERM):
        (leader,) = (pid for pid in named("bin/serve", "--port", str(port)) if os.getsid(pid) == pid)
        until = time.monotonic() + 30
        while not (first := beside(leader)):
            assert time.monotonic() < until
        os.kill(*first, signal.SIGKILL)
        while beside(leader) in ([], first):
            assert time.monotonic() < until
            time.sleep(0.1)
    assert not processes_of(leader)


def named(*arguments: str) -> list[int]:
    """The numbers of the processes that were started with these arguments among theirs, in a row."""
    wanted, found = "\0" + "\0".join(arguments) + "\0", []
    for said in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):  # it has ended meanwhile
            if wanted in f"\0{said.read_text()}":
                found.append(int(said.parent.name))
    return found


def beside(leader: int) -> list[int]:
    return sorted(set(named("manage.py", "tend")) & set(processes_of(leader)))


@pytest.mark.usefixtures("made")
def test_what_another_process_changes_is_read_at_once_from_every_process(shell, port, tmp_path):
    change = "from blog.models import Post; Post.objects.update(title='Another Title')"
    with served(shell, port, tmp_path) as (read, _said):
        for path in (ARTICLE, "/", "/feed/"):
            assert all("Another Title" not in read(path) for _again in range(8))
        subprocess.run([".venv/bin/python", "manage.py", "shell", "-c", change], cwd=ROOT, env=shell, check=True)
        for path in (ARTICLE, "/", "/feed/"):
            assert all("Another Title" in read(path) for _again in range(8))


def test_a_port_that_is_taken_is_named(run, tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        status, said = run("bin/serve", "--port", str(port))
    assert status == 1
    assert f"Port {port} is already in use" in said
    assert "Traceback" not in said
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--nonsense"], "unknown option: --nonsense"),
        (["--port"], "--port needs a number"),
        (["--port", "http"], "not a port: http"),
        (["--host", ""], "--host needs an address"),
        (["serve"], "unknown option: serve"),
    ],
)
def test_a_wrong_option_is_answered_with_a_sentence(run, tmp_path, arguments, sentence):
    status, said = run("bin/serve", *arguments)
    assert status == 2
    assert sentence in said
    assert not (tmp_path / "data").exists()


def test_help_names_every_option(run):
    status, said = run("bin/serve", "--help")
    assert status == 0
    assert "--host" in said and "--port" in said and "PARLEY_DATA" in said


def test_a_python_without_its_venv_module_is_told_the_one_command(run, tmp_path):
    """Debian's python3 comes without ensurepip; this stands in for it."""
    python = tmp_path / "python3"
    python.write_text('#!/bin/sh\ncase "$2" in *ensurepip*) exit 1 ;; esac\nexit 0\n')
    python.chmod(0o755)
    status, said = run("bin/serve", PYTHON=str(python))
    assert status == 1
    assert re.search(r"apt-get install python3-venv$", said, re.M)


def test_an_old_python_is_told_what_is_needed(run, tmp_path):
    python = tmp_path / "python3"
    python.write_text("#!/bin/sh\nexit 1\n")
    python.chmod(0o755)
    status, said = run("bin/serve", PYTHON=str(python))
    assert status == 1
    assert "needs Python 3.11 or newer" in said
