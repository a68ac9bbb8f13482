"""The public policy page, the same bytes for every reader, like the posts; and what changed in it, for members."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from blog.comments.forms import number
from blog.comments.policy import MEMBERS, Rules, may_read
from blog.comments.policy_log import changes_of
from blog.comments.public_policy import public_policy
from blog.comments.readable import reading_facts
from blog.comments.wording import note
from blog.reading.caching import for_readers


@for_readers
def policy(request):
    return render(request, "comments/policy.html", {"policy": public_policy(request.blog)})


@require_safe
@never_cache
def changes(request):
    """The changes older than ?before=, newest first: 200 for members, 403 with the way in for all others."""
    now = timezone.now()
    door = may_read(Rules(readers=MEMBERS), reading_facts(request.blog, request.standing, now))
    if not door.admits:
        context = {"note": note(door, back=request.path)}
        return render(request, "comments/policy_changes.html", context, status=403)
    found, next_before = changes_of(request.blog, now, number(request.GET.get("before", "")))
    return render(request, "comments/policy_changes.html", {"changes": found, "next_before": next_before})
