"""Judging anew what waits: how many held comments the policy would let pass now, and the button that publishes them."""

from django.contrib import messages
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from blog.comments.desk.door import moderators_only
from blog.comments.rejudging import AT_ONCE, held, passing, rejudge
from blog.comments.rules import rules_for_all
from blog.comments.views.answers import see_other


@require_http_methods(["GET", "HEAD", "POST"])
@moderators_only
def anew(request):
    """GET: how many would pass and stay. POST: publishes those that pass, and leads to the desk (303)."""
    now = timezone.now()
    if request.method == "POST":
        done = rejudge(blog=request.blog, by=request.user, now=now)
        said = _("Published: %(published)d. Still waiting: %(stayed)d.")
        messages.success(request, said % {"published": done.published, "stayed": done.stayed})
        return see_other(reverse("comments:desk"))
    waiting = held(request.blog)
    rules = rules_for_all(request.blog, {comment.post for comment in waiting})
    count = len(passing(request.blog, waiting, rules, now))
    context = {"passing": count, "staying": len(waiting) - count, "at_once": AT_ONCE}
    return render(request, "comments/rejudge.html", context)
