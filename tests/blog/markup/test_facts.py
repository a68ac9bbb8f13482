"""What was once measured of Markdown, bleach and nh3 with hostile text, and what rendering makes of it.

Where a test shows what a library does by itself, it says why something here is as it is: when it fails after an
upgrade, the library has learnt it.
"""

import threading
import time

import bleach
import nh3
import pytest
from markdown import Markdown

from blog.markup import COMMENT_LIMIT, HTML_LIMIT, render_comment, render_post


@pytest.mark.parametrize(
    "piece", ["[", "[a", "![", "![[]()", "<![CDATA[", "<a ", "[a](b", "[ (", "[a](<b", "<ul><li>", "`a", "a\n=\n"]
)
def test_pieces_that_take_markdown_seconds_take_a_moment(piece):
    start = time.thread_time()
    render_comment((piece * COMMENT_LIMIT)[:COMMENT_LIMIT])
    assert time.thread_time() - start < 5  # a busy machine is given time; without the bound it is minutes


def test_balanced_brackets_take_a_moment():
    start = time.thread_time()
    render_comment("[" * 5_000 + "]" * 5_000)
    assert time.thread_time() - start < 5  # a busy machine is given time; without the bound it is minutes


@pytest.mark.parametrize("marker", ["- ", "* ", "+ ", "1. "])
def test_a_line_that_overflows_markdowns_stack_is_shown(marker):
    text = marker * 1_600 + "x"
    with pytest.raises(RecursionError):
        Markdown(extensions=["sane_lists"]).convert(text)
    assert render_comment(text) == render_post(text) == f"<p>{text}</p>"


def test_a_comment_deep_in_the_stack_is_shown_too():
    """The stack is shared with whoever calls: a limit on the text alone is none."""

    def deep(levels):
        return deep(levels - 1) if levels else render_comment("> " * 12 + "- x\n\n*a*")

    assert "x" in deep(600)


@pytest.mark.parametrize("address", ["javascript:123", "data:1", "tel:555", "javascript:\u00e41"])
def test_an_address_that_bleach_leaves_is_removed(address):
    html = f'<a href="{address}">x</a>'
    assert address.split(":")[0] in bleach.clean(html)
    assert render_comment(f"[x]({address})") == render_post(f"[x]({address})") == "<p>x</p>"


def test_nh3_is_told_to_keep_no_attribute_on_every_tag():
    assert "title" in nh3.clean('<p title="x">a</p>')
    assert render_post("a\n{: title=x }") == "<p>a</p>"


@pytest.mark.parametrize("address", ["javascript&colon;alert(1)", "//evil.example", "/\\evil.example", "http:evil"])
def test_an_address_that_comes_alive_elsewhere_is_removed(address):
    assert render_comment(f"[x]({address})") == render_post(f"[x]({address})") == "<p>x</p>"


@pytest.mark.parametrize("text", ["a\rb", "a\r\n\r\nb", "```\r\n\r\na\r\n```", "\n\n```\n\n\na\n```"])
def test_ends_of_lines_are_one_kind_before_anything_is_parsed(text):
    html = render_comment(text)
    assert "\r" not in html
    assert render_comment(text.replace("\r\n", "\n").replace("\r", "\n")) == html


def test_marks_that_nobody_sees_are_gone_and_joiners_stay():
    assert render_comment("\ufeffa\u200bb") == "<p>ab</p>"
    assert render_comment("👩\u200d🚀 می\u200cخواهم") == "<p>👩\u200d🚀 می\u200cخواهم</p>"


def test_a_render_that_overflowed_leaves_the_next_one_whole():
    render_comment("- " * 2_000 + "x")
    assert render_comment("*a*\n\nb") == "<p><em>a</em></p>\n<p>b</p>"


def test_mail_addresses_are_not_looked_for():
    """bleach's search for them is quadratic."""
    text = "a@" * 5_000
    start = time.thread_time()
    assert "<a" not in render_comment(text)
    assert time.thread_time() - start < 5  # a busy machine is given time; without the bound it is minutes


def test_what_is_rendered_is_what_a_preview_shows():
    text = "*a* https://example.org/\n\n> b"
    found = []
    threads = [threading.Thread(target=lambda: found.append(render_comment(text))) for _thread in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(found) == {render_comment(text)}


def test_the_largest_output_has_room():
    for piece in ("&", "& ", "&\n", "&\n\n", "<", "www.a ", "\U0001f600", "`a", "*a* ", '"'):
        assert len(render_comment((piece * COMMENT_LIMIT)[:COMMENT_LIMIT]).encode()) <= HTML_LIMIT, piece
