"""A table of contents, made of a text's own headings."""

import re

from blog.markup import excerpt_of, render_post


def test_the_mark_becomes_a_list_of_the_headings_in_their_order_and_levels():
    html = render_post("[TOC]\n\n# A\n\n## B\n\n### C\n\n# D")
    assert html.startswith(
        '<div class="toc"><ul><li><a href="#s-a" rel="noopener">A</a><ul><li><a href="#s-b" rel="noopener">B</a><ul>'
        '<li><a href="#s-c" rel="noopener">C</a></li></ul></li></ul></li><li><a href="#s-d" rel="noopener">D</a></li>'
        "</ul></div>"
    )


def test_each_entry_leads_to_a_heading_that_is_there():
    html = render_post("[TOC]\n\n# A\n\n# A\n\n### *C* & `d` \\* [e](/e/)\n\n## F[^1]\n\n[^1]: Note.")
    targets = re.findall(r'<a href="#(s-[^"]+)"', html)
    assert targets == re.findall(r'<h\d id="([^"]+)"', html) and len(targets) == 4
    assert ">C &amp; d * e</a>" in html and ">F</a>" in html


def test_a_level_that_is_left_out_is_no_step():
    html = render_post("[TOC]\n\n# A\n\n#### B\n\n## C")
    assert html.count("<ul>") == 2 and html.index("#s-b") < html.index("#s-c")


def test_a_mark_within_a_sentence_or_in_code_is_a_word():
    assert "toc" not in render_post("See [TOC] here.\n\n# A")
    assert "[TOC]" in render_post("```\n[TOC]\n```\n\n# A")


def test_without_headings_there_is_no_list_and_of_two_marks_one_counts():
    assert render_post("[TOC]\n\nWords.") == "<p>Words.</p>"
    assert render_post("[TOC]\n\n# A\n\n[TOC]").count('class="toc"') == 1


def test_a_mark_is_no_word_of_an_excerpt():
    assert excerpt_of("[TOC]\n\nWords.") == "Words."
