"""What is damaged restores nothing, and what is there is never overwritten."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection

from blog.backups import making, postgres, sqlite
from blog.backups.making import make_backup, verify
from blog.backups.manifest import Damaged, read_manifest
from blog.backups.restoring import Refused, restore
from tests.blog.backups.conftest import NOON, files
from tests.rows import rows


def database_of(backup):
    return backup / (sqlite.FILE if connection.vendor == "sqlite" else postgres.FILE)


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


def test_a_file_that_sqlite_can_not_write_or_read_is_told_apart_from_a_damaged_one(tmp_path):
    with pytest.raises(OSError, match="SQLite says"):
        sqlite.look_into(tmp_path / "gone.sqlite3")
    (tmp_path / "nonsense").write_bytes(b"nonsense" * 1000)
    with pytest.raises(sqlite.Broken):
        sqlite.look_into(tmp_path / "nonsense")
