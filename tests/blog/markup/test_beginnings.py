"""How a text begins, for people who may not read it whole."""

import pytest

from blog.markup import beginning_of, render_post, render_teaser
from blog.markup.beginnings import LETTERS


@pytest.mark.parametrize(
    "source, beginning",
    [
        ("One.\n\nTwo.\n\nThree.", "One.\n\nTwo."),
        ("One *and* [more](https://example.org/secret).", "One and more."),
        ("# Title\n\nOne.\n\n- a\n- list\n\nTwo.", "One.\n\nTwo."),
        ("![a dot](/images/abc/dot.png)\n\nOne.", "One."),
        ("One.[^1]\n\nTwo.\n\n[^1]: A note.", "One.\n\nTwo."),
        ("One  \nline.", "One line."),
        ("```\ncode\n```", ""),
        ("", ""),
        ("5 < 6 & 7 > 6, says <b>he</b>.", "5 < 6 & 7 > 6, says <b>he</b>."),
    ],
)
def test_it_is_the_words_of_the_first_two_paragraphs(source, beginning):
    assert beginning_of(render_post(source)) == beginning


def test_what_stands_above_the_mark_is_all_of_it():
    source = "One.\n\nTwo.\n\nThree.\n\n<!--more-->\n\nFour."
    assert beginning_of(render_post(source), render_teaser(source)) == "One.\n\nTwo.\n\nThree."


def test_a_long_paragraph_is_cut_between_two_words():
    found = beginning_of(render_post("word " * 1000))
    assert found.endswith("word …") and len(found) <= LETTERS + 2
    assert len(beginning_of(render_post("w" * 5000))) <= LETTERS + 2
