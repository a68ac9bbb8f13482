"""The public policy page: the same bytes for every reader, like the posts."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from blog.comments.public_policy import public_policy


@require_safe
def policy(request):
    return render(request, "comments/policy.html", {"policy": public_policy(request.blog)})
