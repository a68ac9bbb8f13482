"""Taking one's own comment back: a page that asks, and the act. Open at any time, whatever became of one's standing."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from blog.comments.editing import withdraw_comment
from blog.comments.judging import LIVING, NotDone
from blog.comments.models import Comment, State
from blog.comments.views.answers import see_other, status_of_act
from blog.comments.views.edit import own
from blog.comments.views.form import place_of
from blog.comments.wording import act_sentence


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def withdraw(request, pk: int) -> HttpResponse:
    """GET asks; POST does it: 303. 409 for a comment that a moderator has taken off the page before."""
    now = timezone.now()
    comment = own(request, pk, now)
    if request.method == "POST":
        try:
            comment = withdraw_comment(comment=comment, by=request.user, now=now)
        except NotDone as refusal:
            return _page(request, comment, refusal)
        except Comment.DoesNotExist:  # the account goes at this moment
            raise Http404("No comment of theirs") from None
        return see_other(place_of(comment, comment.post))
    gone = comment.state not in LIVING and comment.state != State.WITHDRAWN
    return _page(request, comment, NotDone("not_there", comment) if gone else None)


def _page(request, comment, refusal: NotDone | None) -> HttpResponse:
    context = {
        "comment": comment,
        "post": comment.post,
        "said": act_sentence(refusal.code) if refusal else "",
        "is_withdrawn": comment.state == State.WITHDRAWN,
    }
    return render(request, "comments/withdraw.html", context, status=status_of_act(refusal.code) if refusal else 200)
