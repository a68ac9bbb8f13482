"""What readers get, asked in this very process: feeds that programs can read, and links that lead somewhere."""

import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import urlsplit

from django.conf import settings
from django.test import Client
from django.utils import timezone

from blog.models import Blog, Page, Post
from blog.watching.doctor.findings import Finding, fail, ok, warn

FEEDS = ("/feed/", "/feed/comments/", "/sitemap.xml")
TEXTS, LINKS, NAMED = 1000, 1000, 5  # the newest texts that are read, the links that are followed, those that are named


def look() -> Iterator[Finding]:
    blogs = list(Blog.objects.order_by("pk"))
    if not blogs:
        yield warn("blogs", "There is none yet.", "bin/serve makes one, and so does manage.py create_blog.")
    for blog in blogs:
        client = reader_of(blog)
        yield from feeds(blog, client)
        yield links(blog, client)


def reader_of(blog: Blog) -> Client:
    """A reader's browser at a blog."""
    named = [host.lstrip(".") for host in settings.ALLOWED_HOSTS if host != "*"]
    host = blog.hostname or (named[0] if named else "localhost")
    return Client(raise_request_exception=False, headers={"host": host})


def feeds(blog: Blog, client: Client) -> Iterator[Finding]:
    for path in FEEDS:
        response = client.get(path, secure=settings.SECURE_SSL_REDIRECT)
        fault = f"answers {response.status_code}" if response.status_code != 200 else ""
        try:
            ElementTree.fromstring(response.content if not fault else "<x/>")  # noqa: S314 (our own)
        except ElementTree.ParseError as error:
            fault = f"is not well formed ({error})"
        if fault == "answers 404" and blog.readers == "team":
            fault = ""
        if fault:
            yield fail("feeds", f"{blog}: {path} {fault}.", "Look into the log; if it is ours, please tell us.")
        else:
            yield ok("feeds", f"{blog}: {path} can be read.")


def links(blog: Blog, client: Client) -> Finding:
    """Follows the links within the blog, of its newest texts; a reader's right to see them is the reader's."""
    now, found = timezone.now(), {}
    for texts in (
        Post.objects.public(now).filter(blog=blog).newest_first(),
        Page.objects.public().filter(blog=blog),
    ):
        for path, html in texts.values_list("path", "html")[:TEXTS]:
            for target in targets_in(html, blog.hostname):
                found.setdefault(target, path)
    followed = list(found.items())[:LINKS]
    broken = [
        (target, path)
        for target, path in followed
        if client.get(target, secure=settings.SECURE_SSL_REDIRECT).status_code in (404, 410)
    ]
    if not broken:
        return ok("links", f"{blog}: {len(followed)} links within the blog lead somewhere.")
    named = "; ".join(f"{path} links to {target}" for target, path in broken[:NAMED])
    return warn("links", f"{blog}: {len(broken)} links lead nowhere: {named}", "Mend them at the desk.")


class _Targets(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attributes):
        self.found += [value for name, value in attributes if name in ("href", "src") and value]


def targets_in(html: str, host: str | None) -> Iterator[str]:
    """The paths within the blog that a text links to or shows."""
    parser = _Targets()
    parser.feed(html)
    for address in parser.found:
        parts = urlsplit(address)
        if (
            parts.path.startswith("/")
            and (not parts.netloc or parts.hostname == host)
            and parts.scheme in ("", "http", "https")
        ):
            yield parts.path
