"""What a post's page is made of; the author's preview asks for the same."""

from datetime import datetime

from django.http import HttpRequest

from blog.comments.thread import Thread, thread_of
from blog.models import Label, Post


def post_context(request: HttpRequest, post: Post, thread: Thread, labels: list[Label]) -> dict:
    """The context of templates/reading/post.html."""
    return {
        "post": post,
        "labels": labels,
        "thread": thread,
        "canonical": request.build_absolute_uri(post.path),
    }


def public_post_context(request: HttpRequest, post: Post, now: datetime) -> dict:
    """The same for a post that is public, in three queries."""
    return post_context(request, post, thread_of(post, now, asked=request.GET), list(post.labels.all()))
