"""What one is told by mail: the page where one chooses, and the link in each mail that refuses more of its kind."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from accounts.models import How, Role, Topic
from accounts.models.mail import ALWAYS
from accounts.preferences import DIGEST, prefer, preferences_of, refusal_of, refuse
from accounts.refusals import Refused

_TEAMS = (Topic.HELD, Topic.REPORT, Topic.APPLICATION, Topic.APPEAL)


class MailForm(forms.Form):
    """One choice for each topic that `standing` may be told of."""

    def __init__(self, *args, standing, **kwargs):
        super().__init__(*args, **kwargs)
        moderates = standing.role in (Role.MODERATOR, Role.OWNER)
        for topic in Topic:
            if topic not in ALWAYS and (moderates or topic not in _TEAMS):
                self.fields[topic.value] = forms.ChoiceField(label=topic.label, choices=How.choices)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request):
    chosen = preferences_of(request.user, request.blog)
    if request.method != "POST":
        form = MailForm(initial=chosen, standing=request.standing)
        return render(request, "accounts/mail.html", {"form": form})
    form = MailForm(request.POST, standing=request.standing)
    if not form.is_valid():
        return render(request, "accounts/mail.html", {"form": form}, status=422)
    with transaction.atomic():
        for topic, how in form.cleaned_data.items():
            if how != chosen[topic]:
                prefer(user=request.user, blog=request.blog, topic=topic, how=how)
    messages.success(request, _("Saved. From now on you are told like this."))
    return HttpResponseRedirect(reverse("accounts_mail"), status=303)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def refuse_mail(request, token):
    """GET asks, POST does it; signed in or not, for the link says whose it is.

    A mail program's one click (RFC 8058) brings no cookie and no token of a form, so none is asked of it: the signed
    link alone can have led it here, and all that it can do is to stop mails.
    """
    if request.method == "POST" and request.POST.get("List-Unsubscribe") == "One-Click":
        return _answer(request, token)
    return _asked(request, token)


@csrf_protect
def _asked(request, token) -> HttpResponse:
    return _answer(request, token)


def _answer(request, token) -> HttpResponse:
    found = refusal_of(token, request.blog)
    if found is None:
        return render(request, "accounts/mail_dead.html", status=404)
    person, topic = found
    # Nothing of the person is shown: whoever was forwarded the mail may see this page.
    context = {"topic": "" if topic == DIGEST else Topic(topic).label, "always": topic in ALWAYS, "done": False}
    if request.method == "POST":
        try:
            refuse(user=person, blog=request.blog, topic=topic)
        except Refused as refused:
            return render(request, "accounts/mail_refuse.html", context | {"said": refused.sentence}, status=403)
        context["done"] = True
    return render(request, "accounts/mail_refuse.html", context)
