"""Waiting for what `expect` can't see.

Not by Playwright's wait_for_function: what it looks at a second time it evaluates within the page, and the pages'
policy forbids that. It works only where it need not wait.
"""

import time
from collections.abc import Callable

PATIENCE = 15  # seconds


def until(page, is_so: Callable[[], bool]) -> None:
    """Returns when `is_so` does; the page goes on meanwhile."""
    deadline = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < deadline, "it did not come true"
        page.wait_for_timeout(20)
