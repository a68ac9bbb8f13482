"""Front page, label, archive and author: four ways to the same list."""

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.formats import date_format

from accounts.models import User
from blog.models.posts import PostQuerySet
from blog.reading.caching import for_readers
from blog.reading.lists import Listing, listing


def _announced(request: HttpRequest) -> PostQuerySet:
    return request.blog.posts.announced(timezone.now())


def _page(request: HttpRequest, posts: PostQuerySet, **context) -> HttpResponse:
    """A list with a title; one with nothing in it is no page."""
    found = listing(request, posts)
    if not found.entries:
        raise Http404
    return render(request, "reading/list.html", {"listing": found, "canonical": _canonical(request, found), **context})


def _canonical(request: HttpRequest, found: Listing) -> str:
    """The whole address of a list without what means nothing here."""
    return request.build_absolute_uri(request.path + found.here)


@for_readers
def front(request: HttpRequest) -> HttpResponse:
    found = listing(request, _announced(request))
    return render(request, "reading/front.html", {"listing": found, "canonical": _canonical(request, found)})


@for_readers
def label(request: HttpRequest, slug: str) -> HttpResponse:
    found = request.blog.labels.filter(slug=slug).first()
    if found is None:
        return _label_that_moved(request, slug)
    return _page(request, _announced(request).labelled(found), label=found)


def _label_that_moved(request: HttpRequest, slug: str) -> HttpResponse:
    """The way to where a label's page is now. One with nothing to read has no page, so nothing leads to it."""
    moved = get_object_or_404(request.blog.old_labels.select_related("label"), slug=slug)
    if not _announced(request).labelled(moved.label).exists():
        raise Http404
    return HttpResponsePermanentRedirect(moved.label.get_absolute_url())


@for_readers
def year(request: HttpRequest, year: int) -> HttpResponse:
    return _archive(request, year, 1, year + 1, 1, str(year))


@for_readers
def month(request: HttpRequest, year: int, month: int) -> HttpResponse:
    if not 1 <= month <= 12:
        raise Http404
    following = (year + 1, 1) if month == 12 else (year, month + 1)
    return _archive(request, year, month, *following, None)


def _archive(request, year, month, next_year, next_month, title) -> HttpResponse:
    """Posts from the first of one month to the first of another, by the blog's own clock."""
    if not 1 <= year < 9999:
        raise Http404
    zone = request.blog.zone
    start, end = datetime(year, month, 1, tzinfo=zone), datetime(next_year, next_month, 1, tzinfo=zone)
    posts = _announced(request).filter(published_at__gte=start, published_at__lt=end)
    return _page(request, posts, archive=title or date_format(start, "YEAR_MONTH_FORMAT"))


@for_readers
def author(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(User.objects.only("name"), pk=pk)
    return _page(request, _announced(request).filter(author=found), author=found)
