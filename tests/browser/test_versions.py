"""What becomes of a text that is published: told of, put off, taken back, thrown away and had back."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import Role
from blog.models import Post, PostState, Version


@pytest.fixture
def desk(blog, make_member, page, sign_in_page):
    """The window of an editor."""
    sign_in_page(page, make_member(blog, Role.EDITOR, name="Eda Editor"))
    return page


@pytest.fixture
def post(blog, make_post, make_member):
    return make_post(
        blog, "A letter", author=make_member(blog, Role.AUTHOR, name="Anna Author"), body="One plain word."
    )


@pytest.fixture
def reader(open_browser):
    return open_browser(java_script_enabled=False)


def open_form(desk, post):
    desk.goto(reverse("admin:blog_post_change", args=[post.pk]))


def save(desk):
    desk.get_by_role("button", name="Save", exact=True).click()
    expect(desk.locator(".messagelist li").first).to_be_visible()


def test_a_change_is_told_to_readers_and_shown_word_by_word_to_the_team(desk, post, reader, accessible):
    open_form(desk, post)
    desk.locator(".cm-content").fill("One other word.")
    desk.get_by_label("Title").fill("A longer letter")
    desk.get_by_label("What readers are told of the change").fill("a word is another one")
    save(desk)
    reader.goto(post.path)
    expect(reader.locator(".updates li")).to_have_text(re.compile(r"Updated .* \d{4}:\s+a word is another one"))
    desk.goto(reverse("admin:blog_post_history", args=[post.pk]))
    newest = desk.locator(".version-list li").first
    expect(newest).to_contain_text("Eda Editor")
    expect(newest).to_contain_text("a word is another one")
    newest.get_by_role("link").click()
    text = desk.get_by_role("region", name="Text")
    expect(text.locator("del")).to_have_text("plain")
    expect(text.locator("ins")).to_have_text("other")
    expect(desk.get_by_role("region", name="Title").locator("ins")).to_have_text(re.compile("longer"))
    for width in (1280, 390):
        desk.set_viewport_size({"width": width, "height": 900})
        accessible(desk)
        assert desk.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_change_waits_for_its_date_and_readers_see_it_then(desk, post, blog, reader):
    open_form(desk, post)
    desk.locator(".cm-content").fill("To be read tomorrow.")
    day = timezone.localdate() + timedelta(days=1)
    desk.locator("#id_update_at_0").fill(day.isoformat())
    desk.locator("#id_update_at_1").fill("09:30")
    save(desk)
    open_form(desk, post)
    expect(desk.get_by_text("Changes by Eda Editor go public on")).to_contain_text("09:30")
    reader.goto(post.path)
    expect(reader.locator(".post-body")).to_have_text("One plain word.")
    past = timezone.now() - timedelta(seconds=1)
    Version.objects.filter(due_at__isnull=False).update(due_at=past)
    type(blog).objects.update(next_due_at=past)
    reader.goto(post.path)
    expect(reader.locator(".post-body")).to_have_text("To be read tomorrow.")


def test_a_post_is_taken_back_and_ends_at_its_date(desk, post, reader):
    open_form(desk, post)
    desk.locator("input[name=state][value=draft]").check()
    save(desk)
    assert reader.goto(post.path).status == 404
    open_form(desk, post)
    desk.locator("input[name=state][value=published]").check()
    tomorrow = timezone.localdate() + timedelta(days=1)
    desk.locator("#id_expires_at_0").fill(tomorrow.isoformat())
    desk.locator("#id_expires_at_1").fill("09:30")
    save(desk)
    assert reader.goto(post.path).status == 200
    Post.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert reader.goto(post.path).status == 404
    open_form(desk, post)
    expect(desk.get_by_text("Was public until")).to_be_visible()


def test_what_is_thrown_away_lies_in_the_trash_and_is_had_back(desk, post, reader, accessible):
    open_form(desk, post)
    desk.locator("a.deletelink").click()  # by its role a link, and from Django 6 on a button
    accessible(desk)
    desk.locator("input[type=submit]").last.click()
    expect(desk.get_by_text("is in the trash. For thirty days")).to_be_visible()
    assert reader.goto(post.path).status == 404
    expect(desk.locator("#result_list")).to_have_count(0)
    desk.goto(f"{reverse('admin:blog_post_changelist')}?state__exact=trash")
    desk.locator("#result_list").get_by_role("link", name="A letter").click()
    expect(desk.get_by_text("save it as a draft to take it out")).to_be_visible()
    desk.locator("input[name=state][value=draft]").check()
    save(desk)
    stored = Post.objects.get()
    assert (stored.state, stored.trashed_at, stored.body) == (PostState.DRAFT, None, "One plain word.")
