"""Moments in words: by the blog's clock, by UTC, and how far away."""

from datetime import UTC, datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timesince import timesince, timeuntil
from django.utils.translation import gettext as _


def whole_moment(at: datetime, now: datetime) -> str:
    """E.g. "Tuesday 1 December 2026, 09:00 Europe/Vienna = 08:00 UTC, in 3 days", in the time zone in force."""
    local, utc = timezone.localtime(at), at.astimezone(UTC)
    zone = str(timezone.get_current_timezone())
    said = f"{date_format(local, 'l j F Y, H:i')} {zone}"
    if zone != "UTC":
        said += f" = {date_format(utc, 'H:i' if utc.date() == local.date() else 'j F, H:i')} UTC"
    return f"{said}, {away(at, now)}"


def away(at: datetime, now: datetime) -> str:
    """How far a moment is from now, e.g. "in 3 days"."""
    if abs((at - now).total_seconds()) < 60:
        return _("now")
    if at > now:
        return _("in %(time)s") % {"time": timeuntil(at, now, depth=1)}
    return _("%(time)s ago") % {"time": timesince(at, now, depth=1)}
