"""One text by its address: a post, a page, or where it went."""

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import resolve
from django.utils import timezone
from django.utils.encoding import escape_uri_path
from django.utils.http import http_date

from accounts.standing import VISITOR, Standing
from blog.comments.readable import reading
from blog.comments.thread import post_page_changed_at, thread_of
from blog.comments.wording import note
from blog.models import Page, Post, Readers
from blog.reading.caching import for_readers
from blog.reading.framed import framed
from blog.reading.posts import canonical_of, public_post_context
from blog.reading.shown import page_shown, post_shown
from config.prepared import Prepared


@for_readers(numbers=("before", "after"))  # where in the comments
def at(request: HttpRequest, path: str) -> HttpResponse:
    """Whatever the blog keeps at this path. Permalinks are data: no pattern knows where posts live."""
    now, path = timezone.now(), f"/{path}"
    if found := _POST_AT(blog=request.blog.pk, path=path, now=now):
        return _post(request, found[0], now)
    announced = request.blog.posts.announced(now)
    if page := request.blog.pages.announced().filter(path=path).first():
        return _page(request, page, now)
    if moved := request.blog.old_paths.filter(path=path, post__in=announced).select_related("post").first():
        return HttpResponsePermanentRedirect(moved.post.path)
    if not path.endswith("/") and not path.startswith("//") and _is_somewhere(request, f"{path}/", announced):
        query = request.META["QUERY_STRING"]
        return HttpResponsePermanentRedirect(escape_uri_path(f"{path}/") + (f"?{query}" if query else ""))
    raise Http404


_POST_AT = Prepared(
    Post,
    lambda blog, path, now: (
        Post.objects.announced(now).filter(blog=blog, path=path).with_names().select_related("series")
    ),
    blog=int,
    path=str,
    now=datetime,
)


def _post(request: HttpRequest, post: Post, now: datetime) -> HttpResponse:
    post.blog = request.blog
    if not post.is_public(now):
        return _beginning(request, post, now)
    thread = thread_of(post, now, asked=request.GET)
    post_shown(request, post, thread)
    response = HttpResponse(framed(request, post, thread, lambda: public_post_context(request, post, thread, now)))
    moments = (post.updated_at, post.published_at, post_page_changed_at(post))
    response["Last-Modified"] = http_date(max(moment for moment in moments if moment).timestamp())
    return response


def _page(request: HttpRequest, page: Page, now: datetime) -> HttpResponse:
    page.blog = request.blog
    if page.read_by != Readers.EVERYONE:
        return _beginning(request, page, now)
    page_shown(request, page)
    canonical = request.build_absolute_uri(page.path)
    response = render(request, "reading/page.html", {"page": page, "canonical": canonical})
    response["Last-Modified"] = http_date(page.updated_at.timestamp())
    return response


def _beginning(request: HttpRequest, text: Post | Page, now: datetime) -> HttpResponse:
    """How a text for members begins: the same for everybody, members too, who are led to the whole of it.

    Nothing here tells of its comments, neither a number nor a date.
    """
    if isinstance(text, Post):
        post_shown(request, text)
    else:
        page_shown(request, text)
    door = reading(text, Standing(VISITOR), now)
    canonical = canonical_of(request, text) if isinstance(text, Post) else request.build_absolute_uri(text.path)
    context = {"text": text, "canonical": canonical, "whole_url": text.whole_url}
    response = render(request, "reading/beginning.html", context | {"note": note(door, back=text.whole_url)})
    response["Last-Modified"] = http_date(
        max(text.updated_at, getattr(text, "published_at", text.updated_at)).timestamp()
    )
    return response


def _is_somewhere(request: HttpRequest, path: str, announced) -> bool:
    """Whether the same address with a slash at its end would be answered."""
    if resolve(path).view_name != "reading:at":
        return True
    return announced.filter(path=path).exists() or request.blog.pages.announced().filter(path=path).exists()
