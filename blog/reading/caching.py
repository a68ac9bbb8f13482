"""What a reader gets is the same for everybody, and says so: kept by any cache, asked about again at each use.

The ETag is of the bytes themselves, so it can't be wrong. Last-Modified is sent for who wants to know, but no 304 is
ever given for a date alone: a page also changes by the clock (a closing), a new name or a new theme.
"""

import hashlib
from collections.abc import Callable
from functools import partial, wraps

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from blog.pagecache.keys import Kind, meaning
from blog.pagecache.told import told
from blog.reading.shown import anything_shown

POLICY = "public, max-age=0, must-revalidate"


def for_readers(
    view: Callable[..., HttpResponse] | None = None,
    *,
    numbers: tuple[str, ...] = (),
    words: tuple[str, ...] = (),
    keep: bool = True,
) -> Callable[..., HttpResponse]:
    """GET and HEAD only; ETag, Cache-Control and 304 on what is found. A view below this must not touch the session.

    The view sees no parameter of the query but those named (see blog.pagecache.keys.Kind): what means nothing makes no
    other page. With `keep` the page cache in front keeps what is found until something on it changes (see
    blog.reading.shown); False for what depends on more than pages show, or is asked too variously.
    """
    if view is None:
        return partial(for_readers, numbers=numbers, words=words, keep=keep)
    kind = Kind(numbers, words, keep)

    @require_safe
    @wraps(view)
    def served(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        request.GET = QueryDict(meaning(request.META.get("QUERY_STRING", ""), kind))
        now = timezone.now()
        response = view(request, *args, **kwargs)
        if response.status_code != 200:
            # A redirect: browsers keep one that says nothing for good, and go in circles when a post moves back.
            response["Cache-Control"] = POLICY
            return response
        if hasattr(response, "render"):
            response.render()
        if telling := told(request):
            telling.kind = kind
            anything_shown(request, now)
        response["ETag"] = f'"{hashlib.blake2b(response.content, digest_size=16).hexdigest()}"'
        response["Cache-Control"] = POLICY
        answer = get_conditional_response(request, etag=response["ETag"], response=response)
        if answer.status_code == 304:
            answer["Cache-Control"] = POLICY
        return answer

    served.kind = kind
    return served
