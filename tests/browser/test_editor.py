"""The editor: Markdown in colours, buttons and keys for it, what is pasted, and the text as each reader will see it."""

import re

import pytest
from playwright.sync_api import expect

from accounts.models import Role
from blog.models import Image
from tests.browser.waiting import until
from tests.browser.writing import DROP_FILE, PASTE

LONG = "\n\n".join(f"## Part {number}\n\n{'Words of this part. ' * 120}" for number in range(1, 9))


def test_markdown_is_coloured_and_the_field_has_it_at_every_moment(editor, source):
    editor.fill("# Title and **bold**")
    expect(source).to_have_value("# Title and **bold**")
    weights = editor.locator("span").evaluate_all("spans => spans.map(span => getComputedStyle(span).fontWeight)")
    assert "600" in weights


# Each in the window of the one before: to open an editor takes longer than to press its button.
AROUND = {
    "Bold": ("words", "**words**"),
    "Italic": ("words", "*words*"),
    "Code": ("words", "`words`"),
    "Heading": ("words", "## words"),
    "Quotation": ("one\ntwo", "> one\n> two"),
    "List": ("one\ntwo", "- one\n- two"),
    "Numbers": ("one\ntwo", "1. one\n2. two"),
    "Link": ("words", "[words](https://)"),
}
ALONE = {"Code block": "```\n\n```", "Table": "| --- | --- |", "More mark": "<!--more-->", "Footnote": "[^1]: "}
KEYS = {"b": "**words**", "i": "*words*", "k": "[words](https://)", "e": "`words`"}


def test_a_button_writes_markdown_around_the_selection_and_takes_it_away_again(editor, source, page):
    for name, (before, after) in AROUND.items():
        button = page.get_by_role("button", name=name, exact=True)
        editor.fill(before)
        editor.press("Control+a")
        button.click()
        expect(source).to_have_value(after)
        expect(editor).to_be_focused()
        if name in ("Numbers", "Link"):
            editor.press("Control+z")
        else:
            button.click()
        expect(source).to_have_value(before)


def test_a_button_writes_what_stands_alone(editor, source, page):
    for name, found in ALONE.items():
        editor.fill("Some words.")
        editor.press("Control+End")
        page.get_by_role("button", name=name, exact=True).click()
        expect(source).to_have_value(re.compile(rf"^Some words\..*{re.escape(found)}", re.S))


def test_a_key_does_what_its_button_does(editor, source):
    for key, after in KEYS.items():
        editor.fill("words")
        editor.press("Control+a")
        editor.press(f"Control+{key}")
        expect(source).to_have_value(after)
        editor.press("Control+z")
        expect(source).to_have_value("words")


def test_the_keyboard_alone_gets_into_the_toolbar_along_it_and_out_of_the_editor(editor, source, page):
    page.get_by_role("button", name="Bold", exact=True).focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("button", name="Italic", exact=True)).to_be_focused()
    page.keyboard.press("End")
    expect(page.get_by_role("button", name="Keys")).to_be_focused()
    page.keyboard.press("Tab")
    expect(editor).to_be_focused()
    page.keyboard.type("words")
    page.keyboard.press("Tab")
    expect(editor).not_to_be_focused()
    expect(source).to_have_value("words")


def test_rich_text_is_pasted_as_markdown_and_nothing_of_it_runs(editor, source, page):
    html = """<h2>News</h2><p>Some <b>bold</b> and <a href="https://example.org/a">a link</a>.</p><ul><li>one</li>
        <li>two</li></ul><table><thead><tr><th>A</th><th>B</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr></tbody>
        </table><script>window.ran = true</script><img src="https://example.org/x.png" alt="A boat">"""
    editor.click()
    page.evaluate(PASTE, [html, "News"])
    expect(source).to_have_value(re.compile("## News"))
    text = source.input_value()
    assert "**bold**" in text and "[a link](https://example.org/a)" in text and "- one\n- two" in text
    assert re.search(r"\| A +\| B +\|\n\| --- \| --- \|\n\| 1 +\| 2 +\|", text)
    assert "[A boat](https://example.org/x.png)" in text and "script" not in text and "ran" not in text
    assert page.evaluate("window.ran") is None


def test_an_address_pasted_over_words_makes_them_a_link(editor, source, page):
    editor.fill("words")
    editor.press("Control+a")
    page.evaluate(PASTE, ["", "https://example.org/a?b=1"])
    expect(source).to_have_value("[words](https://example.org/a?b=1)")


def test_plain_text_is_pasted_as_it_is(editor, source, page):
    editor.click()
    page.evaluate(PASTE, ["<p>plain *words*</p>", "plain *words*"])
    expect(source).to_have_value("plain *words*")


def test_a_dropped_picture_is_described_and_stands_where_the_cursor_was(editor, source, page, blog):
    editor.fill("Above.")
    editor.press("Control+End")
    page.evaluate(DROP_FILE, ["boat.png", ""])
    page.locator("#upload-alt").fill("A boat")
    page.keyboard.press("Enter")
    expect(source).to_have_value(re.compile(r"^Above\.\n\n!\[\]\(/images/[\w-]+/boat\.png\)"))
    assert Image.objects.get(blog=blog).alt == "A boat"


@pytest.fixture
def preview(page):
    return page.frame_locator(".preview-place iframe")


def width(preview) -> int:
    return preview.locator("html").evaluate("html => html.ownerDocument.defaultView.innerWidth")


def test_the_preview_is_as_wide_as_a_desktop_or_a_phone(editor, page, preview):
    page.get_by_label("Title").fill("Nights")
    editor.fill("It was **dark**.")
    expect(preview.locator(".post-body strong")).to_have_text("dark")
    assert width(preview) == 1280
    page.get_by_role("tab", name="Phone").click()
    assert width(preview) == 390


def test_the_preview_shows_the_themes_own_dark_and_paper(editor, page, preview):
    editor.fill("It was **dark**.")
    expect(preview.locator(".post-body strong")).to_be_visible()
    paper = "html => getComputedStyle(html.ownerDocument.body).backgroundColor"
    light = preview.locator("html").evaluate(paper)
    page.get_by_role("tab", name="Dark").click()
    dark = preview.locator("html").evaluate(paper)
    assert light != dark
    page.get_by_role("tab", name="Print").click()
    assert preview.locator("html").evaluate(paper) != dark
    page.get_by_role("tab", name="Desktop").click()
    assert preview.locator("html").evaluate(paper) == light


def test_a_frame_that_is_still_being_loaded_has_no_colours_to_turn(editor, page, preview):
    editor.fill("It was **dark**.")
    expect(preview.locator(".post-body strong")).to_be_visible()
    page.evaluate("document.querySelector('.preview-place iframe').contentDocument.documentElement.remove()")
    page.get_by_role("tab", name="Dark").click()  # an error would fail the test
    expect(page.get_by_role("tab", name="Dark")).to_have_attribute("aria-selected", "true")


def test_the_preview_shows_how_others_show_the_text(editor, page, preview):
    page.get_by_label("Title").fill("Nights")
    editor.fill("It was **dark**.")
    for tab, found in (("Feed", "article strong"), ("Search result", ".found h1"), ("Share card", ".card h1")):
        page.get_by_role("tab", name=tab).click()
        expect(preview.locator(found)).to_be_visible()
    page.get_by_role("tab", name="Share card").press("Home")
    expect(preview.locator(".post-body strong")).to_be_visible()


def test_source_and_preview_scroll_together(editor, page, preview):
    editor.fill(LONG)
    expect(preview.get_by_role("heading", name="Part 8")).to_be_attached()
    at = "html => html.ownerDocument.scrollingElement.scrollTop"
    scroller, shown = page.locator(".cm-scroller"), preview.locator("html")
    scroller.evaluate("box => { box.scrollTop = box.scrollHeight }")
    until(page, lambda: shown.evaluate(at) > 300)
    scroller.evaluate("box => { box.scrollTop = 0 }")
    until(page, lambda: shown.evaluate(at) < 5)
    shown.evaluate("html => { html.ownerDocument.scrollingElement.scrollTop = 4000 }")
    until(page, lambda: scroller.evaluate("box => box.scrollTop > 100"))
    assert shown.evaluate(at) > 300


def test_the_length_is_told_while_one_writes(editor, page):
    editor.fill("Three plain words. " + "word " * 473)
    expect(page.locator("[data-length]")).to_have_text("476 words, 2 min to read")


def test_the_editor_is_accessible_and_fits(editor, page, accessible):
    editor.fill("# A *letter*\n\n> with `code` and [a link](https://example.org)")
    for view in ({"width": 1280, "height": 900}, {"width": 390, "height": 800}):
        page.set_viewport_size(view)
        accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), view


def test_without_javascript_there_is_a_plain_field_and_buttons_that_show_it(
    blog, make_member, open_browser, sign_in_with_password
):
    page = open_browser(java_script_enabled=False)
    sign_in_with_password(page, make_member(blog, Role.AUTHOR))
    page.goto("/admin/blog/post/add/")
    expect(page.locator("[data-toolbar]")).to_be_hidden()
    page.get_by_label("Title").fill("Nights")
    page.locator("#id_body").fill("It was **dark**.")
    for button, found in (("As in a feed", "article strong"), ("As a search result", ".found h1")):
        with page.context.expect_page() as opened:
            page.get_by_role("button", name=button).click()
        expect(opened.value.locator(found)).to_be_visible()
