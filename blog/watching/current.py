"""The request that this thread is answering, as far as it is watched."""

import re
from contextvars import ContextVar
from dataclasses import dataclass, field
from math import inf
from random import getrandbits

from django.conf import settings

_WELL_FORMED = re.compile(r"[A-Za-z0-9_-]{8,64}")


@dataclass(slots=True)
class Watched:
    """`id` names the request; `queries` and `seconds` are what it has asked of databases so far; a question that takes
    `slow` seconds is a slow one.
    """

    id: str
    queries: int = 0
    seconds: float = 0.0
    slow: float = field(default_factory=lambda: settings.SLOW_QUERY_MS / 1000 or inf)


current: ContextVar[Watched | None] = ContextVar("watched_request", default=None)


def new_id() -> str:
    """A name for a request that nobody else's has, short enough to be read out."""
    return f"{getrandbits(64):016x}"  # no secret; to ask the system for one lets go of the interpreter


def is_well_formed(name: str) -> bool:
    """Whether a proxy's name for a request may stand in our logs and pages as it is."""
    return bool(_WELL_FORMED.fullmatch(name))
