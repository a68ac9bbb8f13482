"""What a post's page is made of; the author's preview asks for the same."""

from datetime import datetime

from django.http import HttpRequest

from blog.comments.thread import Thread
from blog.models import Label, Post
from blog.reading.series import Part, part_of
from config.prepared import Prepared


def post_context(
    request: HttpRequest, post: Post, thread: Thread, labels: list[Label], part: Part | None = None
) -> dict:
    """The context of templates/reading/post.html. `part` is its place in its series, as its reader may know of it."""
    cover = post.cover
    return {
        "post": post,
        "labels": labels,
        "thread": thread,
        "part": part,
        "cover": cover,
        "shared_image": request.build_absolute_uri(cover.shared_url) if cover else "",
        "canonical": canonical_of(request, post),
    }


def canonical_of(request: HttpRequest, post: Post) -> str:
    """The address search engines are told of: where the post stood first, else its own."""
    return post.canonical or request.build_absolute_uri(post.path)


def public_post_context(request: HttpRequest, post: Post, thread: Thread, now: datetime) -> dict:
    """The same for a post that is public, in one query; one more if others wrote it too, one in a series."""
    part = part_of(post, request.blog.posts.announced(now)) if post.series else None
    return post_context(request, post, thread, labels_of(post), part)


def labels_of(post: Post) -> list[Label]:
    """By name. One query."""
    return _LABELS(post=post.pk)


_LABELS = Prepared(Label, lambda post: Label.objects.filter(posts=post), post=int)
