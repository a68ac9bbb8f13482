"""What is brought into the editor from elsewhere: pictures, addresses, whole pages; and what the desk refuses."""

import re

import pytest
from playwright.sync_api import expect

from blog.models import Image
from tests.browser.writing import DROP_FILE, PASTE, PASTE_FILE

VIDEO = "https://www.youtube.com/watch?v=jNQXAC9IVRw"


def test_the_address_of_a_video_stands_alone_and_is_shown_as_a_card(editor, source, page):
    editor.fill("Above.\n")
    editor.press("Control+End")
    page.evaluate(PASTE, [f'<a href="{VIDEO}">Me at the zoo</a>', VIDEO])
    expect(source).to_have_value(f"Above.\n\n{VIDEO}\n\n")
    card = page.frame_locator(".preview-place iframe").locator(".embed-video a")
    expect(card).to_have_attribute("href", VIDEO)
    expect(card).to_have_attribute("rel", "noopener noreferrer nofollow")
    expect(card).to_have_text(re.compile("Video on YouTube"))


def test_an_address_within_a_sentence_is_pasted_as_it_is(editor, source, page):
    editor.fill("See ")
    editor.press("Control+End")
    page.evaluate(PASTE, [f'<a href="{VIDEO}">Me at the zoo</a>', VIDEO])
    expect(source).to_have_value(f"See {VIDEO}")


def test_a_pasted_picture_is_described_and_stands_in_the_text(editor, source, page, blog):
    editor.fill("Above.")
    editor.press("Control+End")
    page.evaluate(PASTE_FILE, ["boat.png", ""])
    expect(page.locator("#upload-alt")).to_be_focused()
    page.keyboard.type("A boat")
    page.keyboard.press("Enter")
    expect(source).to_have_value(re.compile(r"^Above\.\n\n!\[\]\(/images/[\w-]+/boat\.png\)"))
    expect(page.get_by_text("The image stands in the text.")).to_be_visible()
    assert Image.objects.get(blog=blog).alt == "A boat"


@pytest.mark.parametrize("bring", [DROP_FILE, PASTE_FILE], ids=["dropped", "pasted"])
def test_a_picture_that_is_none_is_refused_by_its_field_and_the_text_stays(bring, editor, source, page):
    editor.fill("Above.")
    page.evaluate(bring, ["boat.png", "PK\u0003\u0004 no picture at all"])
    page.locator("#upload-alt").fill("A boat")
    page.keyboard.press("Enter")
    said = page.locator(".upload [role=status]")
    expect(said).not_to_be_empty()
    expect(page.locator("#upload-file")).to_be_focused()
    expect(page.locator("#upload-alt")).to_have_value("A boat")
    expect(source).to_have_value("Above.")
    assert not Image.objects.exists()


def test_a_picture_without_words_is_asked_for_them(editor, source, page):
    editor.fill("Above.")
    page.evaluate(DROP_FILE, ["boat.png", ""])
    page.keyboard.press("Enter")
    expect(page.locator(".upload [role=status]")).not_to_be_empty()
    expect(page.locator("#upload-alt")).to_be_focused()
    expect(source).to_have_value("Above.")
    assert not Image.objects.exists()


WATCH = """
    window.broken = [];
    document.addEventListener("securitypolicyviolation", (event) => window.broken.push(event.violatedDirective));
"""


def test_the_editor_needs_nothing_that_the_policy_forbids(editor, page):
    page.add_init_script(WATCH)
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    editor.fill("# A\n\n```python\nx = 1\n```\n\nhttps://youtu.be/jNQXAC9IVRw")
    page.evaluate(PASTE, ["<h2 style='color: red' onclick='x()'>News <b>today</b></h2>", "News today"])
    for tab in page.get_by_role("tab").all():
        tab.click()
    editor.press("Control+f")
    page.keyboard.press("Escape")
    expect(page.frame_locator(".preview-place iframe").locator("body")).to_be_visible()
    assert page.evaluate("window.broken") == []
    home = page.evaluate("location.origin")
    assert [url for url in asked if not url.startswith((home, "data:", "about:", "blob:"))] == []


def test_readers_load_nothing_of_the_editor(blog, make_post, page):
    post = make_post(blog, body=f"Above.\n\n{VIDEO}")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(post.path)
    home = page.evaluate("location.origin")
    assert asked and not [url for url in asked if "/writing/" in url or not url.startswith((home, "data:"))]


def test_a_card_opens_elsewhere_in_a_window_of_its_own_and_only_when_it_is_followed(blog, make_post, page, accessible):
    post = make_post(blog, body=f"Above.\n\n{VIDEO}\n\nhttps://mastodon.example/@anna/112345678901234567")
    page.context.route("https://www.youtube.com/**", lambda route: route.fulfill(body="there"))
    page.goto(post.path)
    accessible(page)
    with page.context.expect_page() as opened:
        page.locator(".embed-video a").click()
    assert opened.value.url == VIDEO
    assert opened.value.evaluate("[window.opener, document.referrer]") == [None, ""]


def test_a_picture_from_another_page_is_pasted_as_a_link_and_not_loaded(editor, source, page):
    editor.click()
    page.evaluate(PASTE, ['<p>See <img src="https://example.org/x.png" alt="A boat"></p>', "See"])
    expect(source).to_have_value("See [A boat](https://example.org/x.png)")


def test_what_a_word_processor_says_in_styles_becomes_markdown(editor, source, page):
    html = """<b style="font-weight:normal" id="docs-internal-guid-1"><h2 style="font-weight:400">News</h2><p dir="ltr">
        <span style="font-size:11pt;font-weight:700;font-style:normal">Bold </span><span style="font-weight:400">and
        </span><span style='font-style:italic'>slanted</span></p></b>"""
    editor.click()
    page.evaluate(PASTE, [html, "News"])
    expect(source).to_have_value("## News\n\n**Bold** and *slanted*")
