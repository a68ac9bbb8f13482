"""The page of a one-time link (manage.py owner_link). Looking at it uses nothing up: link scanners look too."""

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.decorators import rate_limit
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.forms import LinkForm
from accounts.links import use_link, user_of
from accounts.standing import standing_of


@sensitive_post_parameters("password1", "password2")
@rate_limit(action="login")
@require_http_methods(["GET", "HEAD", "POST"])
def owner_link(request, token):
    now = timezone.now()
    user = user_of(token, now)
    if user is None:
        return render(request, "accounts/link_dead.html", status=404)
    form = LinkForm(request.POST if request.method == "POST" else None, user=user)
    if request.method != "POST":
        return render(request, "accounts/link.html", {"form": form, "person": user})
    if not form.is_valid():
        return render(request, "accounts/link.html", {"form": form, "person": user}, status=422)
    password = form.cleaned_data["password1"]
    if not use_link(user=user, password=password, now=now):
        return render(request, "accounts/link_dead.html", status=404)
    desk = standing_of(user, request.blog, now).is_team
    record_authentication(request, user, method="code", email=user.email)
    login = Login(user=user, email=user.email, redirect_url=reverse("admin:index" if desk else "accounts_profile"))
    answer = perform_login(request, login)
    if password:
        get_adapter().send_notification_mail("account/email/password_set", user)
    return answer
