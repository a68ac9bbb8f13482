"""Puts `request.standing` on the request: asked only when something looks, so a reader's page never opens a session."""

from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from accounts.standing import standing_of


class StandingMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.standing = SimpleLazyObject(lambda: standing_of(request.user, request.blog, timezone.now()))
        return self.get_response(request)
