"""What people ask of the team beside joining: to take a change, to look at a reported comment, to think again.

Three short lists on one page, oldest first; each is decided by the act of its own module.
"""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.refusals import Refused
from blog.comments.appeals import decide_appeal, may_decide
from blog.comments.desk.door import moderators_only
from blog.comments.desk.forms import AnswerForm
from blog.comments.desk.tabs import ASKED, WAITING, tabs
from blog.comments.desk.waiting import appeals, edits, reported
from blog.comments.models import Appeal, Comment, Edit, State
from blog.comments.people import moderators_of
from blog.comments.reports import decide_reports
from blog.comments.rulings import Stale
from blog.comments.rulings_of_edits import rule_on_edit
from blog.comments.views.answers import UNFIT, see_other
from blog.comments.wording import kept_sentences
from blog.models import Blog

PAGE = 20


@dataclass(frozen=True, slots=True)
class Returned:
    """An answer that could not be taken: to which of the lists' items, what was typed, and why."""

    kind: str
    pk: int
    typed: str
    why: str


def edits_of(blog: Blog) -> list[tuple[Edit, list[str]]]:
    """Changes of published comments that wait, each with why. One query."""
    return [(edit, kept_sentences(edit.reasons)) for edit in edits(blog).order_by("pk")[:PAGE]]


def reported_of(blog: Blog) -> list[Comment]:
    """Comments with open reports (`open_reports`), whoever was reported first at the top. Two queries."""
    return list(reported(blog).order_by("first_at", "pk")[:PAGE])


def appeals_of(blog: Blog, by) -> list[tuple[Appeal, bool]]:
    """Appeals that wait, each with whether `by` is far enough from the matter to answer it. Two queries."""
    moderators = set(moderators_of(blog).values_list("pk", flat=True))
    found = appeals(blog).order_by("pk")[:PAGE]
    return [(appeal, may_decide(appeal, by, moderators)) for appeal in found]


def asked_page(request, *, returned: Returned | None = None, status: int = 200):
    """The three lists; `returned` is shown at its item, with what was typed."""
    context = {
        "edits": edits_of(request.blog),
        "reported": reported_of(request.blog),
        "appeals": appeals_of(request.blog, request.user),
        "returned": returned,
        "tabs": tabs(request.blog, ASKED),
    }
    return render(request, "comments/desk/asked.html", context, status=status)


@require_POST
@moderators_only
def edit(request, pk):
    """Puts a change in its comment's place, or rejects it with a reason."""
    found = Edit.objects.select_related("comment").filter(pk=pk, comment__blog=request.blog).first()
    return _answered(request, "edit", pk, found, lambda yes, reason, now: _rule(found, yes, reason, request.user, now))


@require_POST
@moderators_only
def reports(request, pk):
    """Takes a reported comment down, or lets it stay; `pk` is the comment's number."""
    found = request.blog.comments.filter(pk=pk, reports__isnull=False).distinct().first()

    def act(yes, answer, now):
        seen = request.POST.get(
            "seen_state", State.PUBLISHED
        )  # one that is gone meanwhile has its reports answered, too
        decide_reports(comment=found, uphold=yes, answer=answer, by=request.user, now=now, seen_state=seen)
        return _("The comment is taken down.") if yes else _("The comment stays.")

    return _answered(request, "reports", pk, found, act)


@require_POST
@moderators_only
def appeal(request, pk):
    """Grants an appeal, or declines it."""
    found = request.blog.appeals.filter(pk=pk).first()

    def act(yes, answer, now):
        decide_appeal(appeal=found, grant=yes, answer=answer, by=request.user, now=now)
        return _("The appeal is granted.") if yes else _("The appeal is declined. They can read why.")

    return _answered(request, "appeal", pk, found, act)


def _rule(found: Edit, yes: bool, reason: str, by, now) -> str:
    rule_on_edit(edit=found, accept=yes, by=by, reason=reason, now=now)
    return _("The change is published.") if yes else _("The change is rejected. Its author can read why.")


def _answered(request, kind: str, pk: int, found, act):
    """Does `act`(yes, reason, now), which says what it did; or gives the answer back with why it could not be taken."""
    if found is None:
        raise Http404("Nothing of that number in this blog")
    form = AnswerForm(request.POST, needs_reason=kind != "edit")
    typed = request.POST.get("reason", "")
    if not form.is_valid():
        why = " ".join(sentence for errors in form.errors.values() for sentence in errors)
        return asked_page(request, returned=Returned(kind, pk, typed, why), status=UNFIT)
    try:
        said = act(form.cleaned_data["answer"] == "yes", form.cleaned_data["reason"], timezone.now())
    except Stale:
        why = _("Somebody was faster, so nothing was done: this no longer waits, or it has changed.")
        return asked_page(request, returned=Returned(kind, pk, typed, why), status=409)
    except Refused as refused:
        return asked_page(request, returned=Returned(kind, pk, typed, refused.sentence), status=409)
    messages.success(request, said)
    query = "" if request.POST.get("list") == WAITING else f"?state={ASKED}"
    return see_other(reverse("comments:desk") + query)
