"""An editor that writes by itself, and the command it is opened by."""

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Role


@pytest.fixture
def author(blog, make_member):
    return make_member(blog, Role.AUTHOR, name="Anna Author")


@pytest.fixture
def written(settings, tmp_path):
    """Where the files are that the command has begun."""
    settings.WRITING_ROOT = tmp_path / "writing"
    return settings.WRITING_ROOT


@pytest.fixture
def editor(settings, tmp_path):
    """Makes the editor a program that does this to the file “$1”."""

    def use(script):
        program = tmp_path / "an editor"
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o700)
        settings.EDITOR = f"'{program}'"

    return use


@pytest.fixture
def run(written):
    """Runs the command; what it said, and its exit code."""

    def run_(*arguments):
        out = io.StringIO()
        try:
            call_command("post", *arguments, stdout=out)
        except CommandError as error:
            return out.getvalue() + str(error), error.returncode
        return out.getvalue(), 0

    return run_


def left(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.md")) if folder.exists() else []


WRITE = 'printf -- "---\\ntitle: Nights at sea\\nlabels: [Letters]\\n---\\n\\nIt was **dark**.\\n" > "$1"'
