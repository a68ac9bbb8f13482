"""The permalink of a comment: it leads to its place on the page of its post."""

from datetime import datetime

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from blog.comments.models import Comment, State
from blog.comments.pages import address_of
from blog.comments.policy import HIDDEN
from blog.comments.readable import readable
from blog.comments.rules import rules_for
from blog.comments.views.form import place_of


@require_safe
def comment(request, pk: int) -> HttpResponse:
    """302 to the page of the post for what readers see there, tombstones included; for the author of one they don't
    see, to the page that says what became of it. 404 for everything and everybody else.
    """
    now = timezone.now()
    found = _found(request, pk, now)
    shown = rules_for(found.post).rules.comments != HIDDEN
    if shown and (place := address_of(found)):
        return redirect(place)
    if found.author_id and request.user.pk == found.author_id and found.state not in (State.PUBLISHED, State.WITHDRAWN):
        return redirect(place_of(found, found.post))
    raise Http404


def _found(request, pk: int, now: datetime) -> Comment:
    """The comment on a post that this person may read. For one that all may read, who asks is not looked at: a reader
    who follows a permalink opens no session.
    """
    comments = request.blog.comments.select_related("post__blog")
    if found := comments.at(request.blog.posts.public(now)).filter(pk=pk).first():
        return found
    return get_object_or_404(comments.at(readable(request.blog, request.standing, now)), pk=pk)
