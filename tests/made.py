"""A site's data directory as its first start leaves it, for tests that start a site and are about something else."""

import fcntl
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def _made_once(tmp_path_factory) -> Path:
    """Made by whichever of the tests' processes needs it first; to make one takes six seconds of computing."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    data, is_made = shared / "made", shared / "made.whole"
    with (shared / "made.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not is_made.exists():
            shutil.rmtree(data, ignore_errors=True)
            data.mkdir(mode=0o700)
            env = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
            command = [sys.executable, "manage.py", "prepare", "--at", "http://127.0.0.1"]
            subprocess.run(command, cwd=ROOT, env=env | {"PARLEY_DATA": str(data)}, check=True, capture_output=True)
            is_made.touch()
    return data


@pytest.fixture
def made(_made_once, tmp_path) -> Path:
    """The data directory `tmp_path / "data"`, in which the demo blog is published and the static files lie."""
    return shutil.copytree(_made_once, tmp_path / "data")
