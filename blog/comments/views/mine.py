"""A person's own comments in this blog, and a rejected one taken back into the form."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from blog.comments import drafts
from blog.comments.forms import number
from blog.comments.history import history_of
from blog.comments.models import State
from blog.comments.readable import readable
from blog.comments.views.answers import see_other


@require_safe
@never_cache
@login_required
def mine(request) -> HttpResponse:
    """Newest first; ?before= the number where the page before ended."""
    before = number(request.GET.get("before", ""))
    history = history_of(request.blog, request.user, request.standing, timezone.now(), before)
    return render(request, "comments/history.html", {"history": history, "is_first": before is None})


@require_POST
@never_cache
@login_required
def resubmit(request, pk: int) -> HttpResponse:
    """Puts the text of one's own rejected comment into the form of its post: 303 there. 404 for any other comment."""
    posts = readable(request.blog, request.standing, timezone.now())
    mine = request.blog.comments.filter(author=request.user, state=State.REJECTED).at(posts)
    comment = get_object_or_404(mine, pk=pk)
    parent = str(comment.parent_id) if comment.parent_id else ""
    drafts.keep(request.session, drafts.at_post(comment.post_id), comment.text, parent)
    return see_other(reverse("comments:form", args=[comment.post_id]))
