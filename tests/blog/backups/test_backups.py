"""Backups, by really restoring them: the same rows, the same files, and nothing of what must not be in one."""

import stat
from datetime import timedelta
from threading import Event, Thread

import pytest
from django.contrib.sessions.models import Session
from django.db import connection

from blog.backups import making
from blog.backups.making import Busy, backups_in, made_at, make_backup
from blog.backups.manifest import Damaged, read_manifest
from blog.backups.restoring import restore
from blog.comments.models import Comment
from blog.models import Post
from tests.blog.backups.conftest import NOON, files
from tests.rows import rows


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
