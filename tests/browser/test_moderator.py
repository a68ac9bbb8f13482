"""A moderator rules, in a real browser."""

import pytest
from playwright.sync_api import expect

from accounts.models import Role, State
from blog.comments.models import State as CommentState


@pytest.fixture
def post(blog, make_post, set_policy):
    set_policy(blog, hold_all=True)
    return make_post(blog, "A post")


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_held_comment_is_published(
    javascript, blog, post, make_member, make_comment, open_browser, sign_in_with_password
):
    page = open_browser(java_script_enabled=javascript)
    member = make_member(blog, name="Anna Weiss")
    sign_in_with_password(page, member)
    page.goto(f"/comments/on/{post.pk}/")
    page.get_by_label("Your comment").fill("May I?")
    page.get_by_role("button", name="Post", exact=True).click()
    expect(page.get_by_text("waiting for a moderator").first).to_be_visible()
    expect(page.get_by_text("May I?")).to_be_visible()

    desk = open_browser(java_script_enabled=javascript)
    sign_in_with_password(desk, make_member(blog, Role.MODERATOR))
    desk.goto("/comments/desk/")
    expect(desk.get_by_text("May I?")).to_be_visible()
    desk.get_by_role("button", name="Publish", exact=True).click()
    desk.goto(post.path)
    expect(desk.get_by_role("heading", name="1 comment:")).to_be_visible()


def test_a_rejection_gives_its_reason(blog, post, make_member, make_comment, open_browser, sign_in_page):
    member = make_member(blog)
    make_comment(post, "Buy now", author=member, state=CommentState.HELD)
    desk = open_browser()
    sign_in_page(desk, make_member(blog, Role.MODERATOR))
    desk.goto("/comments/desk/")
    desk.get_by_label("Reason", exact=False).first.fill("No advertising here.")
    desk.get_by_role("button", name="Reject", exact=True).click()
    page = open_browser()
    sign_in_page(page, member)
    page.goto(f"/comments/on/{post.pk}/")
    expect(page.get_by_text("No advertising here.")).to_be_visible()


def test_an_applicant_is_admitted(make_blog, make_member, page, sign_in_page):
    blog = make_blog(joining="approval")
    applicant = make_member(blog, state=State.APPLICANT, note="I have read everything.")
    sign_in_page(page, make_member(blog, Role.OWNER))
    page.goto("/comments/desk/")
    page.get_by_role("link", name="Asking to join").or_(page.get_by_role("link", name="join")).first.click()
    expect(page.get_by_text("I have read everything.")).to_be_visible()
    page.get_by_role("button", name="Approve").click()
    expect(page.get_by_text("I have read everything.")).not_to_be_visible()
    assert applicant.memberships.get().state == State.MEMBER
