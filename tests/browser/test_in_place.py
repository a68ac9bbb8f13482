"""What the script adds to writing a comment, and that nothing is lost where it fails."""

import re

import pytest
from playwright.sync_api import expect

from blog.comments.models import Comment


@pytest.fixture
def post(blog, make_post):
    return make_post(blog, "Lavrov to visit North Korea", path="/2018/05/lavrov/")


@pytest.fixture
def member(blog, make_member, page, sign_in_page):
    person = make_member(blog, name="Boris Lind")
    sign_in_page(page, person)
    return person


def field(page):
    return page.get_by_role("textbox", name="Your comment")


def test_the_form_opens_in_place_and_takes_the_focus_and_escape_gives_it_back(post, member, page, accessible):
    page.goto(post.path)
    link = page.get_by_role("link", name="Post a Comment")
    link.focus()
    page.keyboard.press("Enter")
    expect(field(page)).to_be_focused()
    expect(link).to_have_attribute("aria-expanded", "true")
    expect(page).to_have_url(re.compile(r"/2018/05/lavrov/$"))
    accessible(page)
    page.keyboard.press("Escape")
    expect(field(page)).to_have_count(0)
    expect(link).to_be_focused()


def test_one_form_is_open_at_a_time_below_what_it_answers(post, member, make_comment, page):
    one, two = make_comment(post, "One."), make_comment(post, "Two.")
    page.goto(post.path)
    page.locator(f"#comment-{one.pk}").get_by_role("link", name="Reply").click()
    expect(page.locator(f"#comment-{one.pk} input[name=parent]")).to_have_value(str(one.pk))
    page.locator(f"#comment-{two.pk}").get_by_role("link", name="Reply").click()
    expect(page.locator(f"#comment-{two.pk} input[name=parent]")).to_have_value(str(two.pk))
    expect(field(page)).to_have_count(1)


def test_who_has_posted_is_told_so_and_shown_what_they_may_still_do(post, member, page):
    page.goto(post.path)
    page.get_by_role("link", name="Post a Comment").click()
    field(page).fill("Well said.")
    page.get_by_role("button", name="Post", exact=True).click()
    comment = page.locator(".comment")
    expect(comment.get_by_text("Your comment is published.")).to_be_visible()
    expect(comment.get_by_role("link", name="Withdraw")).to_be_visible()
    expect(comment).to_be_focused()
    comment.get_by_role("link", name="Change").click()
    expect(field(page)).to_have_value("Well said.")


def test_a_text_being_written_outlives_a_reload_and_goes_once_it_is_posted(post, member, page):
    page.goto(post.path)
    page.get_by_role("link", name="Post a Comment").click()
    field(page).fill("Half a thou")
    page.reload()
    page.get_by_role("link", name="Post a Comment").click()
    expect(field(page)).to_have_value("Half a thou")
    field(page).fill("Half a thought, and the other half.")
    page.get_by_role("button", name="Post", exact=True).click()
    expect(page.locator(".comment-body")).to_have_count(1)
    page.get_by_role("link", name="Post a Comment").click()
    expect(field(page)).to_have_value("")


def test_a_visitor_is_told_the_rule_in_place_and_once(post, make_comment, page):
    comment = make_comment(post)
    page.goto(post.path)
    page.locator(f"#comment-{comment.pk}").get_by_role("link", name="Reply").click()
    note = page.locator(f"#comment-{comment.pk} #write")
    expect(note).to_contain_text("Note: Only a member of this blog may post a comment.")
    expect(note).to_be_focused()
    expect(note.get_by_role("link")).to_have_attribute("href", re.compile("/accounts/login/"))
    page.get_by_role("link", name="Post a Comment").click()
    expect(page.locator(".comments > .note")).to_be_focused()
    expect(page.locator(".note")).to_have_count(1)
    expect(page).to_have_url(re.compile(r"/2018/05/lavrov/$"))


def test_where_the_form_can_not_be_fetched_the_link_is_followed(post, member, page):
    def no_script_may(route):
        route.fulfill(status=403) if route.request.resource_type == "fetch" else route.continue_()

    page.route("**/comments/on/**", no_script_may)
    page.goto(post.path)
    page.get_by_role("link", name="Post a Comment").click()
    expect(page).to_have_url(re.compile(rf"/comments/on/{post.pk}/$"))
    expect(field(page)).to_be_visible()


def test_a_form_whose_token_has_expired_comes_back_with_the_text(post, member, page):
    page.goto(post.path)
    page.get_by_role("link", name="Post a Comment").click()
    field(page).fill("Written over lunch.")
    page.locator("input[name=csrfmiddlewaretoken]").first.evaluate("input => { input.value = 'x'.repeat(64) }")
    page.get_by_role("button", name="Post", exact=True).click()
    expect(page.get_by_text("it has expired")).to_be_visible()
    expect(field(page)).to_have_value("Written over lunch.")
    page.get_by_role("button", name="Post", exact=True).click()
    expect(page.locator(".comment-body")).to_have_text("Written over lunch.")
    assert Comment.objects.get().author == member


def test_every_page_of_the_wing_is_accessible(post, member, make_comment, page, accessible, set_policy):
    make_comment(post, "Published.", author=member)
    make_comment(post, "Held.", author=member, state="held", reasons=["first_comment"])
    gone = make_comment(post, "Withdrawn.", author=member, state="withdrawn")
    answer = make_comment(post, "An answer.", parent=gone)
    page.goto(f"/comments/on/{post.pk}/?parent={answer.pk}")
    accessible(page)
    field(page).fill("  ")
    page.get_by_role("button", name="Post", exact=True).click()
    expect(page.get_by_text("There is no text yet")).to_be_visible()
    accessible(page)
    for path in (post.path, *(f"/comments/{Comment.objects.first().pk}/{act}/" for act in ("edit", "withdraw"))):
        page.goto(path)
        accessible(page)
    set_policy(post.blog, post, comments="shown")
    for path in (post.path, f"/comments/on/{post.pk}/"):
        page.goto(path)
        accessible(page)
