"""Log lines for people and for machines. Neither holds a person: no address, name, cookie, query string or path.

What our own code logs are numbers of rows and codes. What others log is not known beforehand, so it is made harmless
here: mail addresses are struck out, of Django's lines about a request only the route stays (paths hold secrets, like
the one of a feed), and of a fault its kind and where it was: what it says may quote what somebody typed, and is told
only where it can't.
"""

import json
import logging
import re
import traceback
from datetime import UTC, datetime

from django.core.exceptions import ImproperlyConfigured
from django.db import InterfaceError, OperationalError
from django.template import TemplateDoesNotExist

from blog.watching.current import current

_ADDRESS = re.compile(r"[^\s<>@,;:'\"()\[\]]+@[^\s<>@,;:'\"()\[\]]+")
# Faults that speak of programs and machines, never of what was sent.
_TELLING = (
    AttributeError, ImportError, ImproperlyConfigured, InterfaceError, NameError, OSError, OperationalError,
    TemplateDoesNotExist,
)  # fmt: skip


class Line(logging.Formatter):
    """For a terminal: one line, and the way of a fault below it."""

    def format(self, record: logging.LogRecord) -> str:
        told = told_of(record)
        fault = told.pop("fault", None)
        moment, level, logger, message = (told.pop(key) for key in ("time", "level", "logger", "message"))
        rest = " ".join(f"{key}={value}" for key, value in told.items())
        line = f"{moment} {level} {logger} {message} {rest}".rstrip()
        return f"{line}\n{fault}" if fault else line


class Json(logging.Formatter):
    """For machines: one JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        return json.dumps(told_of(record), ensure_ascii=False, default=str)


def told_of(record: logging.LogRecord) -> dict:
    """What is said of a record: time (ISO 8601, UTC), level, logger, message, and its own fields."""
    told = {
        "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
        "level": record.levelname,
        "logger": record.name,
        "message": without_addresses(_message(record)),
    }
    if watched := current.get():
        told["request_id"] = watched.id
    told |= getattr(record, "fields", {})
    if record.exc_info and record.exc_info[1]:
        told["fault"] = fault_of(record.exc_info[1])
    return told


def route_of(request) -> str:
    """The name of what answered a request, like "reading:at"; "-" where none did."""
    match = getattr(request, "resolver_match", None)
    return match.view_name or "-" if match else "-"


def without_addresses(text: str) -> str:
    return _ADDRESS.sub("(address)", text)


def fault_of(error: BaseException) -> str:
    """Where a fault was and of which kind, its causes first; its words only where they can't be anybody's."""
    parts, seen = [], set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        way = "".join(traceback.format_tb(error.__traceback__))
        kind = type(error).__qualname__
        said = f": {without_addresses(str(error))}" if isinstance(error, _TELLING) else ""
        parts.append(f"Traceback (most recent call last):\n{way}{kind}{said}")
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return "\n\n".join(reversed(parts))


def _message(record: logging.LogRecord) -> str:
    if (
        getattr(record, "request", None) is not None
    ):  # Django's own lines: they hold the path, or the host that was sent
        return f"{getattr(record, 'status_code', '')} at {route_of(record.request)}".strip()
    return record.getMessage()
