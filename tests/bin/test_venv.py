"""bin/venv.sh: an installation that was interrupted is made anew, one that is whole is left alone."""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FAKE = """#!/bin/sh
# Stands in for Python: makes a "virtual environment" that counts what it is asked to do.
case "$*" in
    "-m venv "*) mkdir -p "$3/bin" && cp "$0" "$3/bin/python"; echo "made" >>"$LOG" ;;
    *" pip "*) echo "installed ${*##* }" >>"$LOG"; exit "${PIP_FAILS:-0}" ;;
esac
"""


@pytest.fixture
def make(run, tmp_path):
    """make(requirements, **variables): runs make_venv on a fake Python; what was done since the last call."""
    python, log, venv = tmp_path / "python3", tmp_path / "log", tmp_path / "venv"
    python.write_text(FAKE)
    python.chmod(0o755)

    def make_(requirements: str, **variables: str) -> list[str]:
        log.write_text("")
        command = f". bin/venv.sh; make_venv {venv} {python} {requirements}"
        status, said = run("sh", "-c", command, LOG=str(log), **variables)
        assert (status == 0) == (variables.get("PIP_FAILS", "0") == "0"), said
        return log.read_text().splitlines()

    make_.venv = venv
    return make_


def test_what_is_whole_is_left_alone(make):
    assert make("requirements.txt") == ["made", "installed requirements.txt"]
    assert make("requirements.txt") == []


def test_what_was_interrupted_is_made_anew(make):
    make("requirements.txt", PIP_FAILS="1")
    (make.venv / "left-over").touch()
    assert make("requirements.txt") == ["made", "installed requirements.txt"]
    assert not (make.venv / "left-over").exists()


def test_the_tests_libraries_are_added_to_the_blogs_and_hold_them(make):
    make("requirements.txt")
    assert make("requirements-dev.txt") == ["installed requirements-dev.txt"]
    assert make("requirements.txt") == []


def test_a_changed_list_is_installed_over_the_old(make):
    make("requirements.txt")
    (make.venv / "ready").write_text("requirements.txt 1 2\n")
    assert make("requirements.txt") == ["installed requirements.txt"]
