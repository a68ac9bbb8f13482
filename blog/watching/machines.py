"""What load balancers and monitoring ask: /healthz, /readyz and /metrics.

Answered before the host is looked at, for they ask by number, and before anything is sent to https. So anybody can
ask the first two; they tell nothing but whether parts of the machine work. /metrics is for who has the token; for all
others, and without one, it is an address like any that leads nowhere.
"""

from django.conf import settings
from django.http import HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.utils.crypto import constant_time_compare
from prometheus_client import CONTENT_TYPE_LATEST

from blog.watching.health import NOT_READY, health
from blog.watching.metrics import exposition, is_on


class MachinesMiddleware:
    """The first of all."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        answer = ANSWERS.get(request.path_info)
        response = answer(request) if answer else None
        if response is None:
            return self.get_response(request)
        if request.method not in ("GET", "HEAD"):
            response = HttpResponseNotAllowed(["GET", "HEAD"])
        response["Cache-Control"] = "no-store"
        return response


def alive(request) -> HttpResponse:
    """The process lives. No database, no file, no cache is asked."""
    return JsonResponse({"status": "alive"})


def ready(request) -> HttpResponse:
    """200 where it can serve, perhaps degraded; 503 where it can't."""
    status, parts = health()
    response = JsonResponse({"status": status, "parts": parts}, status=503 if status == NOT_READY else 200)
    response._has_been_logged = True  # Django's word for it: who asks every second knows, and the log is for the fault
    return response


def metrics(request) -> HttpResponse | None:
    """None unless the bearer's token is the one of the settings."""
    given = request.headers.get("Authorization", "")
    if not is_on() or not constant_time_compare(given, f"Bearer {settings.METRICS_TOKEN}"):
        return None
    return HttpResponse(exposition(), content_type=CONTENT_TYPE_LATEST)


ANSWERS = {"/healthz": alive, "/readyz": ready, "/metrics": metrics}
