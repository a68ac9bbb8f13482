"""Rendering is bounded in time, depth and size, whatever is typed."""

import time

import pytest

from blog.markup import COMMENT_LIMIT, HTML_LIMIT, render_comment, render_post
from tests.blog.markup.hostile import texts


@pytest.mark.parametrize("length", [500, 1_000, 2_000, 5_000, COMMENT_LIMIT])
def test_no_kind_of_comment_takes_long_or_grows_large(length):
    """The goal is 0.25 s of an idle core; the limit here leaves room for a busy one."""
    for name, text in texts(length):
        start = time.process_time()
        html = render_comment(text)
        assert time.process_time() - start < 1.5, name
        assert len(html.encode()) <= HTML_LIMIT, name


@pytest.mark.parametrize("length", [2_000, 20_000])
def test_no_kind_of_post_takes_minutes(length):
    """Posts come from authors and imports: rare, but never without an end."""
    for name, text in texts(length):
        start = time.process_time()
        render_post(text)
        assert time.process_time() - start < 10, name


@pytest.mark.parametrize("text", ["- " * 5_000 + "x", "1. " * 3_000 + "x", "> " * 5_000 + "x", "* " * 490 + "x"])
def test_a_line_that_overflows_the_parser_is_shown_as_it_was_typed(text):
    assert "x" in render_comment(text)
    assert "x" in render_post(text)


def test_a_text_past_the_bounds_is_shown_not_refused():
    text = "[" * 101 + "\n\n*and the rest* <b>"
    assert render_comment(text) == "<p>" + "[" * 101 + "</p>\n<p>*and the rest* &lt;b&gt;</p>"


def test_a_long_honest_post_is_parsed_whole():
    section = "## A heading\n\nA [link](https://example.org/) and *words*, " + "word " * 200 + "\n\n- one\n- two\n\n"
    html = render_post(section * 150)
    assert len(section * 150) > 150_000
    assert html.count("<h2") == 150
    assert html.count("<a ") == 150
