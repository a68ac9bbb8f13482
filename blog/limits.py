"""How much: the size of a request. (How often a person may do a thing is accounts.pace's.)"""

from django.conf import settings
from django.http import HttpResponse
from django.template.loader import render_to_string


class BodyLimitMiddleware:
    """Answers 413 before a byte of a too large body is read."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        length = request.headers.get("Content-Length", "")
        if length.isdigit() and int(length) > settings.BODY_LIMIT:
            return HttpResponse(render_to_string("413.html"), status=413)
        return self.get_response(request)
