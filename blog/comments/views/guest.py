"""The page of a link that was mailed to a guest: they say that the address is theirs, or withdraw their comment."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from blog.comments.confirming import confirm_address
from blog.comments.editing import withdraw_comment
from blog.comments.guests import CONFIRM, guest_of
from blog.comments.judging import NotDone


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def guest(request, token: str) -> HttpResponse:
    """GET asks, POST does it. 404 for a link that does not work any more, 409 where it stopped to just now."""
    found = guest_of(token, blog=request.blog)
    if found is None:
        return render(request, "comments/guest_dead.html", status=404)
    act, comment = found
    context = {"comment": comment, "confirms": act == CONFIRM}
    if request.method == "POST":
        do = confirm_address if act == CONFIRM else withdraw_comment
        try:
            do(comment=comment, by=None, now=timezone.now())
        except NotDone:
            return render(request, "comments/guest_dead.html", status=409)
        context["done"] = True
    return render(request, "comments/guest.html", context)
