"""Deleting one's account."""

from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.forms import DeleteForm
from accounts.leaving import blogs_only_theirs, delete_account
from accounts.refusals import Refused


@sensitive_post_parameters("password")
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request):
    form = DeleteForm(request.POST if request.method == "POST" else None, user=request.user)
    if request.method != "POST":
        return _page(request, form)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        delete_account(user=request.user, keep_comments=form.cleaned_data["comments"] == DeleteForm.KEEP)
    except Refused as refused:
        form.add_error(None, refused.sentence)
        return _page(request, form, status=403)
    logout(request)
    return render(request, "accounts/deleted.html")


def _page(request, form, status=200):
    context = {"form": form, "only_theirs": blogs_only_theirs(request.user)}
    return render(request, "accounts/delete.html", context, status=status)
