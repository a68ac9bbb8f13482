"""What every request learns about people, and what no cache may learn."""

from functools import cache

from django.conf import settings
from django.shortcuts import render
from django.urls import resolve, reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.functional import SimpleLazyObject

from accounts import viewing_as
from accounts.standing import standing_of

SAFE = ("GET", "HEAD", "OPTIONS")
ENDS = ("accounts_view_as", "account_logout")  # where an owner who looks as somebody else may still send something


class StandingMiddleware:
    """Puts `request.standing` on the request: asked only when something looks, so a reader's page opens no session.

    `request.standing_seen` is the same once something has looked, and None before: to look at it asks nothing.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        def look():
            seen = viewing_as.seen(request, standing_of(request.user, request.blog, timezone.now()))
            request.standing = request.standing_seen = seen
            return seen

        request.standing_seen, request.standing = None, SimpleLazyObject(look)
        if self._only_looks(request):
            response = render(request, "accounts/only_looking.html", {"typed": self._typed(request)}, status=403)
            add_never_cache_headers(response)
            return response
        return self.get_response(request)

    def _only_looks(self, request) -> bool:
        """Whether somebody sends something who looks at the blog as another. Costs nothing without a session."""
        if request.method in SAFE or settings.SESSION_COOKIE_NAME not in request.COOKIES or request.blog is None:
            return False
        if viewing_as.KEY not in request.session or not request.standing.viewing:
            return False
        return resolve(request.path_info).view_name not in ENDS

    def _typed(self, request) -> str:
        """The text that was sent: nothing typed is lost."""
        return request.POST.get("body") or request.POST.get("text") or ""


class PersonalMiddleware:
    """Keeps every answer below /accounts/ out of every cache, allauth's pages and refusals included."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.path.startswith(_own_rooms()):
            response["Cache-Control"] = "private, no-store"
        return response


@cache
def _own_rooms() -> str:
    return reverse("accounts_profile")
