"""An author's post, from an empty form to the front page, with a picture."""

import io
import re

import pytest
from PIL import Image as Picture
from playwright.sync_api import expect

from accounts.models import Role
from blog.models import Post
from blog.writing.images import add_image

TITLE = "A letter from the harbour"


@pytest.fixture
def photograph(tmp_path):
    path = tmp_path / "harbour.jpg"
    kept = io.BytesIO()
    Picture.effect_noise((640, 480), 80).convert("RGB").save(kept, "JPEG")
    path.write_bytes(kept.getvalue())
    return path


def test_an_author_writes_a_post_with_a_picture(blog, make_member, page, photograph, sign_in_with_password):
    sign_in_with_password(page, make_member(blog, Role.AUTHOR, name="Anna Author"))
    page.goto("/admin/")
    page.get_by_role("link", name="New post").click()
    page.get_by_label("Title").fill(TITLE)
    page.locator(".cm-content").fill("The *sea* was calm.\n\n")

    preview = page.frame_locator(".preview-place iframe")
    expect(preview.locator(".post-body em")).to_have_text("sea")
    expect(preview.get_by_role("heading", name=TITLE)).to_be_visible()

    page.locator(".insert-image summary").click()
    page.set_input_files("#upload-file", photograph)
    page.fill("#upload-alt", "Boats in the evening")
    page.get_by_role("button", name="Upload and insert").click()
    expect(page.locator("#id_body")).to_have_value(re.compile(r"!\[\]\(/images/[\w-]+/harbour\.jpg\)"))
    expect(preview.locator("img[alt='Boats in the evening']")).to_be_visible()

    page.get_by_label("Published", exact=False).first.check()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".messagelist .success, .messagelist li").first).to_be_visible()

    post = Post.objects.get(title=TITLE)
    reader = page.context.browser.new_context(base_url=page.url.split("/admin")[0]).new_page()
    reader.goto("/")
    reader.get_by_role("link", name=TITLE).click()
    expect(reader).to_have_url(re.compile(re.escape(post.path)))
    picture = reader.locator("img[alt='Boats in the evening']")
    expect(picture).to_be_visible()
    expect(picture).to_have_js_property("complete", True)
    assert re.search(r"/harbour_640\.(avif|webp)$", picture.evaluate("image => image.currentSrc"))
    reader.context.close()


def test_without_javascript_the_preview_opens_in_a_window(blog, make_member, open_browser, sign_in_page):
    page = open_browser(java_script_enabled=False)
    sign_in_page(page, make_member(blog, Role.AUTHOR))
    page.goto("/admin/blog/post/add/")
    page.get_by_label("Title").fill(TITLE)
    page.locator("#id_body").fill("The *sea* was calm.")
    with page.context.expect_page() as opened:
        page.get_by_role("button", name="Preview in a new window").click()
    expect(opened.value.locator(".post-body em")).to_have_text("sea")
    page.get_by_label("Published", exact=False).first.check()
    page.get_by_role("button", name="Save", exact=True).click()
    assert Post.objects.get().title == TITLE


def test_a_form_with_a_fault_keeps_what_was_typed(blog, make_member, page, sign_in_page):
    sign_in_page(page, make_member(blog, Role.AUTHOR))
    page.goto("/admin/blog/post/add/")
    page.locator(".cm-content").fill("Words without a title.")
    page.evaluate("document.querySelectorAll('[required]').forEach(field => field.required = false)")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".errorlist").first).to_be_visible()
    expect(page.locator("#id_body")).to_have_value("Words without a title.")
    assert not Post.objects.exists()


def test_an_owner_closes_a_thread(blog, make_post, make_member, page, sign_in_page):
    post = make_post(blog)
    sign_in_page(page, make_member(blog, Role.OWNER))
    page.goto(f"/admin/blog/post/{post.pk}/change/")
    page.locator("summary", has_text="Comments: closing").click()
    page.locator("select[name$=comments]").select_option("shown")
    page.get_by_role("button", name="Save", exact=True).click()
    page.goto(post.path)
    expect(page.get_by_text("Comments on this post are closed.")).to_be_visible()
    expect(page.get_by_role("link", name="Post a Comment")).to_have_count(0)


@pytest.fixture
def image(blog, make_member, photograph):
    person = make_member(blog, Role.EDITOR)
    with photograph.open("rb") as file:
        return add_image(blog=blog, by=person, file=file, alt="Boats", caption="At night", name="harbour.jpg")


def test_what_matters_in_an_image_is_chosen_by_a_click_on_it(image, page, sign_in_page):
    sign_in_page(page, image.uploaded_by)
    page.goto("/admin/blog/image/")
    page.get_by_role("link", name="Boats").first.click()
    page.wait_for_url("**/change/")  # loaded with the picture, which makes the place as large as it is
    box = page.locator(".focus-place").bounding_box()
    page.mouse.click(box["x"] + box["width"] * 0.2, box["y"] + box["height"] * 0.7)
    expect(page.get_by_label("Focus, per cent from the left")).to_have_value("20")
    page.get_by_label("Focus, per cent from the top").fill("60")
    expect(page.locator(".focus-mark")).to_have_attribute("style", "left: 20%; top: 60%;")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".messagelist li").first).to_be_visible()
    expect(page.locator("#result_list img.thumbnail")).to_have_js_property("naturalWidth", 360)
    image.refresh_from_db()
    assert (image.focus_x, image.focus_y) == (20, 60)
