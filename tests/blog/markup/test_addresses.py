"""Which addresses become links, and which stay words."""

import pytest

from blog.markup import render_comment, render_post
from blog.markup.addresses import link, local


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org",
        "HTTP://EXAMPLE.ORG/A",
        "https://example.org:8443/a?b=c#d",
        "https://example.org/@name",
        "http://localhost:8000/",
        "http://[2001:db8::1]/",
        "https://müller.example/",
        "https://łódź.example/",
        "https://яндекс.рф/",
        "https://гора.рф/",
        "https://россия.example/",
        "https://日本語のブログ.example/",
        "https://ελλάδα.gr/",
        "https://xn--80ak6aa92e.com/",
        "mailto:anna@example.org",
    ],
)
def test_an_honest_address_is_a_link(address):
    assert link(address) == address


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "tel:555",
        "http:evil",
        "http:/evil",
        "http:///evil",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "https://bank.example@evil.example/",
        "https://bank.example:pass@evil.example/",
        "http://evil.example\\@good.example",
        "http://a b/",
        "http://example.org:nonsense/",
        "http://%65vil.example/",
        "http://p\u0430ypal.example/",  # one Cyrillic letter
        "https://\u0430\u0440\u0440\u04cf\u0435.com/",  # five of them, read as "apple"
        "https://\u0262oogle.com/",  # a small capital
        "https://bank.example\uff0fpath.evil.example/",  # a wide slash
        "https://bank\u3002example/",  # a wide full stop
        "mailto:a@b?subject=x",
        "mailto:a@b?bcc=everybody@c",
        "",
        "/local",
        "#fragment",
    ],
)
def test_an_address_that_is_not_what_it_seems_is_no_link(address):
    assert link(address) is None
    assert "<a" not in render_comment(f"[x]({address})") + render_comment(f"<{address}>")


@pytest.mark.parametrize("address", ["//evil.example", "/\\evil.example", "/ a", "a/b", "", "/a\\b"])
def test_only_a_path_of_this_blog_is_local(address):
    assert not local(address)
    assert local("/2018/05/x/")


def test_a_link_that_may_not_be_followed_leaves_its_words():
    assert render_comment("[the *words*](javascript:x)") == "<p>the words</p>"
    assert render_post("[the words](javascript:x)") == "<p>the words</p>"


@pytest.mark.parametrize(
    "typed, address, rest",
    [
        ("https://example.org/a.", "https://example.org/a", "."),
        ("(https://example.org/a)", "https://example.org/a", ")"),
        ("https://example.org/a_(b)", "https://example.org/a_(b)", ""),
        ("https://example.org/a?", "https://example.org/a", "?"),
        ("https://example.org/?a=1&b=2", "https://example.org/?a=1&amp;b=2", ""),
        ("https://new.blog/x", "https://new.blog/x", ""),
        ("https://web.dev", "https://web.dev", ""),
        ("“https://example.org/”", "https://example.org/", "”"),
        ("<https://example.org/>", "https://example.org/", ""),
        ("https://example.org/を", "https://example.org/を", ""),
        ("https://example.org/。", "https://example.org/", "。"),
    ],
)
def test_a_bare_address_is_a_link_without_what_closes_the_sentence(typed, address, rest):
    html = render_comment(typed)
    assert f'<a href="{address}" rel="ugc nofollow noopener">{address}</a>{rest}' in html


def test_www_is_an_address_too():
    assert 'href="http://www.example.org"' in render_comment("see www.example.org")


def test_a_word_with_a_dot_is_not_an_address():
    assert "<a" not in render_comment("See settings.py and example.org and anna@example.org.")


def test_an_address_in_code_is_code():
    assert "<a" not in render_comment("`https://example.org/` and\n\n```\nhttps://example.org/\n```")
