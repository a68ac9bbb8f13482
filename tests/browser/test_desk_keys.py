"""The desk by its keys alone, in a real browser."""

import pytest
from playwright.sync_api import expect

from accounts.models import Role
from blog.comments.models import Comment, State


@pytest.fixture
def held(blog, make_post, make_comment):
    post = make_post(blog, "A post")
    return [make_comment(post, f"Held number {place}", state=State.HELD) for place in range(4)]


@pytest.fixture
def desk(blog, held, page, make_member, sign_in_page):
    sign_in_page(page, make_member(blog, Role.MODERATOR, name="Mo"))
    page.goto("/comments/desk/")
    return page


def state_of(comment) -> str:
    return Comment.objects.get(pk=comment.pk).state


def hears_keys(desk) -> None:
    """Waits for a page's script, which comes after its words: a key pressed before is heard by nobody."""
    expect(desk.get_by_role("button", name="Keys (?)")).to_be_visible()


def test_next_publish_reject_and_undo_without_a_mouse(desk, held, accessible):
    desk.keyboard.press("j")
    desk.keyboard.press("j")
    expect(desk.locator(f"#comment-{held[1].pk}")).to_be_focused()
    desk.keyboard.press("p")
    expect(desk.get_by_text("is published.")).to_be_visible()
    hears_keys(desk)
    expect(desk.locator(f"#comment-{held[2].pk}")).to_be_focused()
    assert state_of(held[1]) == "published"
    accessible(desk)
    desk.keyboard.press("r")
    desk.keyboard.type("Not here, please: jkpdbux/?")
    desk.keyboard.press("Control+Enter")
    expect(desk.get_by_text("is rejected.")).to_be_visible()
    hears_keys(desk)
    assert state_of(held[2]) == "rejected"
    desk.keyboard.press("u")
    expect(desk.get_by_text("1 decision is taken back.")).to_be_visible()
    assert state_of(held[2]) == "held"


def test_the_keys_are_told_by_a_question_mark_and_the_dialog_gives_the_focus_back(desk, held, accessible):
    desk.keyboard.press("j")
    desk.keyboard.press("?")
    expect(desk.get_by_role("dialog", name="Keys")).to_be_visible()
    accessible(desk)
    desk.keyboard.press("p")
    assert state_of(held[0]) == "held", "no key acts behind an open dialog"
    desk.keyboard.press("Escape")
    expect(desk.get_by_role("dialog")).not_to_be_visible()
    expect(desk.locator(f"#comment-{held[0].pk}")).to_be_focused()


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_several_are_published_at_once_and_taken_back(
    javascript, blog, held, open_browser, make_member, sign_in_page, accessible
):
    page = open_browser(java_script_enabled=javascript, viewport={"width": 390, "height": 800})
    sign_in_page(page, make_member(blog, Role.MODERATOR))
    page.goto("/comments/desk/")
    expect(page.get_by_role("button", name="Keys (?)")).to_be_visible(visible=javascript)
    for place in (0, 2):
        page.get_by_role("checkbox", name="Tick").nth(place).check()
    page.get_by_role("button", name="Publish the ticked").click()
    expect(page.get_by_text("2 comments are published.")).to_be_visible()
    assert [state_of(comment) for comment in held] == ["published", "held", "published", "held"]
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("2 decisions are taken back.")).to_be_visible()
    assert [state_of(comment) for comment in held] == ["held"] * 4


def test_two_moderators_see_each_other(desk, blog, held, open_browser, make_member, sign_in_page):
    other = open_browser()
    sign_in_page(other, make_member(blog, Role.MODERATOR, name="Max"))
    with desk.expect_response("**/looking/"):
        desk.keyboard.press("j")
    other.goto("/comments/desk/")
    expect(other.locator(f"#comment-{held[0].pk}").get_by_text("Mo is looking at this, too.")).to_be_visible()
