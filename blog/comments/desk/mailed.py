"""The page that a link in a moderator's mail opens: one thing that waits, and the decision. Looking decides nothing."""

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.refusals import Refused
from blog.comments.desk.forms import AnswerForm, RulingForm
from blog.comments.desk.mailed_answers import ANSWERS
from blog.comments.mailed_links import HELD, Mailed, mailed_of
from blog.comments.models import State
from blog.comments.rulings import Stale, rule
from blog.comments.views.answers import UNFIT
from blog.comments.wording import kept_sentences


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def mailed(request, token):
    """GET: what waits, with its two buttons. POST: the decision, by the one whose link it is. 404: it is dead."""
    found = mailed_of(token, blog=request.blog)
    if found is None:
        return _dead(request, 404)
    show, decide = (_comment_page, _ruled) if found.kind == HELD else (_question_page, _answered)
    if request.method != "POST":
        return show(request, found)
    try:
        return decide(request, found)
    except (Stale, Refused) as refused:
        return _dead(request, 409, getattr(refused, "sentence", ""))


def _ruled(request, found: Mailed):
    seen = {"seen_state": State.HELD, "seen_at": found.thing.changed_at.isoformat()}
    form = RulingForm(request.POST.dict() | seen, blog=request.blog)
    if not form.is_valid():
        return _comment_page(request, found, form=form, status=UNFIT)
    ruling = rule(comment=found.thing, by=found.by, now=timezone.now(), **form.cleaned_data)
    if ruling.now == State.PUBLISHED:
        return _comment_page(request, found, done=_("The comment is published."))
    return _comment_page(request, found, done=_("The comment is rejected. Its author can read why."))


def _answered(request, found: Mailed):
    answer = ANSWERS[found.kind]
    form = AnswerForm(request.POST, needs_reason=answer.needs_reason)
    if not form.is_valid():
        return _question_page(request, found, form=form, status=UNFIT)
    yes, reason = form.cleaned_data["answer"] == "yes", form.cleaned_data["reason"]
    answer.give(found.thing, yes, reason, found.by, timezone.now())
    return _question_page(request, found, done=answer.said_yes if yes else answer.said_no)


def _dead(request, status: int, why: str = ""):
    """What was written comes back, to be used on the desk."""
    context = {"typed": request.POST.get("reason", ""), "why": why}
    return render(request, "comments/desk/mailed_dead.html", context, status=status)


def _comment_page(request, found: Mailed, *, status: int = 200, **context):
    context |= {"comment": found.thing, "by": found.by, "reasons": kept_sentences(found.thing.reasons)}
    context |= {"guidelines": list(request.blog.guidelines.all()), "heading": _("Decide on a comment")}
    return render(request, "comments/desk/mailed.html", context, status=status)


def _question_page(request, found: Mailed, *, status: int = 200, **context):
    context |= {"kind": found.kind, "thing": found.thing, "by": found.by, "answer": ANSWERS[found.kind]}
    context |= {"heading": ANSWERS[found.kind].title}
    return render(request, "comments/desk/mailed_answer.html", context, status=status)
