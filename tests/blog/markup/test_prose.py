"""Prose is rendered without a parser, and nobody can tell."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from blog.markup import render_comment
from blog.markup.comments import parsed
from blog.markup.prose import is_prose
from blog.markup.text import normalise
from tests.blog.markup.fuzz import fuzzed

# All that prose may have, with what would make something else of it at another place.
SIGNS = " .,;:!?'\"()%€$‘’“”„«»‹›–—…-\n"
LETTERS = "aZéßжя中あ٣1２ªǅ"
WORDS = (
    "www",
    "www.",
    "http:",
    "https",
    "a.b",
    "1.",
    "one.",
    "A)",
    "-",
    "--",
    "---",
    "(c)",
    "klzzwxh",
    "  ",
    "\n\n",
    "\n",
)

PLAIN = (
    "One line.",
    "Two lines,\nof one paragraph.",
    "Two\n\nparagraphs: “quoted”, (aside) and 100 % of it …",
    "Wer hat's gesagt? – Niemand!",
    "О чём речь?\n\nОб этом.",
)
NOT_PLAIN = (
    "",
    " begins with a space",
    "ends with one ",
    "1. a list",
    "- a list",
    "> a quote",
    "one\n    code",
    "*weight*",
    "_weight_",
    "`code`",
    "a [link](https://example.org/)",
    "https://example.org/",
    "See WWW.example.org",
    "a < b",
    "R&D",
    "a \\* b",
    "three\n\n\nnewlines",
    "~~~\ncode\n~~~",
    "| a | b |",
)


@pytest.mark.parametrize("text", PLAIN)
def test_sentences_are_prose(text):
    assert is_prose(text)


@pytest.mark.parametrize("text", NOT_PLAIN)
def test_what_could_mean_something_is_parsed(text):
    assert not is_prose(text)


def same(text: str) -> None:
    assert render_comment(text) == parsed(text), repr(text)


@pytest.mark.parametrize("text", PLAIN)
def test_prose_comes_out_as_the_parser_has_it(text):
    same(text)


pieces = st.one_of(st.sampled_from(WORDS), st.text(SIGNS, max_size=4), st.text(LETTERS, min_size=1, max_size=8))


@given(st.lists(pieces, min_size=1, max_size=30).map("".join))
@settings(max_examples=400, deadline=None)
def test_whatever_is_taken_for_prose_comes_out_as_the_parser_has_it(text):
    text = normalise(text)
    if is_prose(text):
        same(text)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
@settings(max_examples=400, deadline=None)
def test_letters_of_every_script_come_out_as_the_parser_has_them(text):
    text = normalise("a" + text)
    if is_prose(text):
        same(text)


@pytest.mark.slow
def test_no_text_of_chance_that_is_taken_for_prose_comes_out_otherwise():
    chance, taken = random.Random(7), 0
    for text in fuzzed(5_000, seed=7):
        sentence = "".join(chance.choices(SIGNS + LETTERS * 3, k=chance.randrange(1, 60)))
        for one in (normalise(text), normalise(f"a{sentence}")):
            if is_prose(one):
                taken += 1
                same(one)
    assert taken > 200
