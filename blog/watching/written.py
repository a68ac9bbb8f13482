"""What is written down of a request that was answered: its name, one line in the log, and its place in the numbers."""

import logging

from django.conf import settings

from blog.watching import metrics
from blog.watching.current import Watched, is_well_formed, new_id

log = logging.getLogger("parley.request")
HEADER = "X-Request-ID"


def name_of(given: str) -> str:
    """The proxy's name for the request where we have one, and it is a name; else a new one."""
    return given if settings.TRUSTED_PROXIES and is_well_formed(given) else new_id()


def write_down(method: str, route: str, status: int, watched: Watched, seconds: float) -> None:
    fields = {
        "method": metrics.known_method(method),
        "route": route,
        "status": status,
        "ms": round(seconds * 1000, 1),
        "queries": watched.queries,
    }
    log.log(logging.ERROR if status >= 500 else logging.INFO, "request", extra={"fields": fields})
    metrics.count_request(method, route, status, seconds, watched.queries)
