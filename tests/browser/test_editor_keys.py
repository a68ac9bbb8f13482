"""The editor without a mouse, and what is said of it to people who don't see it."""

import re

from playwright.sync_api import expect

from blog.models import Post, PostState


def focused(page) -> str:
    """Name, value and role of what has the focus, also in the editor's own root."""
    return page.evaluate(
        """() => {
            let one = document.activeElement;
            while (one.shadowRoot && one.shadowRoot.activeElement) one = one.shadowRoot.activeElement;
            return [one.tagName, one.name, one.value, one.dataset.act, one.className].join(" ");
        }"""
    )


def tab_to(page, wanted: str, most: int = 40) -> int:
    """Presses the Tab key until what is wanted has the focus; how often that was."""
    for count in range(1, most):
        page.keyboard.press("Tab")
        if re.search(wanted, focused(page)):
            return count
    raise AssertionError(f"{wanted} is not within {most} steps")


def test_a_post_is_written_and_published_by_keys_alone(editor, page):
    page.get_by_label("Title").focus()
    page.keyboard.type("Nights at sea")
    assert tab_to(page, "cm-content") <= 2
    page.keyboard.type("It was ")
    page.keyboard.press("Control+b")
    page.keyboard.type("dark")
    expect(page.frame_locator(".preview-place iframe").locator(".post-body strong")).to_have_text("dark")
    page.keyboard.press("Escape")
    assert tab_to(page, "INPUT state") <= 6  # past the image and the preview: nothing in its page takes the key
    page.keyboard.press("ArrowDown")
    tab_to(page, "_save")
    page.keyboard.press("Enter")
    expect(page.locator(".messagelist li").first).to_be_visible()
    post = Post.objects.get()
    assert (post.title, post.body, post.state) == ("Nights at sea", "It was **dark**", PostState.PUBLISHED)


def test_the_tab_key_leaves_the_text_whichever_way_and_whatever_stands_in_it(editor, source, page):
    for text in ("- a list", "    indented", "| a |\n| - |", ""):
        editor.fill("")
        page.keyboard.insert_text(text)
        page.keyboard.press("Escape")
        page.keyboard.press("Tab")
        expect(editor).not_to_be_focused()
        editor.focus()
        page.keyboard.press("Shift+Tab")
        expect(editor).not_to_be_focused()
        expect(source).to_have_value(text)


def test_who_listens_is_told_what_the_field_is_and_how_to_get_out(editor, page):
    expect(editor).to_have_role("textbox")
    expect(editor).to_have_accessible_name("Text")
    expect(editor).to_have_accessible_description(re.compile("Tab key leaves the text"))
    expect(editor).to_have_attribute("aria-multiline", "true")


def test_the_keys_are_listed_and_the_list_leads_back_to_the_text(editor, page, accessible):
    editor.fill("words")
    page.keyboard.press("Control+/")
    dialog = page.get_by_role("dialog", name="Keys")
    expect(dialog).to_be_visible()
    for key in page.locator("[data-toolbar] [aria-keyshortcuts]").evaluate_all(
        "all => all.map((one) => one.getAttribute('aria-keyshortcuts').split(' ')[0])"
    ):
        expect(dialog.get_by_text(key.replace("Control", "Ctrl"), exact=True)).to_be_visible()
    accessible(page)
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(editor).to_be_focused()
    page.get_by_role("button", name="Keys").click()
    page.get_by_role("button", name="Back to the text").click()
    expect(editor).to_be_focused()


def test_a_key_saves_and_goes_on(editor, source, page):
    page.get_by_label("Title").fill("Nights at sea")
    editor.fill("It was dark.")
    page.keyboard.press("Control+s")
    expect(page.locator(".messagelist li").first).to_be_visible()
    expect(source).to_have_value("It was dark.")
    assert Post.objects.get().body == "It was dark."


def test_what_has_the_focus_is_not_hidden_by_the_buttons(editor, page):
    page.set_viewport_size({"width": 390, "height": 700})
    page.get_by_label("Title").focus()
    for _step in range(14):
        page.keyboard.press("Tab")
        hidden = page.evaluate(
            """() => {
                const [one, bar] = [document.activeElement, document.querySelector(".save-bar")];
                return !bar.contains(one) && one.getBoundingClientRect().top > bar.getBoundingClientRect().top;
            }"""
        )
        assert not hidden, focused(page)
