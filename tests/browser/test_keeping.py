"""What is typed survives a desk that is away, a closed window and another author."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from accounts.models import Role
from blog.models import Post, WorkingCopy
from tests.browser.writing import hold, pause

KEPT = re.compile("Kept at")
LINE = "[data-keeping]"


@pytest.fixture
def post(blog, make_post, make_member):
    author = make_member(blog, Role.AUTHOR, name="Anna Author")
    return make_post(blog, "A letter", author=author)


def form(post) -> str:
    return reverse("admin:blog_post_change", args=[post.pk])


def body(page):
    """The form's field, which has the text at every moment."""
    return page.locator("#id_body")


def write(page, text):
    hold(page)
    page.locator(".cm-content").fill(text)
    expect(body(page)).to_have_value(text)


def is_kept(page):
    pause(page)
    expect(page.locator(LINE)).to_have_text(KEPT)


def test_a_new_text_is_a_draft_after_its_first_words_and_goes_on_after_the_window_was_closed(
    blog, make_member, page, sign_in_page
):
    sign_in_page(page, make_member(blog, Role.AUTHOR))
    page.goto("/admin/blog/post/add/")
    page.get_by_label("Title").fill("Nights at sea")
    write(page, "It was a dark and st")
    is_kept(page)
    expect(page).to_have_url(re.compile(r"/admin/blog/post/\d+/change/$"))
    again = page.context.new_page()
    page.close(run_before_unload=False)
    again.goto(form(Post.objects.get()))
    expect(body(again)).to_have_value("It was a dark and st")
    write(again, "It was a dark and stormy night.")
    is_kept(again)
    again.get_by_role("button", name="Save", exact=True).click()
    expect(again.locator(".messagelist li").first).to_be_visible()
    post = Post.objects.get()
    assert (post.title, post.body) == ("Nights at sea", "It was a dark and stormy night.")
    assert not WorkingCopy.objects.exists()


def test_while_the_desk_is_away_the_browser_keeps_the_text(post, page, sign_in_page):
    sign_in_page(page, post.author)
    page.goto(form(post))
    page.route("**/autosave/", lambda route: route.abort("internetdisconnected"))
    write(page, "Written in a tunnel")
    pause(page)
    expect(page.locator(LINE)).to_contain_text("kept in this browser")
    assert not WorkingCopy.objects.exists()
    page.unroute("**/autosave/")
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    hold(page)
    page.get_by_role("button", name="Put it into the form").click()
    expect(body(page)).to_have_value("Written in a tunnel")
    is_kept(page)
    assert WorkingCopy.objects.get().typed["body"] == ["Written in a tunnel"]


def test_who_was_signed_out_is_told_and_loses_nothing(post, page, sign_in_with_password):
    sign_in_with_password(page, post.author)
    page.goto(form(post))
    page.context.clear_cookies()
    write(page, "Signed out meanwhile")
    pause(page)
    expect(page.locator(LINE)).to_contain_text("signed out")
    again = page.context.new_page()
    sign_in_with_password(again, post.author)
    again.goto(form(post))
    again.get_by_role("button", name="Put it into the form").click()
    expect(body(again)).to_have_value("Signed out meanwhile")


def test_two_authors_changes_are_brought_together(post, blog, make_member, open_browser, accessible, sign_in_page):
    one, two = open_browser(), open_browser()
    sign_in_page(one, post.author)
    sign_in_page(two, make_member(blog, Role.EDITOR, name="Eda Editor"))
    for page in (one, two):
        page.goto(form(post))
    write(two, "Hers.")
    two.get_by_role("button", name="Save", exact=True).click()
    expect(two.locator(".messagelist li").first).to_be_visible()
    write(one, "Mine.")
    pause(one)
    expect(one.locator(LINE)).to_contain_text("Somebody else changed this text")
    one.get_by_role("button", name="Save", exact=True).click()
    expect(one.get_by_text("Eda Editor saved this text")).to_be_visible()
    accessible(one)
    one.get_by_label("Both, one below the other").check()
    one.get_by_role("button", name="Go on in the form").click()
    expect(body(one)).to_have_value("Hers.\nMine.")
    one.get_by_role("button", name="Save", exact=True).click()
    expect(one.locator(".messagelist li").first).to_be_visible()
    assert Post.objects.get().body == "Hers.\nMine."


def test_a_published_text_stays_as_it_is_until_the_change_is_published(post, page, accessible, sign_in_page):
    before = post.body
    sign_in_page(page, post.author)
    page.goto(form(post))
    write(page, "Not for readers yet.")
    page.get_by_role("button", name="Save, and publish nothing yet").click()
    expect(page.get_by_text("Readers still see the text")).to_be_visible()
    assert Post.objects.get().body == before
    accessible(page)
    page.get_by_role("button", name="Throw it away").click()
    expect(body(page)).to_have_value(before)


def test_the_versions_are_read_and_one_is_put_back(post, page, accessible, sign_in_page):
    sign_in_page(page, post.author)
    page.goto(form(post))
    before = post.body
    write(page, "Second words.")
    page.get_by_role("button", name="Save", exact=True).click()
    page.goto(reverse("admin:blog_post_history", args=[post.pk]))
    accessible(page)
    page.locator(".version-list a").last.click()
    expect(page.get_by_text("This is the first version")).to_be_visible()
    page.get_by_role("link", name="Compare it with the newest").click()
    expect(page.locator("ins").first).to_be_visible()
    accessible(page)
    page.set_viewport_size({"width": 390, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.get_by_role("button", name="Put this version into the form").click()
    expect(body(page)).to_have_value(before)
    assert Post.objects.get().body == "Second words."


def test_without_javascript_a_text_is_kept_by_the_buttons(post, open_browser, sign_in_page):
    page = open_browser(java_script_enabled=False)
    sign_in_page(page, post.author)
    page.goto(form(post))
    body(page).fill("Not for readers yet.")
    page.get_by_role("button", name="Save, and publish nothing yet").click()
    expect(body(page)).to_have_value("Not for readers yet.")
    page.get_by_role("button", name="Throw it away").click()
    expect(body(page)).to_have_value(post.body)


def test_two_windows_of_one_author_overwrite_nothing(post, page, sign_in_page):
    sign_in_page(page, post.author)
    page.goto(form(post))
    other = page.context.new_page()
    other.goto(form(post))
    write(other, "From the second window.")
    is_kept(other)
    write(page, "From the first window.")
    pause(page)
    expect(page.locator(LINE)).to_contain_text("Somebody else changed this text")
    assert WorkingCopy.objects.get().typed["body"] == ["From the second window."]
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("you both changed the same")).to_be_visible()
    page.get_by_label("Both, one below the other").check()
    page.get_by_role("button", name="Go on in the form").click()
    expect(body(page)).to_have_value("From the second window.\nFrom the first window.")


def test_who_opens_a_text_is_told_who_is_writing_in_it(post, blog, make_member, open_browser, accessible, sign_in_page):
    one, two = open_browser(), open_browser()
    sign_in_page(one, post.author)
    sign_in_page(two, make_member(blog, Role.EDITOR, name="Eda Editor"))
    one.goto(form(post))
    write(one, "I am at it.")
    is_kept(one)
    two.goto(form(post))
    expect(two.get_by_text("Anna Author is changing this text right now.")).to_be_visible()
    expect(body(two)).to_have_value("I am at it.")
    accessible(two)


def test_without_a_network_what_is_typed_stays_and_is_kept_once_there_is_one(post, page, sign_in_page):
    sign_in_page(page, post.author)
    page.goto(form(post))
    page.context.set_offline(True)
    write(page, "In the mountains.")
    pause(page)
    expect(page.locator(LINE)).to_contain_text("kept in this browser")
    page.context.set_offline(False)
    expect(page.locator(LINE)).to_have_text(KEPT)
    assert WorkingCopy.objects.get().typed["body"] == ["In the mountains."]
