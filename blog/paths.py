"""Permalinks as data: how a path is made, and which a post may not take. Pure."""

import re
from datetime import datetime

RESERVED = frozenset(
    "accounts admin author comments draft feed feeds healthz images label media metrics p read".split()
    + ["readyz", "search", "series", "static", "robots.txt", "sitemap.xml", "favicon.ico"]
)
LIMIT = 300  # characters

_SHAPE = re.compile(r"^/(?:[\w.~%+-]+/)*[\w.~%+-]+/?\Z")
_SITEMAP = re.compile(r"^/sitemap[\w-]*\.xml$")
_LOOK = re.compile(r"^/look-[\w-]*\.css$")
_ARCHIVE = re.compile(r"^/\d{4}/(?:\d{2}/)?$")


def make_path(pattern: str, published_at: datetime, slug: str) -> str:
    """The path of a post from its blog's pattern, e.g. "/{year}/{month}/{slug}.html" -> "/2018/05/lavrov.html".

    `published_at` is taken as it is: convert it to the blog's time zone first.
    """
    return pattern.format(year=f"{published_at:%Y}", month=f"{published_at:%m}", day=f"{published_at:%d}", slug=slug)


def fault_of(path: str) -> str:
    """Why no post may live at `path`: "" (it may), "shape", "long", "reserved" or "archive"."""
    if len(path) > LIMIT:
        return "long"
    if not _SHAPE.match(path) or "/../" in path or "/./" in path:
        return "shape"
    if path.split("/")[1].lower() in RESERVED or _SITEMAP.match(path) or _LOOK.match(path):
        return "reserved"
    if _ARCHIVE.match(path):
        return "archive"
    return ""
