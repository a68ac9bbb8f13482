"""How far a long thing is, told every two seconds and not more often."""

import time
from collections.abc import Callable

OFTEN = 2  # seconds


class Progress:
    """Called with a line as often as one likes; passes it on to `write` when the last was long enough ago."""

    def __init__(self, write: Callable[[str], object]):
        self.write, self.told_at = write, time.monotonic()

    def __call__(self, line: str) -> None:
        if time.monotonic() >= self.told_at + OFTEN:
            self.told_at = time.monotonic()
            self.write(f"... {line}")
