"""A reader becomes a member and is heard: in a real browser, from the refusal to the reply."""

import re

import pytest
from django.core import mail
from playwright.sync_api import expect

from accounts.models import Membership, State

RULE = "Note: Only a member of this blog may post a comment."


@pytest.fixture
def post(blog, make_post):
    return make_post(blog, "Lavrov to visit North Korea", path="/2018/05/lavrov/", body="An article.")


def mailed_code() -> str:
    """The code in the newest mail, as somebody reads it there."""
    return re.search(r"^\s*([A-Z0-9]{4}-[A-Z0-9]{4})\s*$", mail.outbox[-1].body, re.M)[1]


def sign_up(page, name="Anna Weiss"):
    page.get_by_role("link", name="Sign up", exact=False).first.click()
    page.get_by_label("E-mail", exact=False).or_(page.get_by_label("Email", exact=False)).first.fill("anna@example.org")
    page.get_by_label("Display name", exact=False).fill(name)
    page.locator("input[type=password]").first.fill("a horse, a battery, a staple")
    page.locator("main form button[type=submit]").first.click()
    page.locator("input[name=code]").fill(mailed_code())
    page.locator("main form button[type=submit]").first.click()


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_refused_visitor_becomes_a_member_and_comments(javascript, post, open_browser):
    page = open_browser(java_script_enabled=javascript)
    page.goto(post.path)
    expect(page.get_by_text(RULE)).to_be_visible()
    expect(page.get_by_role("heading", name="No comments:")).to_be_visible()

    page.get_by_role("link", name="Sign in or sign up").click()
    sign_up(page)
    # Back at the form, told that one step is left.
    expect(page).to_have_url(re.compile(rf"/comments/on/{post.pk}/"))
    page.get_by_role("link", name="Become a member").click()
    page.locator("main form button[type=submit]").first.click()
    assert Membership.objects.get(user__name="Anna Weiss").state == State.MEMBER

    page.goto(post.path)
    page.get_by_role("link", name="Post a Comment").click()
    page.get_by_label("Your comment").fill("Well *said*.")
    page.get_by_role("button", name="Preview").click()
    expect(page.locator(".preview em")).to_have_text("said")
    expect(page.get_by_label("Your comment")).to_have_value("Well *said*.")
    page.get_by_role("button", name="Post", exact=True).click()
    expect(page).to_have_url(re.compile(r"/2018/05/lavrov/(\?.*)?#comment-\d+"))
    expect(page.get_by_role("heading", name="1 comment:")).to_be_visible()
    expect(page.locator(".comment-body em")).to_have_text("said")


@pytest.mark.parametrize("javascript", [True, False], ids=["in place", "on a page of its own"])
def test_a_member_replies(javascript, blog, post, make_member, make_comment, open_browser, sign_in_with_password):
    first = make_comment(post, "What of the date?")
    page = open_browser(java_script_enabled=javascript)
    sign_in_with_password(page, make_member(blog, name="Boris Lind"))
    page.goto(post.path)
    page.get_by_role("link", name="Reply").click()
    page.get_by_label("Your comment").fill("It was not given.")
    if javascript:
        expect(page).to_have_url(re.compile(r"/2018/05/lavrov/"))
    page.get_by_role("button", name="Post", exact=True).click()
    expect(page.locator(f"#comment-{first.pk} .thread .comment-body")).to_have_text("It was not given.")
    expect(page.get_by_text(f"in reply to {first.author.name}")).to_be_visible()


def test_a_text_survives_being_signed_out(blog, post, make_member, page, sign_in_with_password):
    member = make_member(blog)
    sign_in_with_password(page, member)
    page.goto(f"/comments/on/{post.pk}/")
    page.get_by_label("Your comment").fill("Words I would hate to lose.")
    page.context.clear_cookies()
    page.get_by_role("button", name="Post", exact=True).click()
    expect(page.get_by_text("Words I would hate to lose.")).to_be_visible()


def test_a_member_writes_with_the_keyboard_alone(blog, post, make_member, page, sign_in_with_password):
    sign_in_with_password(page, make_member(blog))
    page.goto(f"/comments/on/{post.pk}/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the text")).to_be_focused()
    page.keyboard.press("Enter")
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.get_by_label("Your comment").evaluate("field => field === document.activeElement"):
            break
    page.keyboard.type("Typed, not clicked.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".comment-body")).to_have_text("Typed, not clicked.")


def test_a_member_changes_and_withdraws_a_comment(blog, post, make_member, page, sign_in_with_password):
    sign_in_with_password(page, make_member(blog))
    page.goto(f"/comments/on/{post.pk}/")
    page.get_by_label("Your comment").fill("Frist.")
    page.get_by_role("button", name="Post", exact=True).click()
    page.goto(f"/comments/on/{post.pk}/")
    page.get_by_role("link", name="Change").click()
    page.locator("textarea[name=text]").fill("First.")
    page.locator("main form button[type=submit]").first.click()
    page.goto(post.path)
    expect(page.locator(".comment-body")).to_have_text("First.")
    page.goto(f"/comments/on/{post.pk}/")
    page.get_by_role("link", name="Withdraw").click()
    page.locator("main form button[type=submit]").first.click()
    page.goto(post.path)
    expect(page.get_by_role("heading", name="No comments:")).to_be_visible()
