"""Log lines of which hundreds may come in a second: made and written a moment later, many at once, by a thread.

To make one costs more than all else that it takes to refuse somebody, and to write one lets go of the interpreter: a
thread that is at work on a page takes half a millisecond to get it back.
"""

import atexit
import logging
from collections import deque
from queue import SimpleQueue
from threading import Lock, Thread
from time import sleep, time

MOMENT = 0.1  # seconds
log = logging.getLogger("parley.request")


class Soon:
    """One thread, begun with the first line."""

    def __init__(self):
        self._lines: deque[tuple[float, dict]] = deque()
        self._bell, self._rung, self._begins, self._thread = SimpleQueue(), False, Lock(), None

    def warn(self, fields: dict) -> None:
        """Writes down what is told of a request."""
        self._lines.append((time(), fields))
        if not self._rung:
            self._rung = True
            self._bell.put(None)
            if self._thread is None:
                self._begin()

    def flush(self) -> None:
        """Writes what waits, now."""
        lines = [self._lines.popleft() for _ in range(len(self._lines))]
        for left, (moment, fields) in zip(reversed(range(len(lines))), lines, strict=True):
            record = log.makeRecord(
                log.name, logging.WARNING, "", 0, "request", (), None, extra={"fields": fields, "more": left > 0}
            )
            record.created = moment
            log.handle(record)

    def _begin(self) -> None:
        with self._begins:
            if self._thread is None:
                self._thread = Thread(target=self._write, name="log", daemon=True)
                self._thread.start()

    def _write(self) -> None:
        while True:
            self._bell.get()
            sleep(MOMENT)
            self._rung = False  # from here on a line rings again
            self.flush()


soon = Soon()
atexit.register(soon.flush)
