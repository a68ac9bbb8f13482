"""A moment as people write it, in a zone whose clocks are put forward and back."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django.utils.dateparse import parse_date, parse_datetime

FIRST_YEAR, LAST_YEAR = 1000, 2999  # a path has four digits for the year, and a calendar ends


class NoMoment(Exception):
    """Why what was written is no moment, in a sentence that says what to write instead."""


def moment_in(said: str, zone: ZoneInfo) -> datetime:
    """The moment of a day and a time like "2026-05-03 18:30", in `zone` unless it names its own offset from UTC.

    Raises NoMoment, also for a time that the zone's clocks leave out, or show twice, on that day.
    """
    try:
        at = parse_datetime(said.strip())
        if at is None and (day := parse_date(said.strip())):
            at = datetime(day.year, day.month, day.day)  # noqa: DTZ001 (the zone follows)
    except ValueError:
        at = None
    if at is None:
        raise NoMoment(f"“{said}” is no date: write it like 2026-05-03 or “2026-05-03 18:30”.")
    if not FIRST_YEAR <= at.year <= LAST_YEAR:
        raise NoMoment(f"Write a year between {FIRST_YEAR} and {LAST_YEAR}.")
    if at.tzinfo:
        return at
    once, again = (at.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    if once.utcoffset() == again.utcoffset():
        return once
    if once.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != at:
        raise NoMoment(f"On that day, clocks in {zone.key} are put forward and never show {at:%H:%M}: choose another.")
    both = " or ".join(f"“{one:%Y-%m-%d %H:%M%z}”" for one in (once, again))
    raise NoMoment(f"On that day, clocks in {zone.key} show {at:%H:%M} twice: write {both}.")
