"""manage.py backup, restore and verify_backup: what they say."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError

from blog.backups import postgres, sqlite
from blog.backups.making import backups_in
from blog.backups.manifest import Damaged
from blog.models import Post


def test_the_commands_say_what_they_did(lived_in, to, elsewhere):
    said = StringIO()
    call_command("backup", to=str(to), keep=2, stdout=said)
    (backup,) = backups_in(to)
    assert str(backup) in said.getvalue() and "is written and verified" in said.getvalue()
    assert "The secret key is not in it" in said.getvalue()
    call_command("verify_backup", str(backup), stdout=said)
    call_command("restore", str(backup / "manifest.json"), check=True, stdout=said)
    assert said.getvalue().count("is whole") == 2
    with elsewhere():
        call_command("restore", str(backup), stdout=said)
        assert "Restored from" in said.getvalue() and Post.objects.count() == 3


@pytest.mark.parametrize(
    "fault, sentence",
    [
        (OSError("disk full"), "can’t be written: disk full"),
        (Damaged("x is not as it was written"), "it is no backup: x is not"),
        (sqlite.Broken("page 7"), "The database is damaged; keep the backups you have! SQLite says: page 7"),
        (postgres.ProgramFailed("pg_dump failed"), "pg_dump failed"),
        (OperationalError("no route"), "The database does not answer: no route"),
    ],
)
def test_what_goes_wrong_is_told_in_a_sentence(fault, sentence, monkeypatch, to, db):
    def fail(*args, **kwargs):
        raise fault

    monkeypatch.setattr("blog.management.commands.backup.make_backup", fail)
    with pytest.raises(CommandError, match=sentence):
        call_command("backup", to=str(to))


@pytest.mark.parametrize(
    "command, arguments, sentence",
    [
        ("backup", ["--keep", "0"], "--keep needs a number of 1 or more"),
        ("restore", ["nowhere"], "is no complete backup"),
        ("verify_backup", [], "There is no backup"),
        ("verify_backup", ["nowhere"], "Make a new backup"),
    ],
)
def test_a_wrong_wish_is_answered_with_a_sentence(command, arguments, sentence, settings, tmp_path, db):
    settings.BACKUPS = tmp_path / "none"
    with pytest.raises(CommandError, match=sentence):
        call_command(command, *arguments, stderr=StringIO())
