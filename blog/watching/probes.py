"""Looking whether a part works, without ever waiting for one that hangs.

Each part is looked at in a thread of its own. One that does not answer keeps that one thread, and no other is started
for it until it does; and what was seen holds for a second, so that asking often costs nothing.
"""

import threading
import time
from collections.abc import Callable

FRESH = 1.0  # seconds that an answer holds
PATIENCE = 0.8  # seconds that all parts together have
OK, SILENT = "ok", "does not answer"


class Probe:
    """`look` returns OK or what is wrong, in words that hold no secret; what it raises is told as "away"."""

    def __init__(self, look: Callable[[], str]):
        self.look = look
        self._lock, self._done = threading.Lock(), threading.Event()
        self._said, self._at, self._running = SILENT, float("-inf"), False

    def start(self) -> None:
        """Looks again, unless it was looked just now or is being looked."""
        with self._lock:
            if self._running or time.monotonic() < self._at + FRESH:
                return
            self._running = True
            self._done.clear()
        threading.Thread(target=self._run, daemon=True).start()

    def answer(self, until: float) -> str:
        """What was seen, at the latest at `until` (time.monotonic())."""
        if self._running and not self._done.wait(max(0.0, until - time.monotonic())):
            return SILENT
        return self._said

    def _run(self) -> None:
        try:
            said = self.look()
        except Exception:  # noqa: BLE001 (whatever it is, the part does not work; the words may hold a password)
            said = "away"
        with self._lock:
            self._said, self._at, self._running = said, time.monotonic(), False
            self._done.set()


def ask(probes: dict[str, Probe]) -> dict[str, str]:
    """What is seen of each, in PATIENCE seconds at most."""
    until = time.monotonic() + PATIENCE
    for probe in probes.values():
        probe.start()
    return {name: probe.answer(until) for name, probe in probes.items()}
