"""A line before a few hands: whoever finds one free is served at once, others wait, and nobody waits for long."""

import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

from config.crowd.frames import with_room

FEW = 16  # so many may stand in line however long it takes: they are people in a slow moment, not a flood
PATIENCE = 1.0  # seconds that the first in line has waited when nobody else is let in


class Full(Exception):
    """The line is too long: come back later."""


class Line:
    """At most `hands` are served at once, each in one of as many threads, and at most `places` wait.

    With `alone`, a hand works alone until it has been at it for so many seconds; then it is waiting for something, and
    another may begin.
    """

    def __init__(
        self, hands: int, places: int, clock: Callable[[], float] = time.monotonic, *, alone: float = 0.0
    ) -> None:
        self._hands, self._most, self._places = ThreadPoolExecutor(hands, "hand"), hands, places
        self._clock, self._alone = clock, alone
        self._changes = threading.Condition()  # guards what follows
        self._line: deque[tuple[float, Future, Callable, tuple]] = deque()  # who waits: since when, for what
        self._ready = 0  # hands that serve somebody, or will as soon as they may
        self._begun: dict[int, float] = {}  # those that serve somebody, by thread: since when

    @property
    def waiting(self) -> int:
        return len(self._line)

    def is_full(self) -> bool:
        """Whether somebody who came now would find it too long."""
        with self._changes:
            return self._is_long(self._clock())

    def serve(self, act: Callable, *values):
        """What `act` returns or raises, when its turn has come. Raises Full at once where it would take too long."""
        now = self._clock()
        with self._changes:
            if self._is_long(now):
                raise Full
            served = Future()
            if self._ready < self._most:
                try:
                    self._hands.submit(with_room, self._serve_all)
                except RuntimeError:  # the process ends, and takes on nobody any more
                    raise Full from None
                self._ready += 1
            self._line.append((now, served, act, values))
        return served.result()

    def _serve_all(self) -> None:
        """What a hand does while anybody stands in line: who came first has their turn first."""
        while somebody := self._next():
            _since, served, act, values = somebody
            try:
                served.set_result(act(*values))
            except BaseException as error:  # noqa: BLE001 (theirs to whom it happens)
                served.set_exception(error)

    def _next(self) -> tuple | None:
        me = threading.get_ident()
        with self._changes:
            self._begun.pop(me, None)
            while self._line and (wait := self._wait()) > 0:
                self._changes.wait(wait)
            if not self._line:
                self._ready -= 1
                return None
            self._begun[me] = self._clock()
            return self._line.popleft()

    def _wait(self) -> float:
        """Seconds until another hand may begin."""
        return max(self._begun.values()) + self._alone - self._clock() if self._begun else 0.0

    def _is_long(self, now: float) -> bool:
        waiting = len(self._line)
        return waiting >= self._places or (waiting >= FEW and now > self._line[0][0] + PATIENCE)
