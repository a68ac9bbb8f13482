"""What a page for readers shows, told to the page cache in front: by tag, and by the clock.

Found out before the page is made, so that a moment that falls between is not missed. Where nobody listens (told), it
costs nothing; else two queries of one row.
"""

from collections.abc import Iterable
from datetime import datetime

from django.http import HttpRequest
from django.utils import timezone

from blog.comments.rules import rules_for
from blog.comments.thread import Thread, changes_at
from blog.models import Blog, Page, Post, PostState
from blog.pagecache import tags
from blog.pagecache.told import told


def list_shown(request: HttpRequest, *more: str) -> None:
    """A list of the blog's posts; `more` tags, if it shows more than which posts there are."""
    if telling := told(request):
        telling.shows(tags.whole_blog(request.blog.pk), tags.lists(request.blog.pk), *more)
        _tell_moments(telling, request.blog, timezone.now())


def counts_shown(request: HttpRequest, posts: Iterable[Post]) -> None:
    """The numbers of comments of these."""
    if telling := told(request):
        telling.shows(*(tags.count_at(post.pk) for post in posts))


def post_shown(request: HttpRequest, post: Post, thread: Thread | None = None) -> None:
    """A post, whole and with its `thread`, or how it begins."""
    if telling := told(request):
        telling.shows(tags.whole_blog(post.blog_id), tags.text_of(post.pk))
        telling.lasts(request.blog.next_due_at)
        telling.goes(post.expires_at)
        if post.series_id:  # its neighbours in it stand beside it
            telling.shows(tags.lists(post.blog_id))
            _tell_moments(telling, request.blog, timezone.now())
        if thread is not None:
            telling.post = (post.blog_id, post.pk)
            telling.shows(tags.thread_of(post.pk))
            telling.lasts(thread.changes_at)


def clock_shown(request: HttpRequest, post: Post, now: datetime) -> None:
    """When a post comes to be closed, and goes: for a page that tells nothing else. A query."""
    if telling := told(request):
        telling.lasts(changes_at(post, rules_for(post).rules, now))
        telling.goes(post.expires_at)


def page_shown(request: HttpRequest, page: Page) -> None:
    if telling := told(request):
        telling.shows(tags.whole_blog(page.blog_id), tags.page_text_of(page.pk))
        telling.lasts(request.blog.next_due_at)


def blog_shown(request: HttpRequest) -> None:
    """Nothing but what the blog itself says."""
    if telling := told(request):
        telling.shows(tags.whole_blog(request.blog.pk))


def anything_shown(request: HttpRequest, now: datetime) -> None:
    """A page that told nothing: any change of anything makes it another, and it was made after `now`."""
    if (telling := told(request)) and not telling.tags:
        _tell_moments(telling, request.blog, now)


def _tell_moments(telling, blog: Blog, now: datetime) -> None:
    """When a post next comes or goes by the clock alone."""
    out = blog.posts.filter(state=PostState.PUBLISHED)
    coming = out.filter(published_at__gt=now).order_by("published_at").values_list("published_at", flat=True).first()
    going = out.filter(expires_at__gt=now).order_by("expires_at").values_list("expires_at", flat=True).first()
    telling.lasts(coming, blog.next_due_at)
    telling.goes(going)
