"""What machines read: the sitemap and robots.txt."""

from django.contrib.sitemaps.views import index, sitemap
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from blog.reading.caching import for_readers
from blog.reading.shown import blog_shown, list_shown
from blog.reading.sitemaps import sitemaps


@for_readers
def sitemap_index(request: HttpRequest) -> HttpResponse:
    list_shown(request)
    return index(request, sitemaps(request), sitemap_url_name="reading:sitemap_section")


@for_readers
def sitemap_section(request: HttpRequest, section: str) -> HttpResponse:
    list_shown(request)
    return sitemap(request, sitemaps(request), section)


@for_readers
def robots(request: HttpRequest) -> HttpResponse:
    blog_shown(request)
    address = request.build_absolute_uri(reverse("reading:sitemap"))
    return render(request, "reading/robots.txt", {"sitemap": address}, content_type="text/plain; charset=utf-8")
