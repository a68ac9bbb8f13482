"""Thanking, reporting and muting, as a member does it; and what the script folds away."""

import pytest
from playwright.sync_api import expect

from blog.comments.models import Guideline, Report, Thanks


@pytest.fixture
def comment(blog, make_post, make_comment, make_member):
    Guideline.objects.create(blog=blog, title="Be kind", text="Always.")
    post = make_post(blog, "On reading", path="/2018/05/reading/")
    return make_comment(post, "Loud words.", author=make_member(blog, name="Lou"))


@pytest.fixture
def member(blog, make_member, page, sign_in_page):
    person = make_member(blog, name="Boris Lind")
    sign_in_page(page, person)
    return person


def test_a_member_thanks_reports_and_mutes(comment, member, page, accessible):
    page.goto(comment.post.path)
    expect(page.get_by_text("Loud words.")).to_be_visible()
    accessible(page)
    page.get_by_role("link", name="More").first.click()
    accessible(page)
    page.get_by_role("button", name="Thank").click()
    expect(page.get_by_text("Your thanks are counted.")).to_be_visible()
    page.get_by_label("Which guideline it breaks").select_option(label="Be kind")
    page.get_by_label("What is wrong with it").fill("It is rude.")
    page.get_by_role("button", name="Report").click()
    expect(page.get_by_text("The team looks at it")).to_be_visible()
    assert Thanks.objects.count() == 1 and Report.objects.get().guideline.title == "Be kind"
    page.get_by_role("button", name="Mute the author for me").click()
    expect(page.get_by_text("You have muted this person. Show")).to_be_visible()
    page.wait_for_load_state()  # its script leaves the hint that the next page asks by
    page.goto(comment.post.path)
    expect(page.get_by_text("You have muted this person. Show")).to_be_visible()
    expect(page.get_by_text("Loud words.")).to_be_hidden()
    page.get_by_text("You have muted this person. Show").click()
    expect(page.get_by_text("Loud words.")).to_be_visible()
    accessible(page)
    page.goto("/comments/mine/following/")
    accessible(page)


def test_who_has_no_account_never_asks_whom_they_have_muted(comment, page):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(comment.post.path)
    page.wait_for_load_state("networkidle")
    assert not [url for url in asked if "/comments/muted/" in url]


def test_ones_own_comments_on_a_phone(comment, member, open_browser, sign_in_page, make_comment, accessible):
    mine = make_comment(comment.post, "Mine.", author=member, state="rejected")
    mine.rulings.create(was="held", now="rejected", by=comment.post.author, reason="Not so loud.")
    make_comment(comment.post, "Waiting.", author=member, state="held", reasons=["moderated"])
    phone = open_browser(viewport={"width": 390, "height": 800})
    sign_in_page(phone, member)
    phone.goto("/comments/mine/")
    accessible(phone)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    phone.get_by_role("button", name="Edit and resubmit").click()
    expect(phone.get_by_role("textbox", name="Your comment")).to_have_value("Mine.")
