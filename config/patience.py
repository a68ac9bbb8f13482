"""Whether somebody waits for what this thread does: then a database that does not answer is not waited for.

A command may take its time. A page may not: whoever asked for it is told that the database is away, keeps their text,
and comes again.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

somebody_waits: ContextVar[bool] = ContextVar("somebody_waits", default=False)


@contextmanager
def in_haste() -> Iterator[None]:
    """A block that answers somebody."""
    before = somebody_waits.set(True)
    try:
        yield
    finally:
        somebody_waits.reset(before)
