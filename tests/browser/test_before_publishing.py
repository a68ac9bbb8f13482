"""Before a text goes out: what is to be looked at, the time that is meant, and a draft shown to somebody."""

import os
import re
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from accounts.models import Role
from blog.models import Post, PostState, Remark
from tests.browser.writing import hold, pause

SHOTS = os.environ.get("SHOTS")  # a folder: the pages as they were seen
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def blog(make_blog):
    return make_blog(name="The Blog", time_zone="Europe/Vienna", checks={"description": "off"})


@pytest.fixture
def author(blog, make_member):
    return make_member(blog, Role.AUTHOR, name="Anna Author")


@pytest.fixture
def look():
    def shoot(page, name: str) -> None:
        """Pictures for the eye: desktop and phone, light and dark."""
        if not SHOTS:
            return
        size = page.viewport_size
        for width in (size, PHONE):
            page.set_viewport_size(width)
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme)
                page.screenshot(path=Path(SHOTS) / f"{name}-{width['width']}-{scheme}.png", full_page=True)
        page.set_viewport_size(size)

    return shoot


def write(page, text):
    hold(page)
    page.locator(".cm-content").fill(text)


def test_who_publishes_is_asked_about_a_link_and_publishes_all_the_same(
    author, blog, page, sign_in_page, accessible, look
):
    sign_in_page(page, author)
    page.goto("/admin/blog/post/add/")
    page.get_by_label("Title").fill("Nights at sea")
    write(page, "# At sea\n\nA letter, [here](https://example.org/), and ![](http://example.org/boat.png)")
    expect(page.locator("#id_body")).to_have_value(re.compile("boat.png"))
    pause(page)
    place = page.locator(".checklist-place")
    expect(place).to_contain_text("Line 3: The link “here” does not say where it leads.")
    expect(place).to_contain_text("is on another site")
    accessible(page)
    look(page, "checklist-live")
    page.get_by_label("Published: everybody can read it").check()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".errornote")).to_be_visible()
    expect(page.locator("#checklist")).to_contain_text("things to look at")
    assert not Post.objects.filter(state=PostState.PUBLISHED).exists()
    accessible(page)
    look(page, "checklist-asked")
    page.get_by_role("button", name="Publish all the same").click()
    expect(page.locator(".messagelist li").first).to_be_visible()
    assert Post.objects.get().state == PostState.PUBLISHED


def test_without_script_the_checklist_asks_and_a_turned_clock_too(author, blog, open_browser, sign_in_page, look):
    page = open_browser(java_script_enabled=False)
    sign_in_page(page, author)
    page.goto("/admin/blog/post/add/")
    page.get_by_label("Title").fill("Nights at sea")
    page.locator("#id_body").fill("[here](https://example.org/)")
    page.get_by_role("button", name="Check the text").click()
    expect(page.locator("#checklist")).to_contain_text("One thing to look at")
    page.get_by_label("Published: everybody can read it").check()
    page.locator("#id_published_at_0").fill("2096-10-28")
    page.locator("#id_published_at_1").fill("02:30")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".moment-asked")).to_contain_text("shows 02:30 twice")
    look(page, "moment-asked")
    page.get_by_label("the second time, UTC+01:00").check()
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("button", name="Publish all the same").click()
    post = Post.objects.get()
    assert post.published_at.isoformat() == "2096-10-28T01:30:00+00:00"


def test_a_date_is_said_by_both_clocks_as_it_is_typed(author, page, sign_in_page, accessible, look):
    sign_in_page(page, author)
    page.goto("/admin/blog/post/add/")
    said = page.locator(".field-published_at .moment-said")
    page.locator("#id_published_at_0").fill("2096-12-01")
    page.locator("#id_published_at_1").fill("09:00")
    expect(said).to_contain_text("Saturday 1 December 2096, 09:00 Europe/Vienna = 08:00 UTC, in")
    page.locator("#id_published_at_1").fill("00:30")
    expect(said).to_contain_text("00:30 Europe/Vienna = 30 November, 23:30 UTC")
    for day in ("2096-03-25", "2096-10-28"):
        page.locator("#id_published_at_0").fill(day)
        page.locator("#id_published_at_1").fill("02:30")
        expect(said).to_contain_text("the clock is turned")
    accessible(page)
    look(page, "moment-said")


def test_a_draft_is_read_by_its_link_in_another_browser_until_it_is_revoked(
    author, blog, make_post, page, open_browser, sign_in_page, accessible, look
):
    post = make_post(
        blog, "Nights at sea", author=author, body="It was dark.\n\n## A storm\n\nAnd how.", state=PostState.DRAFT
    )
    sign_in_page(page, author)
    page.goto(reverse("admin:blog_post_change", args=[post.pk]))
    page.get_by_role("link", name="Share the draft").click()
    page.get_by_label("For whom").fill("Clara")
    page.get_by_role("button", name="Make a link").click()
    address = page.get_by_label("The address of the new link").input_value()
    accessible(page)
    look(page, "share-made")

    reader = open_browser()
    reader.goto(address)
    expect(reader.get_by_role("heading", name="Nights at sea")).to_be_visible()
    expect(reader.locator(".draft-banner")).to_contain_text("A draft, shown to you until")
    accessible(reader)
    look(reader, "draft")
    assert not reader.context.cookies()
    reader.get_by_role("link", name="Leave a note for the authors").first.click()
    reader.get_by_label("Your name").fill("Clara")
    reader.get_by_label("Your note").fill("The storm comes early.\n\nLet it be calm first.")
    accessible(reader)
    look(reader, "draft-note")
    reader.get_by_role("button", name="Send the note").click()
    expect(reader.get_by_role("status")).to_contain_text("the authors have your note")
    assert Remark.objects.get().name == "Clara"

    page.goto(reverse("admin:blog_post_share", args=[post.pk]))
    expect(page.locator(".share-notes")).to_contain_text("The storm comes early.")
    accessible(page)
    look(page, "share-notes")
    page.get_by_role("button", name="Done").click()
    expect(page.get_by_text("1 note that is done")).to_be_visible()
    page.get_by_role("button", name=re.compile("Revoke the link “Clara”")).click()
    expect(page.locator(".share-links")).to_contain_text("revoked on")
    assert reader.goto(address).status == 404
