"""What the publish checklist finds in a text, and what it leaves alone. Pure."""

import time

import pytest

from blog.markup import OwnImage, render_post
from blog.writing.checklist.rules import PATH, Finding, Known, Text, check, targets_of

OWN = {"KEY": OwnImage(8, 6, alt="A harbour"), "BARE": OwnImage(8, 6)}


def found(source: str, known: Known | None = None, **fields) -> list[tuple[str, str, int]]:
    fields = {"title": "T", "description": "D", "html": render_post(source, images=OWN)} | fields
    return [(one.code, one.what, one.line) for one in check(Text(source=source, **fields), known or Known())]


def test_a_good_text_has_nothing_to_be_looked_at():
    source = (
        "It begins.\n\n## One\n\n### Two\n\n## Three\n\n![](/images/KEY/a.png)\n\n[A letter](/2026/01/a/), "
        "[elsewhere](https://example.org/x), [mail](mailto:a@example.org), a note[^1].\n\n[^1]: Said.\n\n"
        "Again [One](#s-one), `[x]()` and\n\n```\n# [code]()\n![](http://x.org/a.png)\n```\n"
    )
    known = Known(found=frozenset({"/2026/01/a/", "/images/KEY/a.png"}))
    assert found(source, known) == []


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("x\n\n![](/images/BARE/b.png)", ("alt", "/images/BARE/b.png", 3)),
        ("x\n\n<img src='http://x.org/a.png'>", ("alt", "http://x.org/a.png", 3)),
        ("![A cat](http://x.org/a.png)", ("image_elsewhere", "http://x.org/a.png", 1)),
        ("![A cat](https://x.org/a.png)", ("image_elsewhere", "https://x.org/a.png", 1)),
        ("![A cat][c]\n\n[c]: https://x.org/c.png", ("image_elsewhere", "https://x.org/c.png", 1)),
        ("<img alt='A cat' src='https://x.org/a.png'>", ("image_elsewhere", "https://x.org/a.png", 1)),
        ("## One\n\n#### Deep", ("heading_skipped", "Deep", 3)),
        ("x\n\n### Deep\n\n## Higher", ("heading_skipped", "Deep", 3)),
        ("x\n\n# Top", ("heading_first", "Top", 3)),
        ("Top\n===\n\nx", ("heading_first", "Top", 1)),
        ("x\n\n[](https://x.org/)", ("link_wordless", "https://x.org/", 3)),
        ("[words]()", ("link_nowhere", "words", 1)),
        ("[words](about.html)", ("link_nowhere", "words", 1)),
        ("See https://x.org/a for more", ("link_bare", "https://x.org/a", 1)),
        ("[www.x.org](https://www.x.org/)", ("link_bare", "https://www.x.org/", 1)),
        ("[Click here](https://x.org/)!", ("link_vague", "Click here", 1)),
        ("x [here.](https://x.org/)", ("link_vague", "here.", 1)),
        ("[A letter](/2026/01/gone/)", ("link_broken", "/2026/01/gone/", 1)),
        ("[Below](#s-never)", ("link_broken", "#s-never", 1)),
        ("![A cat](/images/GONE/a.png)", ("link_broken", "/images/GONE/a.png", 1)),
    ],
)
def test_each_fault_is_found_once_with_its_words_and_its_line(source, expected):
    known = Known(found=frozenset({"/images/BARE/b.png"}))
    assert expected in found(source, known)
    assert len(found(source, known)) == (2 if expected[0] == "alt" and "<img" in source else 1)


def test_what_is_said_of_the_whole_text_comes_without_a_line():
    known = Known(same_title="/2026/01/other/", had_path="The other")
    assert found("x", known, description=" ") == [
        ("description", "", 0), ("title_twice", "/2026/01/other/", 0), (PATH, "The other", 0),
    ]  # fmt: skip


def test_vague_words_are_known_in_the_language_of_the_text():
    source = "[hier klicken](https://x.org/)"
    assert found(source) == [] and found(source, language="de-AT")[0][0] == "link_vague"


def test_whole_addresses_of_this_blog_are_known_as_its_own():
    source = "[A](https://one.example.org/a/?x=1#y) [B](https://two.example.org/b/) [C](/c%20d/) [D](//evil/e/)"
    text = Text("T", source, render_post(source), hosts=frozenset({"one.example.org"}))
    assert targets_of(text) == ["/a/", "/c d/"]


def test_a_text_that_links_to_itself_is_no_fault():
    assert found("[Me](/2026/01/me/)", path="/2026/01/me/") == []


def test_a_finding_is_the_same_when_its_line_moves():
    assert Finding("alt", "x", 3).same == Finding("alt", "x", 9).same


@pytest.mark.parametrize("piece", ["[a](", "![", "[x]()", "<img ", "# a\n", "`", "[[", "(((", "![a](http://x/"])
def test_half_a_million_characters_are_looked_over_in_a_second(piece):
    source = (piece * 500_000)[:500_000]
    begun = time.thread_time()
    check(Text("T", source, f"<p>{'x' * 500_000}</p>"), Known())
    assert time.thread_time() - begun < 3
