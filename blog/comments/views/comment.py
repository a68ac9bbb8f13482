"""The permalink of a comment: it leads to its place on the page of its post."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from blog.comments.models import State
from blog.comments.policy import HIDDEN
from blog.comments.readable import readable
from blog.comments.rules import rules_for
from blog.comments.thread import thread_of
from blog.comments.views.form import place_of


@require_safe
def comment(request, pk: int) -> HttpResponse:
    """302 to the post for what readers see there, tombstones included; for the author of one they don't see, to the
    page that says what became of it. 404 for everything and everybody else.
    """
    now = timezone.now()
    posts = readable(request.blog, request.standing, now)
    found = get_object_or_404(request.blog.comments.select_related("post__blog"), pk=pk, post__in=posts)
    if found.state == State.PUBLISHED:
        shown = rules_for(found.post).rules.comments != HIDDEN
    else:
        shown = found.pk in thread_of(found.post, now).shown
    if shown:
        return redirect(f"{found.post.path}#{found.anchor}")
    if found.author_id and request.user.pk == found.author_id and found.state not in (State.PUBLISHED, State.WITHDRAWN):
        return redirect(place_of(found, found.post))
    raise Http404
