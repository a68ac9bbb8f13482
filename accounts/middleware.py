"""What every request learns about people, and what no cache may learn."""

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from accounts.standing import standing_of


class StandingMiddleware:
    """Puts `request.standing` on the request: asked only when something looks, so a reader's page opens no session.

    `request.standing_seen` is the same once something has looked, and None before: to look at it asks nothing.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        def look():
            request.standing_seen = standing_of(request.user, request.blog, timezone.now())
            return request.standing_seen

        request.standing_seen, request.standing = None, SimpleLazyObject(look)
        return self.get_response(request)


class PersonalMiddleware:
    """Keeps every answer below /accounts/ out of every cache, allauth's pages and refusals included."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.path.startswith(reverse("accounts_profile")):
            response["Cache-Control"] = "private, no-store"
        return response
