"""Error pages in the blog's own dress. They repeat nothing of the request: absent things all look alike."""

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string


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
    # Without the request, since the fault may be the database's: no blog, no menu, no query.
    return HttpResponse(render_to_string("500.html"), status=500)
