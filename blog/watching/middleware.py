"""Every request gets a name, one line in the log, and its place in the numbers.

It stands right behind what serves static files, so that these cost nothing, and outside of everything that may fail,
so that every fault's page and every fault's line have the name.
"""

import logging
import time

from accounts.models import Role
from blog.watching import metrics
from blog.watching.current import Watched, current, name_of
from blog.watching.logs import route_of

log = logging.getLogger("parley.request")
HEADER = "X-Request-ID"


class WatchMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        watched = Watched(name_of(request.headers.get(HEADER, "")))
        request.id = watched.id
        before, begun = current.set(watched), time.perf_counter()
        try:
            response = self.get_response(request)
            seconds = time.perf_counter() - begun
            if "public" not in response.get("Cache-Control", ""):  # a cache would tell many one request's name
                response[HEADER] = watched.id
            if is_for_the_owner(request, response):
                response["Server-Timing"] = timing(watched, seconds)
            route = route_of(request)
            _write_down(request, response, route, watched, seconds)
            metrics.count_request(request.method, route, response.status_code, seconds, watched.queries)
            return response
        finally:
            current.reset(before)


def is_for_the_owner(request, response) -> bool:
    """Whether an owner of the blog alone gets this answer: they may see what it cost.

    Asks nothing: only where something has looked at the standing already. Of what any cache keeps, never.
    """
    kept_by_none = "no-store" in response.get("Cache-Control", "")
    standing = getattr(request, "standing_seen", None)
    return kept_by_none and standing is not None and standing.role == Role.OWNER


def timing(watched: Watched, seconds: float) -> str:
    """The Server-Timing header: all of it, the databases' part, and the rest (our code and templates), in ms."""
    database, rest = watched.seconds * 1000, (seconds - watched.seconds) * 1000
    queries = f'db;dur={database:.1f};desc="{watched.queries} queries"'
    return f'total;dur={seconds * 1000:.1f}, {queries}, render;dur={rest:.1f};desc="code and templates"'


def _write_down(request, response, route: str, watched: Watched, seconds: float) -> None:
    fields = {
        "method": metrics.known_method(request.method),
        "route": route,
        "status": response.status_code,
        "ms": round(seconds * 1000, 1),
        "queries": watched.queries,
    }
    log.log(logging.ERROR if response.status_code >= 500 else logging.INFO, "request", extra={"fields": fields})
