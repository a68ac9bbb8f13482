"""Permalinks as data."""

from datetime import UTC, datetime

import pytest

from blog.models import PermalinkPattern
from blog.paths import fault_of, make_path

DAY = datetime(2018, 5, 31, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "pattern, path",
    [
        (PermalinkPattern.DATED, "/2018/05/lavrov/"),
        (PermalinkPattern.BLOGGER, "/2018/05/lavrov.html"),
        (PermalinkPattern.DAILY, "/2018/05/31/lavrov/"),
    ],
)
def test_a_path_is_made_from_the_pattern_of_the_blog(pattern, path):
    assert make_path(pattern, DAY, "lavrov") == path
    assert fault_of(path) == ""


def test_a_year_has_four_digits():
    assert make_path(PermalinkPattern.DATED, DAY.replace(year=987), "x") in ("/987/05/x/", "/0987/05/x/")


@pytest.mark.parametrize(
    "path, fault",
    [
        ("/x/", ""),
        ("/2018/05/über-uns/", ""),
        ("/2018/05/a%20b.html", ""),
        ("", "shape"),
        ("/", "shape"),
        ("x", "shape"),
        ("//x/", "shape"),
        ("/a b/", "shape"),
        ("/a?b", "shape"),
        ("/a#b", "shape"),
        ("/../x", "shape"),
        ("/a/../x/", "shape"),
        ("/a/./x/", "shape"),
        ("/a\\b", "shape"),
        ("/a\n", "shape"),
        ("/" + "a" * 300, "long"),
        ("/admin/x/", "reserved"),
        ("/Accounts/x/", "reserved"),
        ("/comments/", "reserved"),
        ("/feed/", "reserved"),
        ("/robots.txt", "reserved"),
        ("/sitemap-posts.xml", "reserved"),
        ("/2018/", "archive"),
        ("/2018/05/", "archive"),
    ],
)
def test_why_no_post_may_live_there(path, fault):
    assert fault_of(path) == fault
