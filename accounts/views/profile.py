"""What a person is here: the account's front page, their standing, their name, their data."""

from allauth.account.models import EmailAddress
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.export import export_account
from accounts.forms import AboutForm, RenameForm
from accounts.models import Kind, Role
from accounts.pace import wait_for
from accounts.sanctions import acknowledge
from accounts.signups import forget_unconfirmed
from accounts.wording import fault_told, standing_told


@login_required
@require_safe
def profile(request):
    return render(
        request,
        "accounts/profile.html",
        {
            "addresses": EmailAddress.objects.filter(user=request.user).order_by("-primary", "email"),
            "standing": request.standing,
            "told": standing_told(request.standing, request.blog.joining, timezone.now()),
            "moderates": request.standing.role in (Role.MODERATOR, Role.OWNER),
        },
    )


@login_required
@require_safe
def standing(request):
    now = timezone.now()
    told = standing_told(request.standing, request.blog.joining, now)
    found = request.blog.sanctions.told().filter(user=request.user).select_related("guideline", "post", "appeal")
    sanctions = [(sanction, sanction.is_in_force(now)) for sanction in found]
    context = {"standing": request.standing, "told": told, "sanctions": sanctions}
    return render(request, "accounts/standing.html", context)


@login_required
@require_POST
def acknowledge_warning(request, pk):
    """The person has read a warning of theirs; a stranger's, or what is no warning, is 404."""
    sanction = get_object_or_404(request.blog.sanctions, pk=pk, user=request.user, kind=Kind.WARNING)
    acknowledge(sanction=sanction, by=request.user, now=timezone.now())
    messages.success(request, _("Thank you. You can post comments again."))
    return redirect("accounts_standing")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def name(request):
    form = RenameForm(
        request.POST if request.method == "POST" else None, user=request.user, initial={"name": request.user.name}
    )
    if request.method != "POST":
        return render(request, "accounts/name.html", {"form": form})
    forget_unconfirmed(timezone.now())
    if not form.is_valid():
        return render(request, "accounts/name.html", {"form": form}, status=422)
    if form.cleaned_data["name"] == request.user.name:
        return redirect("accounts_profile")
    if wait_for("rename", request.user.pk):
        form.add_error(None, _("You have changed your name several times today. Please wait until tomorrow."))
        return render(request, "accounts/name.html", {"form": form}, status=429)
    request.user.name = form.cleaned_data["name"]
    try:
        with transaction.atomic():
            request.user.save(update_fields=["name"])
    except IntegrityError:  # somebody took it since the form looked
        form.add_error("name", ValidationError(fault_told("taken"), code="taken"))
        return render(request, "accounts/name.html", {"form": form}, status=422)
    messages.success(request, _("You are called “%(name)s” now.") % {"name": request.user.name})
    return redirect("accounts_profile")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def about(request):
    """What the page of somebody's posts says of them. Theirs who write here, or may decide here: the blog's team."""
    if not request.standing.is_team:
        raise PermissionDenied
    membership = get_object_or_404(request.user.memberships, blog=request.blog)
    form = AboutForm(request.POST if request.method == "POST" else None, instance=membership)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved. It stands on the page of your posts."))
        return redirect("accounts_profile")
    return render(request, "accounts/about.html", {"form": form}, status=422 if form.errors else 200)


@login_required
@require_safe
def export(request):
    data = export_account(user=request.user, now=timezone.now())
    response = JsonResponse(data, json_dumps_params={"indent": 2, "ensure_ascii": False})
    response["Content-Disposition"] = 'attachment; filename="my-account.json"'
    return response
