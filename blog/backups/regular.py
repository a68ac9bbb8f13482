"""Backups by the clock, made by `manage.py tend` where BACKUP_EVERY_HOURS says so."""

from datetime import datetime, timedelta

from django.conf import settings

from blog.backups.making import backups_in, made_at, make_backup

KEEP = 7


def back_up_if_due(now: datetime) -> bool:
    """Makes a backup if the newest is older than the settings will have it; whether one was made."""
    if not settings.BACKUP_EVERY_HOURS:
        return False
    newest = next(map(made_at, backups_in(settings.BACKUPS)), None)
    if newest and now < newest + timedelta(hours=settings.BACKUP_EVERY_HOURS):
        return False
    make_backup(settings.BACKUPS, keep=KEEP, now=now)
    return True
