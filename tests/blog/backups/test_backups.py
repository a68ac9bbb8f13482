"""Backups, by really restoring them: the same rows, the same files, and nothing of what must not be in one."""

import stat
from datetime import UTC, datetime, timedelta
from io import StringIO
from threading import Event, Thread

import pytest
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection

from blog.backups import making, postgres, sqlite
from blog.backups.making import Busy, backups_in, made_at, make_backup, verify
from blog.backups.manifest import Damaged, read_manifest
from blog.backups.media import names_in
from blog.backups.restoring import Refused, restore
from blog.comments.models import Comment
from blog.models import Post
from tests.rows import rows

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)


@pytest.fixture
def to(tmp_path):
    return tmp_path / "backups"


def files() -> dict[str, bytes]:
    return {name: default_storage.open(name).read() for name in names_in(default_storage)}


def database_of(backup):
    return backup / (sqlite.FILE if connection.vendor == "sqlite" else postgres.FILE)


def test_a_restored_blog_has_the_same_rows_and_files_and_goes_on(lived_in, to, elsewhere, make_comment):
    backup, before, kept = make_backup(to, keep=7, now=NOON), rows(), files()
    ids = set(Comment.objects.values_list("pk", flat=True))
    assert len(kept) == 1
    with elsewhere():
        done = restore(backup)
        assert rows() == before and files() == kept
        assert (done.files, done.migrated, done.manifest.made_at) == (1, False, "2026-05-04T12:00:00+00:00")
        assert make_comment(Post.objects.first()).pk not in ids
    assert rows() == before


def test_nobody_who_is_signed_in_is_in_a_backup(lived_in, to, elsewhere):
    keys = list(Session.objects.values_list("session_key", flat=True))
    assert len(keys) == 2
    backup = make_backup(to, keep=7, now=NOON)
    assert read_manifest(backup).rows["django_session"] == 0
    assert not [path for path in backup.rglob("*") if path.is_file() and keys[0].encode() in path.read_bytes()]
    with elsewhere():
        restore(backup)
        assert not Session.objects.exists()


def test_only_its_owner_can_read_a_backup(lived_in, to):
    backup = make_backup(to, keep=7, now=NOON)
    found = [path for path in backup.rglob("*") if path.is_file()]
    assert len(found) == 3 and {stat.S_IMODE(path.stat().st_mode) for path in found} == {0o600}
    assert stat.S_IMODE(backup.stat().st_mode) == stat.S_IMODE(to.stat().st_mode) == 0o700


def test_no_changed_bit_and_no_cut_goes_unnoticed(lived_in, to):
    """A bit of every third byte of the manifest and of forty places in each file; each file cut at twenty."""
    backup = make_backup(to, keep=7, now=NOON)
    manifest, tries = read_manifest(backup), 0
    for path in (path for path in backup.rglob("*") if path.is_file()):
        whole = path.read_bytes()
        steps = 3 if path.name == "manifest.json" else max(1, len(whole) // 40)
        for place in range(0, len(whole), steps):
            bit = 1 << (place % 8)
            assert_noticed(backup, path, whole[:place] + bytes([whole[place] ^ bit]) + whole[place + 1 :])
            tries += 1
        for cut in range(0, len(whole), max(1, len(whole) // 20)):
            assert_noticed(backup, path, whole[:cut])
            tries += 1
        path.write_bytes(whole)
    assert tries > 700
    assert verify(backup) == manifest


def assert_noticed(backup, path, damaged):
    path.write_bytes(damaged)
    with pytest.raises(Damaged):
        making.check_files(backup, read_manifest(backup))


def test_a_missing_and_a_strange_file_are_noticed_by_name(lived_in, to):
    backup = make_backup(to, keep=7, now=NOON)
    (backup / "media" / "strange.png").write_bytes(b"?")
    with pytest.raises(Damaged, match="strange.png is not the backup’s"):
        verify(backup)
    (backup / "media" / "strange.png").unlink()
    database_of(backup).unlink()
    with pytest.raises(Damaged, match="is missing"):
        verify(backup)


def test_a_damaged_backup_restores_nothing(lived_in, to, elsewhere):
    backup = make_backup(to, keep=7, now=NOON)
    image = next(path for path in (backup / "media").rglob("*") if path.is_file())
    image.write_bytes(b"other")
    with elsewhere():
        with pytest.raises(CommandError, match="not as it was written.*Take another backup"):
            call_command("restore", str(backup))
        assert not connection.introspection.table_names() and not files()


def test_a_database_with_posts_is_never_overwritten(lived_in, to):
    backup, before = make_backup(to, keep=7, now=NOON), rows()
    with pytest.raises(Refused, match="There are posts in this database.*Name an empty place"):
        restore(backup)
    assert rows() == before


def test_a_file_that_is_there_is_never_overwritten(lived_in, to, elsewhere):
    backup, (name,) = make_backup(to, keep=7, now=NOON), files()
    with elsewhere():
        default_storage.save(name, ContentFile(b"mine"))
        with pytest.raises(Refused, match="Another file is where"):
            restore(backup)
        assert default_storage.open(name).read() == b"mine"
        assert "blog_post" not in connection.introspection.table_names()


def test_the_newest_are_kept_and_nothing_else_in_the_directory_is_touched(lived_in, to):
    to.mkdir()
    (to / "letter.txt").write_text("mine")
    for day in range(5):
        make_backup(to, keep=3, now=NOON + timedelta(days=day))
    assert [made_at(path) for path in backups_in(to)] == [NOON + timedelta(days=day) for day in (4, 3, 2)]
    assert {path.name for path in to.iterdir() if not path.name.startswith("parley-")} == {"letter.txt", ".lock"}


@pytest.mark.parametrize("fault", [OSError("disk full"), Damaged("changed"), KeyboardInterrupt()])
def test_a_backup_that_fails_is_none_and_deletes_none(fault, lived_in, to, monkeypatch):
    old = make_backup(to, keep=1, now=NOON)

    def fail(*args, **kwargs):
        raise fault

    monkeypatch.setattr(making, "verify", fail)
    with pytest.raises(type(fault)):
        make_backup(to, keep=1, now=NOON + timedelta(days=1))
    assert backups_in(to) == [old] and {path.name for path in to.iterdir()} == {old.name, ".lock"}


def test_what_a_killed_backup_left_is_none_and_goes_with_the_next(lived_in, to, monkeypatch):
    """As after kill -9: nothing cleans up."""
    monkeypatch.setattr(making.shutil, "rmtree", lambda *args, **kwargs: None)
    monkeypatch.setattr(making, "verify", lambda *args: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        make_backup(to, keep=7, now=NOON)
    assert list(to.glob(".unfinished-*")) and not backups_in(to)
    monkeypatch.undo()
    made = make_backup(to, keep=7, now=NOON + timedelta(days=1))
    assert {path.name for path in to.iterdir()} == {made.name, ".lock"}


def test_two_at_once_do_not_disturb_each_other(lived_in, to):
    to.mkdir()
    with making._alone(to), pytest.raises(Busy, match="under way"):
        make_backup(to, keep=7, now=NOON)
    assert not backups_in(to)


def test_writers_go_on_and_what_was_acknowledged_is_in_the_copy(lived_in, to, make_member, make_comment, elsewhere):
    """Members write in a thread of their own all the while; the copy is one moment of it."""
    post, author = Post.objects.first(), make_member(lived_in)
    stop, written = Event(), [0]

    def write():
        while not stop.is_set():
            make_comment(post, author=author)
            written[0] += 1
        connection.close()

    writer = Thread(target=write)
    writer.start()
    try:
        backups = []
        for number in range(5):
            acknowledged = Comment.objects.count()
            backup = make_backup(to, keep=7, now=NOON + timedelta(days=number))
            assert acknowledged <= read_manifest(backup).rows["comments_comment"] <= Comment.objects.count()
            backups.append(backup)
    finally:
        stop.set()
        writer.join()
    assert written[0] > 5
    with elsewhere():
        restore(backups[-1])
        assert Comment.objects.count() == read_manifest(backups[-1]).rows["comments_comment"]


def test_a_backup_of_a_newer_version_or_another_database_is_refused(lived_in, to, elsewhere, monkeypatch):
    backup = make_backup(to, keep=7, now=NOON)
    with elsewhere():
        with monkeypatch.context() as patch:
            patch.setattr("blog.backups.restoring._known_migrations", lambda: {"blog": []})
            with pytest.raises(Refused, match="of a newer Parley"):
                restore(backup)
        with monkeypatch.context() as patch:
            patch.setattr(connection, "vendor", "oracle", raising=False)
            with pytest.raises(Refused, match="move_database"):
                restore(backup)


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


def test_a_file_that_sqlite_can_not_write_or_read_is_told_apart_from_a_damaged_one(tmp_path):
    with pytest.raises(OSError, match="SQLite says"):
        sqlite.look_into(tmp_path / "gone.sqlite3")
    (tmp_path / "nonsense").write_bytes(b"nonsense" * 1000)
    with pytest.raises(sqlite.Broken):
        sqlite.look_into(tmp_path / "nonsense")


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
