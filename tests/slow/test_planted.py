"""Each mistake of planted.py (R-23) is made in a copy of the project, and the test that should notice it is run."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.slow.planted import MISTAKES, Planted
from tests.slow.site import ROOT

pytestmark = pytest.mark.slow

NOTICED = 1  # pytest's answer where a test failed; 2 and more: it could not run them


@pytest.fixture(scope="module")
def copy(tmp_path_factory) -> Path:
    """The project, without what is made when it runs."""
    there = tmp_path_factory.mktemp("planted") / "parley"
    shutil.copytree(ROOT, there, ignore=shutil.ignore_patterns("var", ".venv*", ".git", "__pycache__", "node_modules"))
    return there


def run(copy: Path, tests: str) -> int:
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-n0", "--no-browser", *tests.split()]
    environment = os.environ | {"PARLEY_DATA": str(copy / "var")}
    return subprocess.run(command, cwd=copy, env=environment, capture_output=True).returncode


@pytest.mark.parametrize("mistake", MISTAKES, ids=str)
def test_a_mistake_is_noticed(mistake: Planted, copy):
    file = copy / mistake.file
    whole = file.read_text()
    assert whole.count(mistake.was) == 1, "the code is another now: plant the mistake anew"
    file.write_text(whole.replace(mistake.was, mistake.now))
    try:
        assert run(copy, mistake.tests) == NOTICED
    finally:
        file.write_text(whole)


def test_without_a_mistake_these_tests_pass(copy):
    names = sorted({name for mistake in MISTAKES for name in mistake.tests.split() if name.startswith("tests/")})
    assert run(copy, " ".join(names)) == 0
