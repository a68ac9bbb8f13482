"""A form whose token has expired, or was never there: a typed text comes back in a new form, all else is refused."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers

from blog.comments.desk import answering
from blog.comments.desk import views as desk
from blog.comments.views import edit, writing
from blog.comments.views.signed_in import typed_in

_RETURNS_TEXT = {
    "comments:form": writing.stale,
    "comments:edit": edit.stale,
    "comments:rulings": desk.expired,
    "comments:application": answering.expired,
}


# Other forms in which people write sentences: what was written is shown, to be copied.
_SHOWS_TEXT = {
    f"comments:{name}"
    for name in (
        "acts",
        "bulk",
        "appeal_ruling",
        "appeal_sanction",
        "decide_appeal",
        "decide_reports",
        "end_sanction",
        "mailed",
        "person",
        "removal",
        "rule_edit",
        "words",
    )
}


def csrf_failure(request, reason="") -> HttpResponse:
    """Django's CSRF_FAILURE_VIEW, asked before the view itself. Nothing is stored; the status is always 403."""
    place = request.resolver_match
    returns_text = _RETURNS_TEXT.get(place.view_name) if place else None
    response = returns_text(request, **place.kwargs) if returns_text else None
    if response is None:
        shows_text = place and place.view_name in _SHOWS_TEXT
        typed = typed_in(request) if shows_text else request.POST.get("body", "")  # an author's
        response = render(request, "403_csrf.html", {"typed": typed}, status=403)
    add_never_cache_headers(response)
    return response
