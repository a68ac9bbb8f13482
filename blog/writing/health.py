"""How the house is, in words, and what to do about it. Nothing is found where all is well.

A check is a function of a blog and the moment that yields Findings; whoever has more to ask adds theirs to CHECKS.
"""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db.models import Count, Subquery, Value
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Letter
from accounts.sending import given_up
from blog.models import Blog

CAP = 100
LATE_LETTER = timedelta(minutes=15)  # `manage.py tend` takes letters out each minute
TIRED_LETTER = 3  # tries, after which it is the server's fault
LATE_CHANGE = timedelta(hours=1)
SCARCE = 1024**3  # bytes; a file system that has less, and less than a tenth, soon has none
OLD_BACKUP = timedelta(days=2)
BACKUPS = "backups"  # the folder for them in the data directory, if there is one


@dataclass(frozen=True, slots=True)
class Finding:
    """`told` and `todo` are sentences; `url` a page of the desk that helps, or ""."""

    code: str
    told: str
    todo: str
    url: str = ""


Check = Callable[[Blog, datetime], Iterator[Finding]]


def findings(blog: Blog, now: datetime) -> list[Finding]:
    """What is not well. One query, and a look at the disk."""
    return [finding for check in CHECKS for finding in check(blog, now)]


def _queues(blog: Blog, now: datetime) -> Iterator[Finding]:
    """Letters that were given up, that no server takes or that nobody takes out, comments that wait for too long."""
    letters = Letter.objects.filter(blog=blog, state=Letter.State.WAITING, digest=False)
    refused = letters.filter(tries__gte=TIRED_LETTER)
    left = letters.filter(tries__lt=TIRED_LETTER, next_at__lt=now - LATE_LETTER)
    hours = blog.overdue_hours or blog.remind_hours
    late = blog.comments.held().filter(created_at__lt=now - timedelta(hours=hours))
    late = late if hours else late.none()
    kinds = (given_up(now).filter(blog=blog), refused, left, late)
    counts = Blog.objects.filter(pk=blog.pk).values_list(*map(_up_to_cap, kinds)).get()
    lost, refused, left, late = (count or 0 for count in counts)
    if lost:
        told = ngettext(
            "%(count)s letter of the last days was given up after many tries: its reader was not told.",
            "%(count)s letters of the last days were given up after many tries: their readers were not told.",
            lost,
        )
        todo = _("Look at the log for why. When that is mended, “manage.py tend --again” has them tried again.")
        yield Finding("mail_given_up", told % {"count": _capped(lost)}, todo)
    if refused:
        told = ngettext(
            "%(count)s letter was tried several times, and the mail server did not take it.",
            "%(count)s letters were tried several times, and the mail server did not take them.",
            refused,
        )
        todo = _("Look at the log for what it says, and at the address and password it is given. They are tried on.")
        yield Finding("mail_refused", told % {"count": _capped(refused)}, todo)
    if left:
        told = ngettext(
            "%(count)s letter waits to be sent, and nothing sends it.",
            "%(count)s letters wait to be sent, and nothing sends them.",
            left,
        )
        yield Finding("mail_left", told % {"count": _capped(left)}, _("Let “manage.py tend” run every minute."))
    if late:
        told = ngettext(
            "%(count)s comment has waited for more than %(hours)d hours.",
            "%(count)s comments have waited for more than %(hours)d hours.",
            late,
        )
        told %= {"count": _capped(late), "hours": hours}
        yield Finding("overdue", told, _("Decide on them."), f"{reverse('comments:desk')}?state=held")


def _changes(blog: Blog, now: datetime) -> Iterator[Finding]:
    if blog.next_due_at and blog.next_due_at < now - LATE_CHANGE:
        told = _("A change of a text that was to go public by itself has not.")
        yield Finding("change_late", told, _("Look at the log for why, and save the text anew."))


def _disk(blog: Blog, now: datetime) -> Iterator[Finding]:
    there = Path(settings.MEDIA_ROOT)
    there = next((folder for folder in (there, *there.parents) if folder.exists()), Path("/"))
    disk = shutil.disk_usage(there)
    if disk.free < min(SCARCE, disk.total // 10):
        told = _("The disk is nearly full: %(free)d MB are left.") % {"free": disk.free // 1024**2}
        yield Finding("disk", told, _("Make room, or no post, comment and image can be kept any more."))


def _backups(blog: Blog, now: datetime) -> Iterator[Finding]:
    """How old the newest is, where there are any: who keeps them elsewhere is not asked."""
    folder = Path(settings.MEDIA_ROOT).parent / BACKUPS
    if not folder.is_dir():
        return
    kept = [one for one in folder.iterdir() if not one.name.startswith(".")]  # files, or a folder for each
    newest = max((one.stat().st_mtime for one in kept), default=None)
    if newest is None:
        yield Finding("backup_none", _("There is no backup yet."), _("Make one, and let one be made every night."))
    elif (days := int((now.timestamp() - newest) // 86_400)) >= OLD_BACKUP.days:
        told = _("The newest backup is %(days)d days old.") % {"days": days}
        yield Finding("backup_old", told, _("Look at why none was made since."))


CHECKS: list[Check] = [_queues, _changes, _disk, _backups]


def _up_to_cap(rows) -> Subquery:
    few = rows.model.objects.filter(pk__in=rows.order_by().values("pk")[:CAP])
    return Subquery(few.order_by().annotate(one=Value(1)).values("one").annotate(n=Count("*")).values("n"))


def _capped(count: int) -> str:
    return f"{CAP - 1}+" if count >= CAP else str(count)
