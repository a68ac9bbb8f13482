"""A person's pace: how often one person may do one thing. (Signing in and up have allauth's own limits.)"""

import time

from django.conf import settings
from django.core.cache import cache


def wait_for(act: str, person: int) -> int:
    """Counts one `act` (a key of settings.RATE_LIMITS) of a person; how many seconds they have to wait, 0 for none.

    A window of `seconds` has `count` places, each a key of the shared cache. Taking one is `add`, which is atomic in
    every backend (`incr` is not in the database's), so that all workers together let no more than `count` through.
    A store that cannot keep a place lets nobody through: better slow than open.
    """
    count, seconds = settings.RATE_LIMITS[act]
    window, passed = divmod(int(time.time()), seconds)
    places = (f"limit:{act}:{person}:{window}:{place}" for place in range(count))
    if any(cache.add(place, 1, timeout=seconds) for place in places):
        return 0
    return seconds - passed
