"""What a reader gets is the same for everybody, and says so: kept by any cache, asked about again at each use.

The ETag is of the bytes themselves, so it can't be wrong. Last-Modified is sent for who wants to know, but no 304 is
ever given for a date alone: a page also changes by the clock (a closing), a new name or a new theme.
"""

import hashlib
from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

POLICY = "public, max-age=0, must-revalidate"


def for_readers(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """GET and HEAD only; ETag, Cache-Control and 304 on what is found. A view below this must not touch the session."""

    @require_safe
    @wraps(view)
    def served(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if response.status_code != 200:
            # A redirect: browsers keep one that says nothing for good, and go in circles when a post moves back.
            response["Cache-Control"] = POLICY
            return response
        if hasattr(response, "render"):
            response.render()
        response["ETag"] = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
        response["Cache-Control"] = POLICY
        answer = get_conditional_response(request, etag=response["ETag"], response=response)
        if answer.status_code == 304:
            answer["Cache-Control"] = POLICY
        return answer

    return served
