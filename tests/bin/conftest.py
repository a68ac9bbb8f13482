import os
import socket
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
KEPT = ("PATH", "HOME", "LANG", "PYENV_VERSION", "PYENV_ROOT")


@pytest.fixture
def shell(tmp_path):
    """A newcomer's environment: few variables, and a data directory that is not there yet."""
    return {name: os.environ[name] for name in KEPT if name in os.environ} | {"PARLEY_DATA": str(tmp_path / "data")}


@pytest.fixture
def run(shell):
    """Runs a script of bin/ to its end: (exit status, what it said)."""

    def run_(*command: str, **variables: str) -> tuple[int, str]:
        done = subprocess.run(
            command, cwd=ROOT, env=shell | variables, capture_output=True, text=True, timeout=60, check=False
        )
        return done.returncode, done.stdout + done.stderr

    return run_


@pytest.fixture
def port() -> int:
    """A port of this computer that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
