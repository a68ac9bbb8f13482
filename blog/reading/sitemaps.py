"""The sitemap: an index, and in it the addresses of all posts and pages that are announced to everybody."""

from django.contrib.sitemaps import Sitemap
from django.db.models import Max
from django.http import HttpRequest
from django.utils import timezone

from blog.models import Blog


class _Texts(Sitemap):
    limit = 5_000  # addresses in one file; the protocol allows 50,000

    def __init__(self, blog: Blog, secure: bool):
        self.blog = blog
        self.protocol = "https" if secure else "http"

    def lastmod(self, item):
        return item.updated_at

    def get_latest_lastmod(self):
        """Asked of the database: Django's own would load every post for it."""
        return self.items().order_by().aggregate(latest=Max("updated_at"))["latest"]

    def location(self, item) -> str:
        return item.path


class Posts(_Texts):
    def items(self):
        return self.blog.posts.announced(timezone.now()).newest_first().only("path", "updated_at", "blog_id")


class Pages(_Texts):
    def items(self):
        return self.blog.pages.announced().order_by("pk").only("path", "updated_at", "blog_id")


def sitemaps(request: HttpRequest) -> dict[str, Sitemap]:
    return {name: kind(request.blog, request.is_secure()) for name, kind in (("posts", Posts), ("pages", Pages))}
