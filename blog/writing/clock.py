"""A time of day as a zone's clock shows it, and the moments it can mean: one, or two when that clock is turned.

Where the clock is put forward, some times never come; where it is put back, some come twice. Neither is guessed about.
"""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

ONCE, TWICE, NEVER = "once", "twice", "never"


def moments_of(local: datetime, zone: ZoneInfo) -> tuple[str, list[datetime]]:
    """How often the clock shows this time (ONCE, TWICE, NEVER), and the moments it can mean, in UTC, the earlier first.

    `local` knows no zone. Of a time that never comes: as far after the gap's beginning, and as far before its end.
    """
    readings = [local.replace(tzinfo=zone, fold=fold) for fold in (0, 1)]
    moments = sorted({one.astimezone(UTC) for one in readings})
    if len(moments) == 1:
        return ONCE, moments
    comes = all(one.astimezone(zone).replace(tzinfo=None, fold=0) == local for one in moments)
    return TWICE if comes else NEVER, moments


def token_of(moment: datetime) -> str:
    """A moment as a form sends it back, e.g. "2026-10-25T00:30Z"."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%MZ")


def offset_of(moment: datetime, zone: ZoneInfo) -> str:
    """How far the zone's clock is from UTC at that moment, e.g. "UTC+02:00"."""
    seconds = int(moment.astimezone(zone).utcoffset().total_seconds())
    sign, seconds = ("−", -seconds) if seconds < 0 else ("+", seconds)
    return f"UTC{sign}{seconds // 3600:02}:{seconds // 60 % 60:02}"
