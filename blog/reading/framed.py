"""A post's page without its thread, kept while only the thread changes: most of what is said on it.

As moulds are (blog.comments.moulds): the template of the page is rendered with a mark in the place of the thread, that
of the thread with one in the place of its comments, and they are put there, in bytes: most of a long page is copied as
it is kept.
"""

from collections.abc import Callable
from secrets import token_hex

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import get_language

from blog.comments.thread import Thread
from blog.models import Post
from blog.pagecache import tags
from blog.pagecache.held import Held

_TEMPLATE, _THREAD = "reading/post.html", "comments/_thread.html"
_MARK = token_hex(16)  # by chance, so that no text holds it
_frames = Held(4_000_000, lambda frame: 1_000 + sum(map(len, frame)))


def framed(request: HttpRequest, post: Post, thread: Thread, context: Callable[[], dict]) -> bytes:
    """The page of a public post, in UTF-8. `context` is asked for what else stands on it, unless that is known."""

    def around_thread() -> tuple[bytes, ...]:
        return _around(_TEMPLATE, context() | {"thread_is": _MARK}, request)

    if post.series_id:  # the clock alone may bring it another neighbour
        frame = around_thread()
    else:
        shown = (tags.whole_blog(post.blog_id), tags.text_of(post.pk))
        frame = _frames.get((request.build_absolute_uri("/"), post.pk, get_language()), shown, around_thread)
    before, after = frame
    comments = _around(_THREAD, {"thread": thread, "comments_are": _MARK}, request)
    return b"".join((before, (thread.encoded if thread.count else b"").join(comments), after))


def _around(template: str, context: dict, request: HttpRequest) -> tuple[bytes, ...]:
    """A template without what stands at the mark: the two sides of it, or all where it has none."""
    return tuple(render_to_string(template, context, request).encode().split(_MARK.encode()))
