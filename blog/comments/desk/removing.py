"""The page that takes down everything a person has said here, and the way back from it."""

from django import forms
from django.contrib import messages
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from accounts.refusals import Refused
from blog.comments.desk.door import moderators_only
from blog.comments.desk.person import may_sanction, role_of
from blog.comments.desk.tabs import tabs
from blog.comments.people import people_of
from blog.comments.removing import REMOVED, RESTORED, published_of, remove_all, restore_all
from blog.comments.rulings import REASON_LIMIT
from blog.comments.views.answers import UNFIT, see_other

SHOWN, COUNTED = 20, 10_000
EARLIER = 10  # acts that may be taken back


class RemovalForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason (they will read it)"), max_length=REASON_LIMIT, widget=forms.Textarea({"rows": 3})
    )


@require_http_methods(["GET", "HEAD", "POST"])
@moderators_only
def removal(request, pk):
    """GET: what would go. POST: it goes; 303 to this page, or the form with what is wrong."""
    found = get_object_or_404(people_of(request.blog), pk=pk)
    form = RemovalForm(request.POST if request.method == "POST" else None)
    may = _may_remove(request, found)
    if request.method != "POST":
        return _page(request, found, form, may)
    if not may:
        return _page(request, found, form, may, status=403)
    if not form.is_valid():
        return _page(request, found, form, may, status=UNFIT)
    try:
        count = remove_all(
            blog=request.blog, user=found, by=request.user, reason=form.cleaned_data["reason"], now=timezone.now()
        )
    except Refused as refused:
        form.add_error(None, refused.sentence)
        return _page(request, found, form, may, status=409)
    messages.success(
        request, _("Comments removed: %(count)s. They get one mail that says so and why.") % {"count": count}
    )
    return see_other(request.path)


@require_POST
@moderators_only
def restoring(request, pk):
    """Takes an act of removing back."""
    entry = get_object_or_404(request.blog.log.select_related("whom", "blog"), pk=pk, code=REMOVED, whom__isnull=False)
    if not _may_remove(request, entry.whom):
        return _page(request, entry.whom, RemovalForm(), False, status=403)
    try:
        count = restore_all(entry=entry, by=request.user, now=timezone.now())
    except Refused as refused:
        messages.error(request, refused.sentence)
        return _page(request, entry.whom, RemovalForm(), True, status=409)
    messages.success(request, _("Comments published again: %(count)s.") % {"count": count})
    return see_other(reverse("comments:removal", args=[entry.whom_id]))


def _may_remove(request, whose: User) -> bool:
    return whose != request.user and may_sanction(request.standing.role, role_of(request.blog, whose))


def _page(request, found: User, form: RemovalForm, may: bool, status: int = 200):
    there = published_of(request.blog, found)
    count = there[: COUNTED + 1].count()
    log = request.blog.log.filter(whom=found)
    taken_back = [restored.detail["act"] for restored in log.filter(code=RESTORED)]
    context = {
        "person": found,
        "form": form,
        "may": may,
        "count": min(count, COUNTED),
        "is_capped": count > COUNTED,
        "comments": there.select_related("post")[:SHOWN],
        "acts": log.filter(code=REMOVED).exclude(pk__in=taken_back).select_related("by")[:EARLIER],
        "tabs": tabs(request.blog, ""),
    }
    return render(request, "comments/desk/removal.html", context, status=status)
