"""Rendering is bounded in time, depth and size, whatever is typed."""

import logging
import time

import pytest

from blog.markup import COMMENT_LIMIT, HTML_LIMIT, render_comment, render_post
from blog.markup.bounds import COMMENT, POST, Patience, TooMuch, within
from tests.blog.markup.hostile import allowed, posts, texts

# Seconds. The goal is 0.25 of an idle core, and what grows without bounds takes minutes; a busy machine is given time.
LONG = 5


def seconds(render, text):
    """The HTML, and how long this thread itself worked for it: other programs on the machine do not count."""
    start = time.thread_time()
    return render(text), time.thread_time() - start


def bounded(length):
    for name, text in texts(length):
        html, took = seconds(render_comment, text)
        assert took < LONG, name
        assert len(html.encode()) <= HTML_LIMIT, name


@pytest.mark.parametrize("length", [1_000, COMMENT_LIMIT])
def test_no_kind_of_comment_takes_long_or_grows_large(length, caplog):
    bounded(length)
    assert not caplog.records  # no mistake of the parser's was covered up


@pytest.mark.slow
@pytest.mark.parametrize("length", [500, 2_000, 3_000, 4_000, 6_000, 8_000])
def test_no_kind_of_comment_takes_long_or_grows_large_at_any_length(length):
    bounded(length)


def test_what_the_bounds_let_through_is_fast(caplog):
    for name, text in allowed():
        assert len(text) <= COMMENT_LIMIT
        assert within(COMMENT, text), name
        html, took = seconds(render_comment, text)
        assert took < LONG, name
        assert len(html.encode()) <= HTML_LIMIT, name
    assert not caplog.records


def test_no_kind_of_post_takes_long(caplog):
    for name, text in texts(5_000):
        assert seconds(render_post, text)[1] < LONG, name
    assert not caplog.records


@pytest.mark.slow
@pytest.mark.parametrize("length", [50_000, 200_000, 500_000])
def test_no_large_post_takes_minutes_or_grows_without_end(length):
    for name, text in [*texts(length), *posts(length)]:
        html, took = seconds(render_post, text)
        assert took < 20, name
        assert len(html) <= max(6 * len(text), 6_000_000), name


def test_a_table_of_many_columns_is_no_bomb():
    text = "|" + "a|" * 2_000 + "\n|" + "-|" * 2_000 + "\n" + "|1|\n" * 2_000
    html, took = seconds(render_post, text)
    assert took < LONG and len(html) < 100_000


def test_an_abbreviation_with_a_long_meaning_is_no_bomb():
    text = "*[a]: " + "x" * 15_000 + "\n\n" + "a " * 5_000
    html, took = seconds(render_post, text)
    assert took < LONG and len(html) < 100_000


@pytest.mark.parametrize("text", ["- " * 5_000 + "x", "1. " * 3_000 + "x", "> " * 5_000 + "x", "* " * 490 + "x"])
def test_a_line_that_overflows_the_parser_is_shown_as_it_was_typed(text):
    assert "x" in render_comment(text)
    assert "x" in render_post(text)


def test_a_text_past_the_bounds_is_shown_not_refused():
    text = "[" * 101 + "\n\n*and the rest* <b>"
    assert render_comment(text) == "<p>" + "[" * 101 + "</p>\n<p>*and the rest* &lt;b&gt;</p>"


def test_a_text_longer_than_a_comment_may_be_is_shown_as_it_was_typed():
    """An import's: no form lets it in."""
    html, took = seconds(render_comment, "*a* www.example.org " * 50_000)
    assert html.startswith("<p>*a* www.example.org *a*") and took < LONG


def test_patience_ends(monkeypatch):
    with pytest.raises(TooMuch):
        Patience(-1).check()
    Patience(60).check()
    monkeypatch.setattr("blog.markup.comments.SECONDS", -1)
    monkeypatch.setattr("blog.markup.posts.SECONDS", -1)
    assert render_comment("*a*") == render_post("*a*") == "<p>*a*</p>"


def test_a_mistake_of_the_parser_costs_nobody_their_text(monkeypatch, caplog):
    def mistaken(*_anything):
        raise IndexError("secret text")

    monkeypatch.setattr("blog.markup.comments._parse", mistaken)
    monkeypatch.setattr("blog.markup.posts._parse", mistaken)
    with caplog.at_level(logging.WARNING):
        assert render_comment("*a*") == render_post("*a*") == "<p>*a*</p>"
    assert "IndexError" in caplog.text and "secret" not in caplog.text


def test_a_long_honest_post_is_parsed_whole():
    section = "## A heading\n\nA [link](https://example.org/) and *words*, " + "word " * 200 + "\n\n- one\n- two\n\n"
    html, took = seconds(render_post, section * 190)
    assert len(section * 190) > 200_000 and took < 10
    assert html.count("<h2") == 190
    assert html.count("<a ") == 190


@pytest.mark.parametrize(
    "text",
    [
        "```json\n" + "[[1, 2], [3, 4]],\n" * 200 + "```",  # brackets of code
        "    " + "*p++ = _a[i]; " * 200,
        "\n".join(f"- [link {number}](https://example.org/{number}) and a few words" for number in range(300)),
        "|a|b|\n|-|-|\n" + "\n".join(f"|[l](https://example.org/{number})|{number}|" for number in range(300)),
        "[1]\n\n" + "\n".join(f"[{number}]: https://example.org/{number}" for number in range(300)),
        "A note[^1].\n\n[^1]: " + "It is long. " * 200,
    ],
)
def test_what_honest_posts_are_full_of_is_within_the_bounds(text):
    assert within(POST, text)


def test_code_in_a_comment_may_have_as_many_brackets_as_it_needs():
    text = "*See*\n\n```\n" + "[[1, 2], [3, 4]],\n" * 100 + "```"
    assert within(COMMENT, text)
    assert render_comment(text).startswith("<p><em>See</em></p>\n<pre><code>[[1, 2]")
