"""The cache: rate limits are counted in it, so all processes must share it, and nothing may push them out."""

import secrets
from collections.abc import Iterator

from django.conf import settings
from django.core.cache import cache

from blog.watching.doctor.findings import Finding, fail, ok

OWN = ("locmem", "dummy", "filebased")  # of one process, or without an `add` that two can't both win
ENOUGH = 10_000  # keys


def look() -> Iterator[Finding]:
    yield shared(settings.CACHES["default"])
    yield round_trip()


def shared(told: dict) -> Finding:
    backend = told["BACKEND"]
    if any(f".{name}." in backend for name in OWN):
        return fail(
            "shared",
            "Each process has a cache of its own: limits are multiplied by their number.",
            "Unset CACHE_URL (a file of SQLite’s is shared), or name a Redis there.",
        )
    if backend.endswith("DatabaseCache") and told.get("OPTIONS", {}).get("MAX_ENTRIES", 300) < ENOUGH:
        return fail("shared", "It is so small that a flood pushes limits out.", f"Set MAX_ENTRIES to {ENOUGH} or more.")
    return ok("shared", "All processes share it.")


def round_trip() -> Finding:
    key, value = f"doctor:{secrets.token_hex(4)}", secrets.token_hex(8)
    try:
        cache.set(key, value, timeout=60)
        kept = cache.get(key) == value and not cache.add(key, "another")
        cache.delete(key)
    except Exception as error:  # noqa: BLE001 (each backend has faults of its own)
        return fail(
            "round trip",
            f"It can’t be used ({type(error).__name__}): nobody can post or sign in, for limits fail closed.",
            "Run manage.py createcachetable --database cache, or see to the server in CACHE_URL.",
        )
    if not kept:
        return fail("round trip", "It forgets what it was given.", "See to the server in CACHE_URL.")
    return ok("round trip", "It keeps what it is given.")
