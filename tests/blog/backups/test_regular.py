"""Backups by the clock."""

from datetime import UTC, datetime, timedelta

import pytest

from blog.backups import regular
from blog.backups.making import backups_in
from blog.backups.regular import back_up_if_due

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)


@pytest.fixture
def nightly(settings, tmp_path, transactional_db):
    settings.BACKUPS, settings.BACKUP_EVERY_HOURS = tmp_path / "backups", 24
    return lambda hours: back_up_if_due(NOON + timedelta(hours=hours))


def test_one_is_made_when_the_newest_is_too_old(nightly, settings):
    assert [nightly(hours) for hours in (0, 1, 23, 24, 25)] == [True, False, False, True, False]
    assert len(backups_in(settings.BACKUPS)) == 2


def test_none_is_made_unless_asked_for(nightly, settings):
    settings.BACKUP_EVERY_HOURS = 0
    assert not nightly(0) and not backups_in(settings.BACKUPS)


def test_one_that_fails_is_tried_again_at_the_next_round(nightly, monkeypatch):
    def fail(*args, **kwargs):
        raise OSError("disk full")

    with monkeypatch.context() as patch:
        patch.setattr(regular, "make_backup", fail)
        with pytest.raises(OSError, match="disk full"):
            nightly(0)
    assert nightly(1) is True
