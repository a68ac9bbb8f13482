"""A person's own feed, and the page where its address is made and revoked."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.feed_keys import feed_key_of, make_feed_key, revoke_feed_key
from blog.reading.feeds import OwnFeed

_own = OwnFeed()


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def address(request: HttpRequest) -> HttpResponse:
    """POST makes a new address, shown in the answer and never again; with "revoke" it ends the one there is."""
    secret = ""
    if request.method == "POST" and "revoke" in request.POST:
        if revoke_feed_key(user=request.user, blog=request.blog):
            messages.success(request, _("The address of your feed works no longer."))
        return HttpResponseRedirect(reverse("reading:own_feed_address"), status=303)
    if request.method == "POST":
        secret = make_feed_key(user=request.user, blog=request.blog, now=timezone.now())
    url = request.build_absolute_uri(reverse("reading:own_feed", args=[secret])) if secret else ""
    return render(request, "reading/own_feed.html", {"key": feed_key_of(request.user, request.blog), "url": url})


@require_safe
@never_cache
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """200 for the address in force, 404 for every other."""
    response = _own(request, secret=secret)
    response["X-Robots-Tag"] = "noindex"
    return response
