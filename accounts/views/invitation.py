"""The page behind the link of an invitation. Looking at it uses nothing up: link scanners look too."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.invitations import accept, invitation_of, refusal_to_accept
from accounts.refusals import Refused, sentence


@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request, secret):
    """200 while it is open, 410 once it is used, revoked or expired, 404 where there never was one; POST accepts."""
    now = timezone.now()
    found = invitation_of(secret, request.blog)
    if found is None:
        raise Http404
    if not found.is_open(now):
        return _page(request, found, refusal="invitation_over", status=410)
    if not request.user.is_authenticated:
        return _page(request, found)
    refusal = refusal_to_accept(invitation=found, user=request.user, standing=request.standing, now=now)
    if refusal or request.method != "POST":
        return _page(request, found, refusal=refusal, status=403 if refusal and request.method == "POST" else 200)
    try:
        accept(invitation=found, user=request.user, now=now)
    except Refused as refused:
        return _page(request, found, refusal=refused.code, status=410 if refused.code == "invitation_over" else 403)
    messages.success(request, _("Welcome! You are a member of %(blog)s now.") % {"blog": request.blog.name})
    return redirect("accounts_standing")


def _page(request, found, refusal: str = "", status: int = 200):
    back = urlencode({"next": request.path})
    context = {
        "invitation": found,
        "refusal": sentence(refusal) if refusal else "",
        "code": refusal,
        "sign_in": f"{reverse('account_login')}?{back}",
        "sign_up": f"{reverse('account_signup')}?{back}",
    }
    response = render(request, "accounts/invitation.html", context, status=status)
    response["Referrer-Policy"] = "no-referrer"  # the address is a key
    response["X-Robots-Tag"] = "noindex"
    return response
