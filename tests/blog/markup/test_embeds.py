"""Videos and posts from elsewhere are cards of our own: a link, and nothing of theirs."""

import re

import pytest

from blog.markup import excerpt_of, render_comment, render_post
from blog.markup.embeds import REL, embed_of

ID = "dQw4w9WgXcQ"


@pytest.mark.parametrize(
    ("address", "kind", "site", "who"),
    [
        (f"https://www.youtube.com/watch?v={ID}", "video", "YouTube", ""),
        (f"https://m.youtube.com/watch?list=x&v={ID}&t=3s", "video", "YouTube", ""),
        (f"https://youtu.be/{ID}?si=a", "video", "YouTube", ""),
        (f"https://www.youtube.com/shorts/{ID}", "video", "YouTube", ""),
        ("https://vimeo.com/76979871", "video", "Vimeo", ""),
        ("https://tube.example.org/w/9c9de5e8-0a1e-484a-b099-e80766180a6d", "video", "tube.example.org", ""),
        ("https://tube.example.org/videos/watch/9c9de5e80a1e484ab099", "video", "tube.example.org", ""),
        ("https://mastodon.example/@anna/112345678901234567", "post", "mastodon.example", "@anna"),
        ("https://mastodon.example/@anna@b.example/112345678901234567", "post", "mastodon.example", "@anna@b.example"),
        ("https://bsky.app/profile/anna.example/post/3kabcdef", "post", "Bluesky", "@anna.example"),
        ("https://x.com/anna/status/1234567890123456789", "post", "X", "@anna"),
        ("https://twitter.com/anna/status/1234567890123456789?s=20", "post", "X", "@anna"),
    ],
)
def test_an_address_of_a_video_or_a_post_is_known(address, kind, site, who):
    for line in (address, f"<{address}>", f"  {address} "):
        found = embed_of(line)
        assert (found.kind, found.site, found.who, found.address) == (kind, site, who, address)
    html = render_post(f"Above.\n\n{address}\n\nBelow.")
    assert html.count(f'<div class="embed embed-{kind}"><a ') == 1 and html.count("<a ") == 1


@pytest.mark.parametrize(
    "line",
    [
        "https://example.org/",
        "https://www.youtube.com/",
        "https://www.youtube.com/@anna",
        f"http://youtu.be/{ID}",
        f"https://youtube.com.evil.example/watch?v={ID}",
        f"https://anna@youtu.be/{ID}",
        f"https://youtu.be:99999/{ID}",
        f"https://уoutube.com/watch?v={ID}",
        f"See https://youtu.be/{ID}",
        f"https://youtu.be/{ID} and more",
        f'https://youtu.be/{ID}"onclick="x',
        "javascript://youtu.be/%0aalert(1)",
        "[a](javascript:alert(1))",
        f"![a](https://youtu.be/{ID})",
    ],
)
def test_any_other_line_stays_what_it_is(line):
    assert 'class="embed' not in render_post(f"Above.\n\n{line}\n\nBelow.")


def test_a_card_has_the_authors_title_and_says_what_it_is_and_where():
    html = render_post(f"[How *bees* <b>dance</b>](https://youtu.be/{ID})")
    assert '<span class="embed-title">How *bees* &lt;b&gt;dance&lt;/b&gt;</span>' in html
    assert f'<span class="embed-site">Video on YouTube · youtu.be/{ID}</span>' in html
    html = render_post("https://x.com/anna/status/1234567890123456789")
    assert '<span class="embed-title">Post by @anna on X</span>' in html
    assert '<span class="embed-site">x.com/anna/status/1234567890123456789</span>' in html


def test_a_card_speaks_the_blogs_language():
    words = {"video": "Film bei {site}", "post": "Beitrag bei {site}", "post_by": "Beitrag von {who} bei {site}"}
    assert "Film bei YouTube" in render_post(f"https://youtu.be/{ID}", words=words)
    assert "Beitrag von @a bei X" in render_post("https://x.com/a/status/123", words=words)


def test_a_card_opens_a_window_that_knows_nothing_of_ours_and_loads_nothing():
    html = render_post(f"https://youtu.be/{ID}")
    assert f'rel="{REL}"' in html and 'target="_blank"' in html and REL == "noopener noreferrer nofollow"
    assert not re.search(r"\b(src|srcset|style|onclick)=|<(iframe|img|script|video|object)", html)


def test_signs_of_an_address_are_no_emphasis():
    address = "https://www.youtube.com/watch?v=a__b__c_d_e&t=*1*"
    assert f'href="{address.replace("&", "&amp;")}"' in render_post(address)


def test_only_cards_open_windows_and_no_author_makes_another_link_do_so():
    html = render_post(f'[x](https://example.org/){{: target=_blank rel="{REL}" .embed }} https://example.org/b')
    assert html.count('rel="noopener"') == 2 and "target" not in html and "nofollow" not in html


def test_a_quoted_address_or_one_in_a_list_or_a_comment_stays_a_link():
    address = f"https://youtu.be/{ID}"
    for html in (render_post(f"> {address}"), render_post(f"- {address}"), render_comment(address)):
        assert "embed" not in html and f'href="{address}"' in html


def test_a_card_is_no_word_of_an_excerpt():
    assert excerpt_of(f"One.\n\nhttps://youtu.be/{ID}\n\nTwo.") == "One. Two."


def test_a_post_of_nothing_but_addresses_takes_a_moment():
    html = render_post("\n\n".join([f"https://youtu.be/{ID}"] * 2_000))
    assert html.count('class="embed embed-video"') == 2_000
