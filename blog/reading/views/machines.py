"""What machines read: the sitemap and robots.txt."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from blog.reading.caching import for_readers
from blog.reading.shown import blog_shown, list_shown
from blog.reading.sitemaps import addresses, sections

_XML = "application/xml; charset=utf-8"


@for_readers
def sitemap_index(request: HttpRequest) -> HttpResponse:
    list_shown(request)
    names = [reverse("reading:sitemap_section", args=[section]) for section in sections(request.blog)]
    return _map(request, "reading/sitemap_index.xml", {"paths": names})


@for_readers
def sitemap_section(request: HttpRequest, section: str) -> HttpResponse:
    list_shown(request)
    found = addresses(request.blog, section)
    if found is None:
        raise Http404
    return _map(request, "reading/sitemap.xml", {"addresses": found})


def _map(request: HttpRequest, template: str, context: dict) -> HttpResponse:
    context["site"] = request.build_absolute_uri("/").removesuffix("/")
    response = render(request, template, context, content_type=_XML)
    response["X-Robots-Tag"] = "noindex, noodp, noarchive"  # the map is for finding pages, and is none
    return response


@for_readers
def robots(request: HttpRequest) -> HttpResponse:
    blog_shown(request)
    address = request.build_absolute_uri(reverse("reading:sitemap"))
    return render(request, "reading/robots.txt", {"sitemap": address}, content_type="text/plain; charset=utf-8")
