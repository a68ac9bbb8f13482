"""Front page, label, archive and author: four ways to the same list."""

from datetime import datetime

from django.db.models import OuterRef, Q, Subquery
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.formats import date_format

from accounts.models import Membership, User
from blog.models.posts import PostQuerySet
from blog.reading.caching import for_readers
from blog.reading.lists import Listing, fetch_authors, listing
from blog.reading.series import parts_of
from blog.reading.shown import counts_shown, list_shown

_PLACES = ("before", "after")  # parameters: where in the list


def _announced(request: HttpRequest) -> PostQuerySet:
    return request.blog.posts.announced(timezone.now())


def _page(request: HttpRequest, posts: PostQuerySet, **context) -> HttpResponse:
    """A list with a title; one with nothing in it is no page."""
    found = _listed(request, posts)
    if not found.entries:
        raise Http404
    return render(request, "reading/list.html", {"listing": found, "canonical": _canonical(request, found), **context})


def _listed(request: HttpRequest, posts: PostQuerySet, *, sticky: bool = False) -> Listing:
    list_shown(request)
    found = listing(request, posts, sticky=sticky)
    counts_shown(request, [entry.post for entry in found.entries])
    return found


def _canonical(request: HttpRequest, found: Listing) -> str:
    """The whole address of a list without what means nothing here."""
    return request.build_absolute_uri(request.path + found.here)


@for_readers(numbers=_PLACES)
def front(request: HttpRequest) -> HttpResponse:
    found = _listed(request, _announced(request), sticky=True)
    return render(request, "reading/front.html", {"listing": found, "canonical": _canonical(request, found)})


@for_readers(numbers=_PLACES)
def label(request: HttpRequest, slug: str) -> HttpResponse:
    found = request.blog.labels.filter(slug=slug).first()
    if found is None:
        return _label_that_moved(request, slug)
    return _page(request, _announced(request).labelled(found), label=found)


def _label_that_moved(request: HttpRequest, slug: str) -> HttpResponse:
    """The way to where a label's page is now. One with nothing to read has no page, so nothing leads to it."""
    moved = get_object_or_404(request.blog.old_slugs.filter(series=None).select_related("label"), slug=slug)
    if not _announced(request).labelled(moved.label).exists():
        raise Http404
    return HttpResponsePermanentRedirect(moved.label.get_absolute_url())


@for_readers(numbers=_PLACES)
def year(request: HttpRequest, year: str) -> HttpResponse:
    year = int(year)
    return _archive(request, year, 1, year + 1, 1, str(year))


@for_readers(numbers=_PLACES)
def month(request: HttpRequest, year: str, month: str) -> HttpResponse:
    year, month = int(year), int(month)
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
    posts = _announced(request).within(Q(published_at__gte=start, published_at__lt=end))
    return _page(request, posts, archive=title or date_format(start, "YEAR_MONTH_FORMAT"))


@for_readers(numbers=_PLACES, keep=False)  # what is said about the author hangs on their standing at this moment
def author(request: HttpRequest, pk: int) -> HttpResponse:
    about = Membership.objects.team().filter(blog=request.blog, user=OuterRef("pk")).values("bio")
    found = get_object_or_404(User.objects.only("name").annotate(about=Subquery(about)), pk=pk)
    return _page(request, _announced(request).list_by(found), author=found)


@for_readers
def series(request: HttpRequest, slug: str) -> HttpResponse:
    """What a series holds, in its order. One of which nobody may know a post is no page."""
    found = request.blog.series.filter(slug=slug).first()
    if found is None:
        return _series_that_moved(request, slug)
    list_shown(request)
    parts = list(parts_of(found, _announced(request)))
    if not parts:
        raise Http404
    fetch_authors(parts)
    context = {"series": found, "parts": parts, "canonical": request.build_absolute_uri(request.path)}
    return render(request, "reading/series.html", context)


def _series_that_moved(request: HttpRequest, slug: str) -> HttpResponse:
    moved = get_object_or_404(request.blog.old_slugs.filter(label=None).select_related("series"), slug=slug)
    if not _announced(request).filter(series=moved.series).exists():
        raise Http404
    return HttpResponsePermanentRedirect(moved.series.get_absolute_url())
