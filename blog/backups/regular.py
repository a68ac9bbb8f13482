"""Backups by the clock, made by `manage.py tend` where BACKUP_EVERY_HOURS says so."""

import logging
from datetime import datetime, timedelta

from django.conf import settings

from blog.backups.making import backups_in, made_at, make_backup

log = logging.getLogger(__name__)
KEEP = 7


def back_up_if_due(now: datetime) -> bool:
    """Makes a backup if the newest is older than the settings will have it; whether one was made.

    One that fails is logged and tried again at the next round: mails must not wait for a full disk.
    """
    if not settings.BACKUP_EVERY_HOURS:
        return False
    newest = next(map(made_at, backups_in(settings.BACKUPS)), None)
    if newest and now < newest + timedelta(hours=settings.BACKUP_EVERY_HOURS):
        return False
    try:
        make_backup(settings.BACKUPS, keep=KEEP, now=now)
    except Exception:  # noqa: BLE001 (whatever it is: the rest of the round is due as well)
        log.exception("The regular backup could not be made")
        return False
    return True
