"""A sign of life of `manage.py tend`, in the cache that all processes share."""

from datetime import datetime

from django.core.cache import cache

_KEY = "tend:beat"
KEPT = 7 * 24 * 3600  # seconds


def beat(now: datetime) -> None:
    cache.set(_KEY, now, timeout=KEPT)


def last_beat() -> datetime | None:
    """When tend last went round; None where nobody knows."""
    return cache.get(_KEY)
