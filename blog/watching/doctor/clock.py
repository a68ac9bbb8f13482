"""The clock: posts become public by it. No other machine is asked but the database's."""

import zoneinfo
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from django.db import connection
from django.utils import timezone

from blog.comments.models import Ruling
from blog.models import Blog
from blog.watching.doctor.findings import Finding, fail, ok, warn

OFF = timedelta(seconds=5)


def look() -> Iterator[Finding]:
    now = timezone.now()
    newest = Ruling.objects.order_by("-pk").values_list("at", flat=True).first()
    if newest and newest > now + OFF:
        yield fail(
            "clock",
            f"The last comment was ruled on at {newest:%Y-%m-%d %H:%M} UTC, which is in the future.",
            "Set this machine’s clock, and let it be kept (NTP).",
        )
    else:
        yield ok("clock", f"It is {now:%Y-%m-%d %H:%M:%S} UTC here; nothing happened later than that.")
    if connection.vendor == "postgresql":
        yield agreed(now)
    yield zones()


def agreed(now: datetime) -> Finding:
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        there = cursor.fetchone()[0].astimezone(UTC)
    if abs(there - now) > OFF:
        return warn("database’s clock", f"It says {there:%H:%M:%S}.", "Let both machines’ clocks be kept (NTP).")
    return ok("database’s clock", "It agrees.")


def zones() -> Finding:
    unknown = sorted({name for name in Blog.objects.values_list("time_zone", flat=True) if not _is_known(name)})
    if unknown:
        return fail("time zones", f"This machine does not know {', '.join(unknown)}.", "Install the package tzdata.")
    return ok("time zones", "Those of all blogs are known.")


def _is_known(name: str) -> bool:
    try:
        zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return False
    return True
