"""The page for whoever finds the line too long: a kind word, when to come back, and the text they sent.

Of it all but the text and the request's number is made once, for it must cost next to nothing when a flood of people
gets it: no session, no query, no template.
"""

from functools import cache

from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, HttpResponse
from django.middleware.clickjacking import XFrameOptionsMiddleware
from django.middleware.security import SecurityMiddleware
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import escape

from blog.comments.views.signed_in import typed_in
from blog.watching import metrics
from blog.watching.soon import soon
from blog.watching.written import name_of
from config.content_policy import ContentPolicyMiddleware

RETRY_AFTER = 5  # seconds: by then the line has been served several times over
STATUS = "503 Service Unavailable"
_ROUTE = "crowd"  # where routes of the others stand in logs and numbers
_TYPED, _NUMBER = "(the text)", "(the number)"  # where they go in the page that was made once


def refuse(environ, start_response) -> list[bytes]:
    """Answers a WSGI request with the page."""
    method, name = environ["REQUEST_METHOD"], name_of(environ.get("HTTP_X_REQUEST_ID", ""))
    _write_down(method, name)
    start_response(STATUS, [*_headers(), ("X-Request-ID", name)])
    if method == "HEAD":
        return []
    typed = _typed(environ) if method == "POST" else ""
    page = _page(bool(typed)).replace(_NUMBER, name)
    return [(page.replace(_TYPED, escape(typed)) if typed else page).encode()]


def _typed(environ) -> str:
    """What was written in the form that was sent; "" where that can't be read."""
    if not environ.get("CONTENT_LENGTH", "").isdigit() or int(environ["CONTENT_LENGTH"]) > settings.BODY_LIMIT:
        return ""
    try:
        return typed_in(WSGIRequest(environ))
    except Exception:  # noqa: BLE001 (the fault is in what was sent, and the page goes out without it)
        return ""


@cache
def _page(typed: bool) -> str:
    with translation.override(settings.LANGUAGE_CODE):  # which blog was meant would be a query
        return render_to_string("503_crowd.html", {"typed": _TYPED if typed else "", "request_id": _NUMBER})


@cache
def _headers() -> list[tuple[str, str]]:
    """With those that every page of ours has; the middleware that adds them is not asked each time."""
    request, answer = HttpRequest(), HttpResponse()
    for middleware in (SecurityMiddleware, XFrameOptionsMiddleware, ContentPolicyMiddleware):
        answer = middleware(lambda _request: None).process_response(request, answer)
    answer["Cache-Control"] = "no-store"
    answer["Retry-After"] = str(RETRY_AFTER)
    # Who is sent away leaves the place of their connection to others. (The server's matter, by WSGI; granian does so.)
    answer["Connection"] = "close"
    return list(answer.items())


def _write_down(method: str, name: str) -> None:
    method = metrics.known_method(method)
    soon.warn({"request_id": name, "method": method, "route": _ROUTE, "status": 503, "ms": 0, "queries": 0})
    metrics.count_request(method, _ROUTE, 503, 0, 0)
