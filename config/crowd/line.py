"""A line before a few hands: whoever finds one free is served at once, others wait, and nobody waits for long."""

import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

FEW = 16  # so many may stand in line however long it takes: they are people in a slow moment, not a flood
PATIENCE = 1.0  # seconds that the first in line has waited when nobody else is let in


class Full(Exception):
    """The line is too long: come back later."""


class Line:
    """At most `hands` are served at once, each in one of as many threads, and at most `places` wait."""

    def __init__(self, hands: int, places: int, clock: Callable[[], float] = time.monotonic):
        self._hands, self._places, self._clock = ThreadPoolExecutor(hands, "hand"), places, clock
        self._lock = threading.Lock()
        self._since: deque[float] = deque()  # of each who stands in line: since when

    @property
    def waiting(self) -> int:
        return len(self._since)

    def serve(self, act: Callable, *values):
        """What `act` returns or raises, when its turn has come. Raises Full at once where it would take too long."""
        now = self._clock()
        with self._lock:
            if self._is_long(now):
                raise Full
            try:
                served = self._hands.submit(self._serve, act, *values)
            except RuntimeError:  # the process ends, and takes on nobody any more
                raise Full from None
            self._since.append(now)
        return served.result()

    def _serve(self, act: Callable, *values):
        with self._lock:
            self._since.popleft()  # who came first has its turn first
        return act(*values)

    def _is_long(self, now: float) -> bool:
        waiting = len(self._since)
        return waiting >= self._places or (waiting >= FEW and now > self._since[0] + PATIENCE)
