"""Addresses for readers. `at` comes last: it looks any other path up among the blog's posts and pages."""

from django.urls import path, re_path, register_converter

from blog.reading.caching import for_readers
from blog.reading.converters import Part, Rest
from blog.reading.feeds import CommentsFeed, PostsFeed
from blog.reading.views import images, lists, look, machines, own_feed, texts, whole

register_converter(Part, "part")
register_converter(Rest, "rest")

app_name = "reading"
urlpatterns = [
    path("", lists.front, name="front"),
    path("label/<part:slug>/", lists.label, name="label"),
    path("series/<part:slug>/", lists.series, name="series"),
    path("author/<int:pk>/", lists.author, name="author"),
    path("feed/", for_readers(PostsFeed()), name="feed"),
    path("feed/comments/", for_readers(CommentsFeed()), name="comments_feed"),
    path("feed/mine/", own_feed.address, name="own_feed_address"),
    path("feed/mine/<part:secret>/", own_feed.feed, name="own_feed"),
    path("read/", whole.latest, name="latest"),
    path("read/<int:pk>/", whole.post, name="post"),
    path("read/page/<int:pk>/", whole.page, name="page"),
    path("sitemap.xml", machines.sitemap_index, name="sitemap"),
    path("sitemap-<slug:section>.xml", machines.sitemap_section, name="sitemap_section"),
    path("robots.txt", machines.robots, name="robots"),
    path("look-<slug:mark>.css", look.look, name="look"),
    path("images/<part:key>/<part:name>", images.image, name="image"),
    re_path(r"^(?P<year>[0-9]{4})/$", lists.year, name="year"),
    re_path(r"^(?P<year>[0-9]{4})/(?P<month>[0-9]{2})/$", lists.month, name="month"),
    path("<rest:path>", texts.at, name="at"),
]
