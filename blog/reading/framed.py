"""A post's page without its thread, kept while only the thread changes: most of what is said on it.

As moulds are (blog.comments.moulds): the template of the page is rendered with a mark in the place of the thread, and
the thread is put there.
"""

from collections.abc import Callable
from secrets import token_hex

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from blog.comments.thread import Thread
from blog.models import Post
from blog.pagecache import tags
from blog.pagecache.held import Held

_TEMPLATE, _THREAD = "reading/post.html", "comments/_thread.html"
_frames = Held(4_000_000, lambda frame: 1_000 + sum(map(len, frame)))


def framed(request: HttpRequest, post: Post, thread: Thread, context: Callable[[], dict]) -> str:
    """The page of a public post. `context` is asked for what else stands on it, unless that is known."""

    def make() -> tuple[str, ...]:
        mark = token_hex(16)  # by chance, so that no text holds it
        said = context() | {"thread_is": mark_safe(mark)}  # noqa: S308 (letters and digits)
        return tuple(render_to_string(_TEMPLATE, said, request).split(mark))

    if post.series_id:  # the clock alone may bring it another neighbour
        before, after = make()
    else:
        shown = (tags.whole_blog(post.blog_id), tags.text_of(post.pk))
        before, after = _frames.get((request.build_absolute_uri("/"), post.pk, get_language()), shown, make)
    return before + render_to_string(_THREAD, {"thread": thread}, request) + after
