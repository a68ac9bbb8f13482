"""Error pages in the blog's own dress. They repeat nothing of the request: absent things all look alike.

Who sent a text that could not be taken gets it back, and nobody else sees it.
"""

import sys

from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from blog.comments.views.signed_in import typed_in

RETRY_AFTER = 10  # seconds: a database that restarts is back by then
# Where the faults of Redis and of a bucket come from. Known by name: who uses neither loads neither.
_SERVICES = ("redis.exceptions", "botocore.exceptions")


def bad_request(request: HttpRequest, exception=None) -> HttpResponse:
    # Without the request: its host may be the fault, and then there is no blog to ask for.
    if isinstance(exception, RequestDataTooBig):
        return HttpResponse(render_to_string("413.html"), status=413)
    return HttpResponse(render_to_string("400.html"), status=400)


def permission_denied(request: HttpRequest, exception=None) -> HttpResponse:
    return render(request, "403.html", status=403)


def page_not_found(request: HttpRequest, exception=None) -> HttpResponse:
    response = render(request, "404.html", status=404)
    response["Cache-Control"] = "no-cache"  # tomorrow a post may stand here: caches keep a 404 that says nothing
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """500; 503 with Retry-After where the database, Redis or the bucket can't be talked to, or is too busy."""
    # Without the request, since the fault may be the database's: no blog, no menu, no query.
    away = _is_away(sys.exc_info()[1])
    page, status = ("503.html", 503) if away else ("500.html", 500)
    context = {"typed": _typed(request), "request_id": getattr(request, "id", "")}
    response = HttpResponse(render_to_string(page, context), status=status)
    response["Cache-Control"] = "no-store"
    if away:
        response["Retry-After"] = RETRY_AFTER
    return response


def _is_away(error: BaseException | None) -> bool:
    named = any(kind.__module__ in _SERVICES for kind in type(error).__mro__)
    return named or isinstance(error, OperationalError | InterfaceError)


def _typed(request: HttpRequest) -> str:
    """What was written in the form that was sent; "" where that can't be read (any more)."""
    try:
        return typed_in(request)
    except Exception:  # noqa: BLE001 (the fault may be in what was sent, and this is the last that can answer)
        return ""
