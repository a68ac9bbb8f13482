"""Fenced code: where it begins and ends, and what may stand behind the fence."""

from pathlib import Path

import pytest

from blog.markup import render_comment, render_post
from blog.markup.colours import BLOCK, LANGUAGES, Colours
from blog.markup.fences import Fence, parts


def fences(text):
    return [part for part in parts(text.split("\n")) if isinstance(part, Fence)]


@pytest.mark.parametrize(
    "text, language, code",
    [
        ("```\na\n```", "", "a"),
        ("```Python\na\n```", "python", "a"),
        ("``` { .python }\na\n```", "python", "a"),
        ("~~~~ c++\na\n~~~\nb\n~~~~", "c++", "a\n~~~\nb"),
        ("````\n```\n````", "", "```"),
        ("```\nno end", "", "no end"),
        ("  ```\n  a\n   b\n  ```", "", "a\n b"),
        ("- item\n\n    ```sh\n    a\n\n      b\n    ```", "sh", "a\n\n  b"),
    ],
)
def test_a_fence_holds_its_code(text, language, code):
    (fence,) = fences(text)
    assert (fence.language, fence.code) == (language, code)


@pytest.mark.parametrize("text", ["```a``` b", "``\na\n``", "    ```\n    a\n    ```", "- a\n\nText\n\n    ```\n    a"])
def test_what_only_looks_like_a_fence_is_none(text):
    assert not fences(text)


def test_code_in_a_list_stays_in_its_item():
    html = render_comment("1. a\n\n    ```\n    <b>\n    ```\n\n2. b")
    assert html == "<ol>\n<li>\n<p>a</p>\n<pre><code>&lt;b&gt;\n</code></pre>\n</li>\n<li>\n<p>b</p>\n</li>\n</ol>"


def test_tabs_in_code_stay_tabs():
    assert "a:\n\tb" in render_comment("```\na:\n\tb\n```")


@pytest.mark.parametrize(
    "options",
    [
        "filters=nosuch",
        "filters=raiseonerror",
        "tabsize=abc",
        "encoding=utf-8",
        "lang=c src=1",
        "linenos=inline linenostart=abc",
        "style=nosuch pygments_style=nosuch",
        "noclasses=true",
        "tagsfile=/etc/passwd tagurlformat=/x",
    ],
)
def test_no_option_behind_a_fence_reaches_pygments(options):
    plainly = render_post("``` { .python }\nx = 1\n```")
    assert render_post(f"``` {{ .python {options} }}\nx = 1\n```") == plainly


def test_a_full_page_with_a_stylesheet_in_a_file_is_not_written(tmp_path):
    render_post(f"``` {{ .python full=1 cssfile={tmp_path}/x.css }}\nx = 1\n```")
    assert not list(Path(tmp_path).iterdir())


def test_code_that_is_large_wide_or_unknown_is_shown_without_colours():
    for text in ("x = 1\n" * BLOCK, "x = " + "1 " * 1_000, "x = 1"):
        language = "brainfuck" if text == "x = 1" else "python"
        assert "<span" not in Colours()(Fence(0, language, text))
    assert "<span" in Colours()(Fence(0, "python", "x = 1"))


def test_a_post_has_only_so_much_code_in_colours():
    colours, code = Colours(), Fence(0, "python", "x = 1\n" * 3_000)
    assert ["<span" in colours(code) for _time in range(5)] == [True, True, True, False, False]


def test_every_language_is_known_and_none_fails(caplog):
    for language in LANGUAGES:
        html = render_post(f"```{language}\nif a < 'b': {{ return 1 }} // # <?php \"\n```")
        assert '<div class="highlight">' in html, language
    assert not caplog.records


def test_php_needs_no_opening_sign():
    assert '<span class="k">' in render_post("```php\nreturn 1;\n```")
