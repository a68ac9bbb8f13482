"""Posts and pages that are not for everybody, whole, for who may read them: personal pages, kept by no cache.

Their public addresses are the same for all readers, so they can't show one person more than another: of what is for
members they show the beginning, and lead here. What is for the team has no public address at all.
"""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from blog.comments.mutes import muted_by
from blog.comments.readable import readable, readable_pages, reading
from blog.comments.thread import thread_of
from blog.comments.wording import note
from blog.models import Page, Post, Readers
from blog.pagecache.keys import meaning
from blog.pagecache.members import PLACES
from blog.reading.kept import for_alike, kept
from blog.reading.lists import listing
from blog.reading.posts import labels_of, post_context
from blog.reading.series import part_of
from blog.reading.shown import post_shown


@for_alike
@require_safe
@never_cache
def post(request: HttpRequest, pk: int) -> HttpResponse:
    """200 for who may read it; 302 to its address if all may; 403, how it begins and the way in for one for members;
    404 for one for the team, as if it never was.
    """
    now = timezone.now()
    # Asked for in this order whatever is found, so that what is there and what is not answer alike to the last header.
    may_read = readable(request.blog, request.standing, now)
    found = may_read.filter(pk=pk).with_names().select_related("series").first()
    if found is None:
        return _refuse(request, request.blog.posts.announced(now).filter(pk=pk).with_names().first(), now)
    if found.read_by == Readers.EVERYONE:
        return redirect(found.path)
    found.blog, muted = request.blog, muted_by(request.user)

    def make() -> HttpResponse:
        request.GET = QueryDict(meaning(request.META.get("QUERY_STRING", ""), PLACES))
        thread = thread_of(found, now, muted, request.standing, request.GET)
        post_shown(request, found, thread)
        context = post_context(request, found, thread, labels_of(found), part_of(found, may_read))
        return render(request, "reading/whole_post.html", context | {"whole": True})

    return kept(request, found, muted, make)


@require_safe
@never_cache
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """The same for a page."""
    now = timezone.now()
    found = readable_pages(request.blog, request.standing, now).filter(pk=pk).first()
    if found is None:
        return _refuse(request, request.blog.pages.announced().filter(pk=pk).first(), now)
    if found.read_by == Readers.EVERYONE:
        return redirect(found.path)
    return render(request, "reading/whole_page.html", {"page": found})


@login_required
@require_safe
@never_cache
def latest(request: HttpRequest) -> HttpResponse:
    """All that this person may read, newest first: the front page of a blog that is not for everybody."""
    posts = readable(request.blog, request.standing, timezone.now())
    context = {"listing": listing(request, posts, whole=True), "pages": _pages(request)}
    return render(request, "reading/latest.html", context)


def _pages(request: HttpRequest) -> list[Page]:
    """The pages of the menu that readers in general don't see, or not whole."""
    if request.blog.readers == Readers.EVERYONE:
        return []
    return list(readable_pages(request.blog, request.standing, timezone.now()).in_menu())


def _refuse(request: HttpRequest, text: Post | Page | None, now) -> HttpResponse:
    if text is None:
        raise Http404
    door = reading(text, request.standing, now)
    context = {"text": text, "note": note(door, back=request.path)}
    return render(request, "reading/beginning.html", context, status=403)
