"""The page that a link in a moderator's mail opens: one comment, and the decision on it. Looking decides nothing."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from blog.comments.desk.forms import RulingForm
from blog.comments.mailed_links import Mailed, mailed_of
from blog.comments.models import State
from blog.comments.rulings import Stale, rule
from blog.comments.views.answers import UNFIT
from blog.comments.wording import kept_sentences


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def mailed(request, token):
    """GET: the comment with its two buttons. POST: the ruling, by the one whose link it is. 404: it is dead."""
    found = mailed_of(token, blog=request.blog, now=timezone.now())
    if found is None:
        return _dead(request, 404)
    if request.method != "POST":
        return _page(request, found)
    seen = {"seen_state": State.HELD, "seen_at": found.comment.changed_at.isoformat()}
    form = RulingForm(request.POST.dict() | seen, blog=request.blog)
    if not form.is_valid():
        return _page(request, found, form=form, status=UNFIT)
    try:
        ruling = rule(comment=found.comment, by=found.by, now=timezone.now(), **form.cleaned_data)
    except Stale:
        return _dead(request, 409)
    return _page(request, found, done=ruling)


def _dead(request, status: int):
    """What was written comes back, to be used on the desk."""
    return render(request, "comments/desk/mailed_dead.html", {"typed": request.POST.get("reason", "")}, status=status)


def _page(request, found: Mailed, *, status: int = 200, **context):
    context |= {"comment": found.comment, "by": found.by, "reasons": kept_sentences(found.comment.reasons)}
    context |= {"guidelines": list(request.blog.guidelines.all())}
    return render(request, "comments/desk/mailed.html", context, status=status)
