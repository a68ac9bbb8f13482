"""The sitemap: an index, and in it the addresses of all posts, pages and series that are announced to everybody."""

from django.contrib.sitemaps import Sitemap
from django.db.models import Max, OuterRef, Subquery
from django.http import HttpRequest
from django.utils import timezone

from blog.models import Blog, Post, Series


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
        """Without those that stood elsewhere first: search engines are told of that address alone."""
        posts = self.blog.posts.announced(timezone.now()).filter(canonical="")
        return posts.newest_first().only("path", "updated_at", "blog_id")


class Pages(_Texts):
    def items(self):
        return self.blog.pages.announced().order_by("pk").only("path", "updated_at", "blog_id")


class SeriesPages(_Texts):
    def items(self):
        """Those with a post that anybody may know of; each as old as the newest change of one."""
        known = Post.objects.announced(timezone.now()).filter(series=OuterRef("pk")).order_by("-updated_at")
        series = self.blog.series.annotate(updated_at=Subquery(known.values("updated_at")[:1]))
        return series.filter(updated_at__isnull=False).order_by("pk")

    def location(self, series: Series) -> str:
        return series.get_absolute_url()


def sitemaps(request: HttpRequest) -> dict[str, Sitemap]:
    kinds = {"posts": Posts, "pages": Pages, "series": SeriesPages}
    return {name: kind(request.blog, request.is_secure()) for name, kind in kinds.items()}
