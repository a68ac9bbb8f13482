"""The public policy page: the same bytes for every reader, like the posts."""

from django.shortcuts import render

from blog.comments.public_policy import public_policy
from blog.reading.caching import for_readers


@for_readers
def policy(request):
    return render(request, "comments/policy.html", {"policy": public_policy(request.blog)})
