"""A person's pace: how often one person may do one thing. (Signing in and up have allauth's own limits.)"""

import time
from math import ceil

from django.conf import settings
from django.core.cache import cache


def wait_for(act: str, person: int | str) -> int:
    """Counts one `act` (a key of settings.RATE_LIMITS) of a person; how many seconds they have to wait, 0 for none.

    At no moment have more than `count` been let through in the `seconds` before it. Time is cut into windows of that
    length, each with `count` places, and a place is a key of the shared cache that holds when it was taken. Those of
    the window before that are not past yet are so many fewer for this one. Taking a place is `add` of a key that was
    never there, which is atomic in every backend (`incr` is not in the database's, nor is `add` over what has expired),
    so that all workers together let no more through. A store that cannot keep a place lets nobody through: better slow
    than open.
    """
    count, seconds = settings.RATE_LIMITS[act]
    now = time.time()
    window = int(now) // seconds
    before, here = ([f"limit:{act}:{person}:{one}:{place}" for place in range(count)] for one in (window - 1, window))
    taken = cache.get_many(before + here)
    earlier = [at for key in before if (at := taken.get(key, 0)) > now - seconds]
    for key in here[: count - len(earlier)]:
        if key not in taken and cache.add(key, now, timeout=2 * seconds):
            return 0
    times = sorted(earlier + [taken[key] for key in here if key in taken])
    free_at = times[len(times) - count] + seconds if len(times) >= count else now + seconds
    return max(1, ceil(free_at - now))
