"""The desk as its people use it: by keyboard alone, on a phone, in the dark, through other eyes, in other colours."""

import io
import re

import pytest
from PIL import Image as Picture
from playwright.sync_api import expect

from accounts.models import Membership, Role, State
from blog.models import Label, Reads
from blog.writing.images import add_image
from tests.browser.conftest import DESKTOP, PHONE, fits


@pytest.fixture
def owner(blog, make_member):
    return make_member(blog, Role.OWNER, name="Olga Owner")


@pytest.fixture
def image(blog, owner):
    kept = io.BytesIO()
    Picture.effect_noise((900, 300), 80).convert("RGB").save(kept, "JPEG")
    kept.seek(0)
    return add_image(blog=blog, by=owner, file=kept, alt="Boats at dusk", name="boats.jpg")


@pytest.fixture
def busy(blog, owner, image, make_blog, make_post, make_comment, make_member):
    """A blog with some of everything, and another its owner works for; returns numbers by kind."""
    post = make_post(blog, "Out since yesterday", author=owner)
    make_post(blog, "Out in three days", author=owner, days_ago=-3)
    make_post(blog, "Begun", author=owner, state="draft", published_at=None)
    make_comment(post)
    make_comment(post, "Held one", state="held")
    make_member(blog, state=State.APPLICANT)
    Reads.objects.create(blog=blog, post=post, day=post.published_at.date(), count=12)
    label = Label.objects.create(blog=blog, name="Letters", slug="letters")
    other = make_blog(name="Second Thoughts", hostname="two.example.org")
    Membership.objects.create(blog=other, user=owner, role=Role.EDITOR, state=State.MEMBER)
    member = Membership.objects.filter(blog=blog, role=Role.MEMBER).first()
    return {"post": post.pk, "image": image.pk, "label": label.pk, "member": member.pk, "blog": blog.pk}


SCREENS = """
    / /blog/post/ /blog/post/{post}/change/ /blog/post/{post}/history/ /blog/page/ /blog/page/add/ /blog/label/
    /blog/label/add/ /blog/label/{label}/change/ /blog/label/{label}/merge/
    /blog/image/ /blog/image/?q=nothing /blog/image/add/ /blog/image/{image}/change/ /blog/blog/
    /accounts/membership/ /accounts/membership/{member}/change/ /comments/comment/ /comments/policyversion/
    /comments/guideline/add/ /blog/blog/{blog}/change/
"""


@pytest.mark.parametrize("part", range(4))
def test_each_screen_is_accessible_and_fits_at_both_widths(
    part, busy, owner, lengthen, page, accessible_and_fits, sign_in_page
):
    sign_in_page(page, lengthen(owner))
    for path in SCREENS.split()[part::4]:  # several in one window, which costs more than they do
        assert page.goto(f"/admin{path.format(**busy)}").status == 200, path
        accessible_and_fits(page)


@pytest.mark.parametrize("role", [Role.AUTHOR, Role.MODERATOR])
def test_the_first_page_of_other_roles_is_accessible(role, busy, blog, make_member, page, accessible, sign_in_page):
    sign_in_page(page, make_member(blog, role))
    page.goto("/admin/")
    for size in (DESKTOP, PHONE):
        page.set_viewport_size(size)
        accessible(page)


def tab_to(page, locator, most: int = 120) -> None:
    """Presses Tab until `locator` has the focus, and makes sure that the focus is seen on each stop."""
    for _press in range(most):
        page.keyboard.press("Tab")
        seen = page.evaluate(
            "() => { const e = document.activeElement; if (e === document.body || e.tagName === 'IFRAME') return true;"
            " const l = (e.closest('label') || e), s = getComputedStyle(e), t = getComputedStyle(l);"
            " return [s, t].some(x => x.outlineStyle !== 'none' && parseFloat(x.outlineWidth) > 0); }"
        )
        assert seen, page.evaluate("document.activeElement.outerHTML")
        if locator.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"Tab does not come to {locator}")


def test_the_desk_is_worked_by_keyboard_alone(busy, blog, owner, page, sign_in_page):
    sign_in_page(page, owner)
    page.goto("/admin/")
    tab_to(page, page.get_by_role("link", name="Out in three days"))
    page.keyboard.press("Enter")
    expect(page.get_by_label("Title")).to_have_value("Out in three days")

    tab_to(page, page.get_by_role("link", name="Settings", exact=True))
    page.keyboard.press("Enter")
    page.wait_for_url("**/blog/blog/*/change/")
    tab_to(page, page.get_by_label("Tagline"))
    page.keyboard.press("Control+A")
    page.keyboard.type("By keyboard alone")
    page.keyboard.press("Enter")  # saves, and previews nothing
    expect(page.locator(".messagelist")).to_be_visible()
    blog.refresh_from_db()
    assert blog.tagline == "By keyboard alone"

    page.goto("/admin/")
    tab_to(page, page.locator(".desk-blogs summary"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("link", name="Second Thoughts"))

    tab_to(page, page.get_by_role("button", name="A moderator"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("You see what a moderator would see.")).to_be_visible()
    tab_to(page, page.get_by_role("button", name="See as yourself again"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Settings", exact=True)).to_be_visible()


def test_an_owner_looks_through_an_authors_eyes(busy, owner, page, accessible, sign_in_page):
    sign_in_page(page, owner)
    page.goto("/admin/")
    page.get_by_role("button", name="An author").click()
    expect(page.get_by_text("You see what an author would see.")).to_be_visible()
    expect(page.get_by_role("link", name="Settings", exact=True)).to_have_count(0)
    accessible(page)
    page.get_by_role("link", name="New post").click()
    page.get_by_label("Title").fill("Not to be kept")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", name="You are only looking")).to_be_visible()
    accessible(page)
    page.get_by_role("button", name="See as yourself again").click()
    expect(page.get_by_role("link", name="Settings", exact=True)).to_be_visible()
    expect(page.get_by_text("Not to be kept")).to_have_count(0)


def colour(frame, selector: str) -> str:
    return frame.locator(selector).first.evaluate("element => getComputedStyle(element).color")


def test_a_look_is_seen_before_it_is_saved_and_then_by_readers(busy, blog, owner, page, sign_in_page):
    sign_in_page(page, owner)
    page.goto(f"/admin/blog/blog/{blog.pk}/change/")
    preview = page.frame_locator(".look-place iframe")
    expect(preview.get_by_text("Out since yesterday")).to_be_visible()

    page.get_by_label("Colour of links:", exact=True).fill("#ff8800")
    expect(page.locator(".look-preview [role=status]")).to_contain_text("2.1 to 1 on the light ground")
    page.get_by_role("button", name="Sea").click()
    expect(page.locator("#id_accent")).to_have_value("#1d5a87")
    expect(page.locator("#id_accent_dark")).to_have_value("#8cbfe6")
    expect(preview.locator("link[href*='accent=%231d5a87']")).to_have_count(1)
    expect(preview.locator("html")).to_have_css("--link", "#1d5a87")
    page.locator(".look-shades input[value=dark]").check()
    expect(preview.locator("html")).to_have_css("--link", "#8cbfe6")
    page.locator("#id_header label", has=page.get_by_alt_text("Boats at dusk")).click()
    expect(preview.get_by_alt_text("Boats at dusk")).to_be_visible()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".messagelist")).to_be_visible()

    reader = page.context.browser.new_context(base_url=page.url.split("/admin")[0], color_scheme="dark").new_page()
    refused = []
    reader.on("console", lambda said: refused.append(said.text) if said.type == "error" else None)
    reader.goto("/")
    expect(reader.get_by_alt_text("Boats at dusk")).to_be_visible()
    assert re.search(r"_\d+\.(avif|webp)$", reader.get_by_alt_text("Boats at dusk").evaluate("i => i.currentSrc"))
    link = "getComputedStyle(document.documentElement).getPropertyValue('--link').trim()"
    assert reader.evaluate(link) == "#8cbfe6"
    reader.emulate_media(color_scheme="light")
    assert reader.evaluate(link) == "#1d5a87"
    assert not refused
    reader.context.close()


def test_readers_pages_are_accessible_in_a_look_of_their_own(blog, image, page, accessible, make_post, make_comment):
    blog.font, blog.accent, blog.accent_dark, blog.header_image = "sans", "#7a5310", "#dfb865", image
    blog.save()
    post = make_post(blog, "A post", body="A [link](https://example.org/) and `code`.")
    make_comment(post)
    for path in ("/", post.path):
        page.goto(path)
        for size in (DESKTOP, PHONE):
            page.set_viewport_size(size)
            accessible(page)
            assert fits(page), size


def test_without_javascript_the_look_is_previewed_in_a_window(busy, blog, owner, open_browser, sign_in_page):
    page = open_browser(java_script_enabled=False)
    sign_in_page(page, owner)
    page.goto(f"/admin/blog/blog/{blog.pk}/change/")
    page.locator("#id_accent").fill("#2c6140")
    page.locator("#id_name").fill("A name to try")
    with page.context.expect_page() as opened:
        page.get_by_role("button", name="Preview in a new window").click()
    expect(opened.value.get_by_text("A name to try").first).to_be_visible()
    expect(opened.value.locator("link[href*='accent=%232c6140']")).to_have_count(1)
    blog.refresh_from_db()
    assert blog.name == "The Blog"
