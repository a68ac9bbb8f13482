"""Several decisions at once, and taking decisions back."""

from django.contrib import messages
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from blog.comments.desk.door import moderators_only
from blog.comments.desk.forms import BulkForm
from blog.comments.desk.tabs import WAITING, tabs
from blog.comments.models import Comment, Ruling, State
from blog.comments.rulings import PUBLISH, Stale, rule
from blog.comments.undoing import rulings_of, token_of, undo
from blog.comments.views.answers import UNFIT, see_other

MOST = 100  # comments in one go


@require_POST
@moderators_only
def bulk(request):
    """Publishes or rejects the held comments that are ticked, each as one ruling. Those that changed since they were
    shown are left alone, and named; the others are done.
    """
    ticked = _ticked(request.POST.getlist("ticked")[:MOST])
    form = BulkForm(request.POST, blog=request.blog)
    if not ticked:
        form.add_error(None, _("Tick the comments first that this is about."))
    if not form.is_valid():
        return _again(request, form, ticked)
    sent, now = form.cleaned_data, timezone.now()
    comments = request.blog.comments.held().filter(pk__in=ticked).select_related("author", "post").order_by("pk")
    done: list[Ruling] = []
    for comment in comments:
        try:
            done.append(rule(
                comment=comment, by=request.user, now=now, act=sent["act"], reason=sent["reason"],
                guideline=sent["guideline"], seen_state=State.HELD, seen_at=ticked[comment.pk],
            ))  # fmt: skip
        except (Stale, Comment.DoesNotExist):
            continue
    _say(request, sent["act"], len(done), len(ticked) - len(done))
    return see_other(back(request, token_of(done) if done else ""))


@require_POST
@moderators_only
def take_back(request):
    """Undoes the rulings that a form's token stands for; what has changed since stays as it is."""
    rulings = rulings_of(request.POST.get("undo", ""), blog=request.blog, by=request.user)
    if not rulings:
        messages.error(request, _("That can’t be taken back any more: it was too long ago, or not your decision."))
        return see_other(back(request))
    undone, now = 0, timezone.now()
    for ruling in rulings:
        try:
            undo(ruling=ruling, by=request.user, now=now)
            undone += 1
        except (Stale, Comment.DoesNotExist):
            continue
    if undone:
        said = ngettext("%(n)d decision is taken back.", "%(n)d decisions are taken back.", undone)
        messages.success(request, said % {"n": undone})
    if left := len(rulings) - undone:
        _say_left(request, left)
    return see_other(back(request))


def back(request, undo: str = "") -> str:
    """The list the form was sent from, with a way to take back what was done."""
    state = request.POST.get("list", WAITING)
    query = [f"state={State.HELD}"] if state == State.HELD else []
    query += [f"undo={undo}"] if undo else []
    return reverse("comments:desk") + ("?" + "&".join(query) if query else "")


def _ticked(values: list[str]) -> dict[int, object]:
    """Of "12|2026-05-03T09:00:00+00:00", the number and the moment as of which the comment was seen."""
    found = {}
    for value in values:
        pk, _bar, moment = value.partition("|")
        try:
            seen = parse_datetime(moment)
        except ValueError:
            seen = None
        if pk.isascii() and pk.isdigit() and len(pk) < 18 and seen and seen.tzinfo:
            found[int(pk)] = seen
    return found


def _again(request, form, ticked):
    """What was ticked and typed comes back, on a page of its own."""
    comments = request.blog.comments.held().filter(pk__in=ticked).select_related("author", "post").order_by("pk")
    context = {
        "form": form,
        "rows": [(comment, f"{comment.pk}|{ticked[comment.pk].isoformat()}") for comment in comments],
        "guidelines": list(request.blog.guidelines.all()),
        "tabs": tabs(request.blog, WAITING),
        "list": request.POST.get("list", ""),
    }
    return render(request, "comments/desk/bulk.html", context, status=UNFIT)


def _say(request, act: str, done: int, left: int) -> None:
    if done and act == PUBLISH:
        said = ngettext("%(n)d comment is published.", "%(n)d comments are published.", done)
    else:
        said = ngettext(
            "%(n)d comment is rejected. Its author can read why.",
            "%(n)d comments are rejected. Their authors can read why.",
            done,
        )
    if done:
        messages.success(request, said % {"n": done})
    if left:
        _say_left(request, left)


def _say_left(request, left: int) -> None:
    said = ngettext(
        "%(n)d had changed meanwhile, so nothing was done about it.",
        "%(n)d had changed meanwhile, so nothing was done about them.",
        left,
    )
    messages.warning(request, said % {"n": left})
