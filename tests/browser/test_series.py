"""A series of three by two authors, with a cover: made at the desk, walked through by a reader."""

import io
import re

import pytest
from PIL import Image as Picture
from playwright.sync_api import expect

from accounts.models import Role
from blog.models import Post, Series
from blog.writing.images import add_image


@pytest.fixture
def anna(blog, make_member):
    return make_member(blog, Role.AUTHOR, name="Anna Author")


@pytest.fixture
def ben(blog, make_member):
    return make_member(blog, Role.AUTHOR, name="Ben Beside", bio="Ben sails, and writes of it.")


@pytest.fixture
def pictures(blog, anna):
    """A library of two pictures."""
    found = []
    for number, alt in enumerate(("Boats in the evening", "A lighthouse")):
        kept = io.BytesIO()
        Picture.linear_gradient("L").rotate(90 * number).resize((1200, 700)).convert("RGB").save(kept, "JPEG")
        kept.seek(0)
        found.append(add_image(blog=blog, by=anna, file=kept, alt=alt, name=f"p{number}.jpg"))
    return found


def write(page, title: str, place: int) -> None:
    page.goto("/admin/blog/post/add/")
    page.get_by_label("Title").fill(title)
    page.locator(".cm-content").fill(f"Words of {title}.")
    page.locator("summary", has_text="Cover, series").click()
    page.locator("#id_series_name").fill("The voyage")
    page.get_by_label("Place in the series").fill(str(place))
    page.get_by_label("Published", exact=False).first.check()


def save(page) -> None:
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".messagelist li").first).to_be_visible()


def test_a_series_of_three_is_written_and_read_to_its_end(
    blog, anna, ben, pictures, open_browser, accessible, sign_in_page
):
    desk = open_browser()
    sign_in_page(desk, anna)
    for place, title in enumerate(("Setting out", "At sea", "Landfall"), 1):
        write(desk, title, place)
        if place == 1:
            with_whom = desk.get_by_label("Written with")
            with desk.expect_response(re.compile("/suggest/people/")):
                with_whom.press_sequentially("Be")
            expect(desk.locator("#id_coauthor_names_suggested option")).to_have_attribute("value", "Ben Beside")
            with_whom.fill("Ben Beside")
            with desk.expect_response(re.compile("/suggest/images/")):
                desk.get_by_label("Search the library").fill("boats")
            expect(desk.locator(".cover-images label")).to_have_count(2)
            desk.get_by_label("Boats in the evening").check()
            preview = desk.frame_locator(".preview-place iframe")
            expect(preview.locator(".cover img")).to_have_attribute("alt", "Boats in the evening")
            expect(preview.get_by_text("A part of")).to_be_visible()
            accessible(desk)
            desk.emulate_media(color_scheme="light")
        save(desk)
    assert Series.objects.get().posts.count() == 3

    reader = open_browser(viewport={"width": 390, "height": 800})
    reader.goto("/")
    reader.get_by_role("link", name="Setting out").click()
    cover = reader.locator(".cover img")
    expect(cover).to_have_attribute("alt", "Boats in the evening")
    expect(cover).to_have_js_property("complete", True)
    assert re.search(r"/p0_\d+\.(avif|webp)$", cover.evaluate("image => image.currentSrc"))
    expect(reader.get_by_text("Part 1 of 3 of")).to_be_visible()
    accessible(reader)
    for title, part in (("At sea", "Part 2 of 3 of"), ("Landfall", "Part 3 of 3 of")):
        reader.get_by_role("link", name=title).click()
        expect(reader.get_by_role("heading", name=title)).to_be_visible()
        expect(reader.get_by_text(part)).to_be_visible()
    expect(reader.locator(".series a[rel=next]")).to_have_count(0)
    reader.get_by_role("link", name="The voyage").click()
    expect(reader.locator(".parts h2")).to_have_text(["Setting out", "At sea", "Landfall"])
    accessible(reader)
    assert reader.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    reader.get_by_role("link", name="Ben Beside").click()
    expect(reader.get_by_text("Ben sails, and writes of it.")).to_be_visible()
    accessible(reader)


def test_who_wrote_it_too_changes_it(blog, anna, ben, make_post, page, sign_in_page):
    post = make_post(blog, "Shared", author=anna)
    post.coauthors.add(ben)
    sign_in_page(page, ben)
    page.goto("/admin/blog/post/")
    page.get_by_role("link", name="Shared").click()
    page.get_by_label("Title").fill("Ours")
    expect(page.locator("a.deletelink")).to_have_count(0)
    save(page)
    assert Post.objects.get(pk=post.pk).title == "Ours"


def test_nothing_moves_when_a_cover_arrives(blog, anna, pictures, make_post, page):
    post = make_post(blog, "Covered", author=anna, cover=pictures[0])
    post.images.add(pictures[0])
    page.add_init_script(
        "window.moved = 0;"
        "new PerformanceObserver(list => list.getEntries().forEach(each => window.moved += each.value))"
        ".observe({type: 'layout-shift', buffered: true})"
    )
    for path in ("/", post.path):
        page.goto(path, wait_until="networkidle")
        expect(page.locator(".cover img")).to_have_js_property("complete", True)
        assert page.evaluate("window.moved") < 0.01


def test_without_javascript_a_cover_is_chosen_among_pictures(
    blog, anna, pictures, make_post, open_browser, sign_in_page
):
    post = make_post(blog, "Plain", author=anna)
    page = open_browser(java_script_enabled=False)
    sign_in_page(page, anna)
    page.goto(f"/admin/blog/post/{post.pk}/change/")
    page.locator("summary", has_text="Cover, series").click()
    page.get_by_label("A lighthouse").check()
    page.get_by_role("button", name="Save", exact=True).click()
    post.refresh_from_db()
    assert post.cover == pictures[1]


def test_the_desks_pages_of_series_are_accessible(blog, make_member, make_post, page, accessible, sign_in_page):
    series = Series.objects.create(blog=blog, name="The voyage", slug="the-voyage")
    make_post(blog, "At sea", series=series, series_place=1)
    sign_in_page(page, make_member(blog, Role.EDITOR))
    for path in ("", "add/", f"{series.pk}/change/", f"{series.pk}/delete/"):
        page.set_viewport_size({"width": 1280, "height": 900})
        page.goto(f"/admin/blog/series/{path}")
        accessible(page)
        page.set_viewport_size({"width": 390, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), path
    page.goto("/accounts/about/")
    accessible(page)
