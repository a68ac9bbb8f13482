"""Backups: that there is a new one, and that it is whole."""

from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from blog.backups.making import backups_in, made_at, verify
from blog.backups.manifest import Damaged
from blog.watching.doctor.findings import Finding, fail, ok, warn

OLD = timedelta(days=2)


def look() -> Iterator[Finding]:
    found = backups_in(settings.BACKUPS)
    if not found:
        yield warn(
            "newest",
            f"There is none in {settings.BACKUPS}.",
            "Make one with manage.py backup, or let tend make them (BACKUP_EVERY_HOURS=24).",
        )
        return
    age = timezone.now() - made_at(found[0])
    hours = int(age.total_seconds() // 3600)
    if age > OLD:
        yield warn("newest", f"It is {hours // 24} days old.", "See why none was made since: manage.py backup")
    else:
        yield ok("newest", f"It is {hours} hours old; there are {len(found)}.")
    try:
        verify(found[0])
        yield ok("whole", f"{found[0].name} was read again, and is whole. Have a copy on another machine, too.")
    except Damaged as error:
        yield fail("whole", f"{found[0].name} is damaged: {error}", "Make a new one at once: manage.py backup")
