"""What a post costs a reader: at most 30 KB over the wire for the page and all it loads but fonts."""

import gzip
import re

import pytest
from django.contrib.staticfiles import finders

from config.sheets import SHEETS, smaller

LIMIT = 30_000
WORDS = "North Korea’s minister said that the talks, which had been put off twice, would begin on Thursday. "


def packed(data: bytes) -> int:
    return len(gzip.compress(data, 9))


@pytest.fixture
def page(client, blog, make_post, make_comment) -> str:
    post = make_post(blog, body="\n\n".join(f"{number}. {WORDS * 4}" for number in range(12)))
    parent = None
    for number in range(20):
        comment = make_comment(post, f"{number}: {WORDS * 2}", parent=parent)
        parent = comment if number % 4 == 0 else None
    return client.get(post.path).content.decode()


def loaded(page: str) -> list[str]:
    """The static files that a page names, fonts too."""
    return re.findall(r'(?:href|src)="/static/([^"]+)"', page)


def test_a_post_with_twenty_comments_weighs_thirty_kilobytes_at_most(page):
    sizes = {"the page": packed(page.encode())}
    for name in loaded(page):
        if not name.startswith("fonts/"):
            with open(finders.find(name), "rb") as file:
                sizes[name] = packed(file.read())
    assert sum(sizes.values()) <= LIMIT, sizes


def test_it_loads_one_style_sheet_one_script_and_one_font(page):
    assert sorted(loaded(page)) == ["css/site.css", "fonts/literata-normal.woff2", "js/comments.js"]


def test_the_style_sheet_has_every_rule_of_its_parts_and_how_to_print():
    with open(finders.find("css/site.css")) as file:
        whole = file.read()
    assert "/*" not in whole and "@media print" in whole
    for part in SHEETS["css/site.css"]:
        with open(finders.find(part)) as file:
            text = file.read()
        assert smaller(text) in whole
        assert smaller(text).count("{") == re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL).count("{")
