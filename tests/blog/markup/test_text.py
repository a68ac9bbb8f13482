"""Sources before they are parsed, and what is read off them."""

import pytest

from blog.markup import excerpt_of, image_keys, normalise, render_comment, render_post, render_teaser


@pytest.mark.parametrize(
    "typed, stored",
    [
        ("a\r\nb\rc", "a\nb\nc"),
        ("a\x00b\x07", "ab"),
        ("\ufeffa\u200bb", "ab"),
        ("e\u0301", "\u00e9"),
        ("a\u202eb\u2066c", "abc"),
        ("a\u2028b\u2029c", "a\nb\nc"),
        ("\ud800", "\ufffd"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("👩\u200d🚀", "👩\u200d🚀"),
    ],
)
def test_a_source_keeps_what_means_something(typed, stored):
    assert normalise(typed) == stored
    assert normalise(stored) == stored


@pytest.mark.parametrize("text", ["", " ", "\n", "\x00", "\ufeff", "\ud800", "\r"])
def test_next_to_nothing_renders_to_next_to_nothing(text):
    assert "<script" not in render_comment(text) + render_post(text)


def test_nothing_of_one_text_is_remembered_in_the_next():
    render_post("[a]: https://example.org/\n\n[a]")
    assert "<a" not in render_post("[a]")
    render_comment("- " * 2_000 + "x")
    assert render_comment("a\n\nb") == "<p>a</p>\n<p>b</p>"


def test_an_excerpt_is_plain_words():
    source = "# Title\n\nA *word* and a [link](https://a.b/), a note[^1].\n\n```\ncode\n```\n\n> said\n\n[^1]: note"
    assert excerpt_of(source) == "Title A word and a link, a note. said"
    assert excerpt_of("one two three", words=2) == "one two …"
    assert excerpt_of("_one_ **two** `three` \\*four\\* some_name") == "one two three *four* some_name"
    assert excerpt_of("```py\n" + "x = 1\n" * 5_000 + "```\n\nAfter.") == "After."


def test_a_teaser_is_what_stands_above_the_mark():
    assert render_teaser("Above.\n\n<!--more-->\n\nBelow.") == "<p>Above.</p>"
    assert render_teaser("All of it.") == ""
    assert "more" not in render_post("Above.\n\n<!--more-->\n\nBelow.")


def test_the_images_of_a_source_are_known_by_their_keys():
    assert image_keys("![a](/images/Ab-_9/x.png) and /images/Zz/y.jpg") == {"Ab-_9", "Zz"}
