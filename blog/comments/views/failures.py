"""A form whose token has expired, or was never there: a typed text comes back in a new form, all else is refused."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers

from blog.comments.desk import answering
from blog.comments.desk import views as desk
from blog.comments.views import edit, writing

_RETURNS_TEXT = {
    "comments:form": writing.stale,
    "comments:edit": edit.stale,
    "comments:rulings": desk.expired,
    "comments:application": answering.expired,
}


def csrf_failure(request, reason="") -> HttpResponse:
    """Django's CSRF_FAILURE_VIEW, asked before the view itself. Nothing is stored; the status is always 403."""
    place = request.resolver_match
    returns_text = _RETURNS_TEXT.get(place.view_name) if place else None
    response = returns_text(request, **place.kwargs) if returns_text else None
    if response is None:
        response = render(request, "403_csrf.html", status=403)
    add_never_cache_headers(response)
    return response
