"""The request that this thread is answering, as far as it is watched."""

import re
import secrets
from contextvars import ContextVar
from dataclasses import dataclass

from django.conf import settings

_WELL_FORMED = re.compile(r"[A-Za-z0-9_-]{8,64}")


@dataclass(slots=True)
class Watched:
    """`id` names the request; `queries` and `seconds` are what it has asked of databases so far."""

    id: str
    queries: int = 0
    seconds: float = 0.0


current: ContextVar[Watched | None] = ContextVar("watched_request", default=None)


def new_id() -> str:
    """A name for a request that nobody else's has, short enough to be read out."""
    return secrets.token_hex(8)


def name_of(given: str) -> str:
    """The proxy's name for the request where we have one, and it is a name; else a new one."""
    return given if settings.TRUSTED_PROXIES and is_well_formed(given) else new_id()


def is_well_formed(name: str) -> bool:
    """Whether a proxy's name for a request may stand in our logs and pages as it is."""
    return bool(_WELL_FORMED.fullmatch(name))
