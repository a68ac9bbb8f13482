"""A site to measure: Parley's data, filled, and beside it the tutorial's."""

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.bench.server import ROOT


@dataclass(frozen=True)
class Ground:
    """`pages` are addresses by name (see fill.py); `sessions` the file with the members' sessions."""

    data: Path
    pages: dict[str, str]
    sessions: Path

    def session(self) -> str:
        return self.sessions.read_text().split("\n", 1)[0]


def prepare(data: Path, people: int) -> Ground:
    """Makes all of it in the empty directory `data`."""
    data.mkdir(exist_ok=True)
    sessions = data / "sessions.txt"
    names = ("PATH", "HOME", "LANG")
    env = {name: os.environ[name] for name in names if name in os.environ}
    env |= {"PARLEY_DATA": str(data), "PEOPLE": str(people), "BENCH_SESSIONS": str(sessions)}

    def run(*arguments: str, script: str = "") -> str:
        command = [sys.executable, *arguments]
        return subprocess.run(command, cwd=ROOT, env=env, input=script, stdout=-1, text=True, check=True).stdout

    run("manage.py", "migrate", "-v0")
    run("manage.py", "createcachetable", "--database", "cache", "-v0")
    run("manage.py", "collectstatic", "--no-input", "-v0")
    run("manage.py", "publish_demo", "-v0")
    said = run("manage.py", "shell", "-v0", script=Path(__file__).with_name("fill.py").read_text())
    run("-m", "tests.bench.tutorial.fill", "200")
    pages = dict(re.findall(r"^page (\S+) (\S+)$", said, re.MULTILINE))
    return Ground(data, pages | {"front": "/", "feed": "/feed/"}, sessions)
