"""Joining this blog, and leaving it."""

from allauth.account.utils import get_next_redirect_url
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.forms import JoinForm
from accounts.joining import OPEN, join_or_apply, refusal_of_address, refusal_to_join
from accounts.leaving import leave_blog
from accounts.models import State
from accounts.pace import wait_for
from accounts.refusals import Refused, sentence
from accounts.standing import INVITED
from accounts.wording import JOINING, standing_told


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def join(request):
    form = JoinForm(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _join_page(request, form)
    if not form.is_valid():
        return _join_page(request, form, status=422)
    if wait_for("apply", request.user.pk):
        form.add_error(None, _("You have tried this several times in an hour. Please wait a little."))
        return _join_page(request, form, status=429)
    try:
        membership = join_or_apply(
            blog=request.blog, user=request.user, note=form.cleaned_data["note"], now=timezone.now()
        )
    except Refused as refused:
        form.add_error(None, refused.sentence)
        return _join_page(request, form, status=403)
    if membership.state == State.MEMBER:
        messages.success(request, _("Welcome! You are a member of %(blog)s now.") % {"blog": request.blog.name})
    else:
        messages.success(request, _("You have asked to join. You get a mail when the team has answered."))
    return redirect(get_next_redirect_url(request) or "accounts_standing")


def _join_page(request, form, status=200):
    now, standing = timezone.now(), request.standing
    refusal = refusal_to_join(standing=standing, joining=request.blog.joining, now=now)
    if not refusal and standing.name != INVITED:
        refusal = refusal_of_address(blog=request.blog, user=request.user)
    context = {
        "form": form,
        "refusal": sentence(refusal) if refusal and status == 200 else "",
        "may_join": not refusal,
        "standing": standing,
        "told": standing_told(standing, request.blog.joining, now),
        "how": _(JOINING[request.blog.joining]),
        "at_once": request.blog.joining == OPEN or standing.name == INVITED,
        "next": get_next_redirect_url(request) or "",
    }
    return render(request, "accounts/join.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request):
    context = {"standing": request.standing, "refusal": ""}
    if request.method != "POST":
        return render(request, "accounts/leave.html", context)
    try:
        leave_blog(blog=request.blog, user=request.user, now=timezone.now())
    except Refused as refused:
        return render(request, "accounts/leave.html", context | {"refusal": refused.sentence}, status=403)
    messages.success(request, _("You have left %(blog)s. Your comments stay.") % {"blog": request.blog.name})
    return redirect("accounts_standing")
