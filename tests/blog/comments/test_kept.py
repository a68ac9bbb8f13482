"""Nothing typed is lost: texts outlive being signed out, signing in, signing up, joining, and an expired form."""

import re
import uuid

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from django.utils.html import escape

from accounts.models import Membership, State, User
from blog.comments import drafts
from blog.comments.models import Comment
from blog.comments.posting import post_comment
from tests.factories import PASSWORD

TEXT = 'Two lines,\r\n\r\nand "quotes" & <tags>.'


@pytest.fixture
def post(blog, make_post):
    return make_post(blog)


def typed(response) -> str:
    """What stands in the field of the page, form or not."""
    html = response.content.decode()
    return html[html.index("<textarea") :].split(">\n", 1)[1].split("</textarea>")[0]


def can_be_sent(response) -> bool:
    return b'class="comment-form"' in response.content


# --- Signed out meanwhile ------------------------------------------------------------------------------------------


def test_a_text_sent_while_signed_out_waits_for_its_author_to_sign_in(
    client, post, make_member, send, form_url, nothing_changes
):
    member = make_member(post.blog)
    with nothing_changes():
        response = send(post, TEXT)
    assert response.status_code == 403
    assert "It is kept" in response.content.decode() and typed(response) == escape(TEXT)
    way_in = re.search(r'href="(/accounts/login/\?next=[^"]*)"', response.content.decode())[1]

    # As people do: through the page, to the form they were at.
    response = client.post(way_in, {"login": member.email, "password": PASSWORD}, follow=True)
    assert response.redirect_chain[-1][0] == form_url(post)
    assert can_be_sent(response) and typed(response) == escape(TEXT)
    assert send(post, TEXT).status_code == 303
    assert Comment.objects.get().author == member
    assert typed(client.get(form_url(post))) == ""


def test_a_text_waits_through_sign_up_by_mailed_code_and_joining(client, post, send, form_url):
    way_in = re.search(r'href="(/accounts/login/\?next=[^"]*)"', send(post, TEXT).content.decode())[1]
    login = client.get(way_in).content.decode()
    sign_up = re.search(r'href="(/accounts/signup/[^"]*)"', login)[1].replace("&amp;", "&")
    response = client.post(
        sign_up, {"name": "Newcomer", "email": "new@example.org", "password1": "a long way to Tipperary"}, follow=True
    )
    code = re.search(r"\b([A-Z0-9]{4}-[A-Z0-9]{4})\b", mail.outbox[-1].body)[1]
    response = client.post(response.request["PATH_INFO"], {"code": code}, follow=True)
    assert response.redirect_chain[-1][0] == form_url(post)
    assert not can_be_sent(response) and typed(response) == escape(TEXT)  # signed in, not yet a member

    join = re.search(r'href="(/accounts/join/\?next=[^"]*)"', response.content.decode())[1]
    client.get(join)
    response = client.post(join, {"note": ""}, follow=True)
    assert Membership.objects.get(user=User.objects.get(name="Newcomer")).state == State.MEMBER
    response = client.get(form_url(post))
    assert can_be_sent(response) and typed(response) == escape(TEXT)
    assert send(post, TEXT).status_code == 303


def test_the_answer_a_text_was_meant_for_is_kept_with_it(
    client, post, make_member, make_comment, send, form_url, sign_in
):
    parent = make_comment(post)
    response = send(post, "Yes.", parent=parent.pk)
    assert f"next=%2Fcomments%2Fon%2F{post.pk}%2F%3Fparent%3D{parent.pk}" in response.content.decode()
    sign_in(make_member(post.blog))
    response = client.get(form_url(post))
    assert f'name="parent" value="{parent.pk}"' in response.content.decode() and typed(response) == "Yes."


def test_a_text_is_kept_for_its_own_post(client, post, make_post, make_member, send, form_url, sign_in):
    send(post, "For the first.")
    sign_in(make_member(post.blog))
    assert typed(client.get(form_url(make_post(post.blog)))) == ""
    assert typed(client.get(form_url(post))) == "For the first."


def test_another_browser_knows_nothing_of_it(post, make_member, send, form_url):
    send(post, "Mine alone.")
    assert b"Mine alone." not in Client().get(form_url(post)).content


def test_only_so_much_is_kept_and_what_is_not_is_said(client, post, make_post, send, form_url):
    posts = [make_post(post.blog) for _ in range(drafts.DRAFTS + 1)]
    for number, each in enumerate(posts):
        send(each, f"Text {number}")
    assert b"<textarea" not in client.get(form_url(posts[0])).content
    assert [typed(client.get(form_url(each))) for each in posts[1:]] == [
        f"Text {number}" for number in range(1, drafts.DRAFTS + 1)
    ]
    long = "x" * (drafts.LIMIT + 1)
    response = send(post, long)
    assert response.status_code == 403 and typed(response) == long
    assert "Copy it, if you want to keep it." in response.content.decode()
    assert len(str(dict(client.session.items()))) < drafts.DRAFTS * drafts.LIMIT


def test_a_person_who_may_not_comment_finds_the_text_again_when_they_may(
    client, post, make_member, send, form_url, sign_in
):
    person = make_member(post.blog, state=State.APPLICANT)
    sign_in(person)
    response = send(post, TEXT)
    assert response.status_code == 403 and typed(response) == escape(TEXT)
    Membership.objects.filter(user=person).update(state=State.MEMBER)
    response = client.get(form_url(post))
    assert can_be_sent(response) and typed(response) == escape(TEXT)


# --- Expired forms -------------------------------------------------------------------------------------------------


@pytest.fixture
def strict(sign_in):
    """A browser whose tokens are checked, as all browsers' are."""

    def make(person=None):
        browser = Client(enforce_csrf_checks=True)
        if person:
            browser.force_login(person, backend="accounts.backends.AddressBackend")
        return browser

    return make


def token(response) -> str:
    return re.search(rb'name="csrfmiddlewaretoken" value="([^"]+)"', response.content)[1].decode()


@pytest.mark.parametrize("stale", ["", "x" * 64, "nonsense"])
def test_an_expired_form_comes_back_with_the_text_and_can_be_sent(
    strict, post, make_member, make_comment, form_url, nothing_changes, stale
):
    browser, parent = strict(make_member(post.blog)), make_comment(post)
    with nothing_changes():
        response = browser.post(form_url(post), {"text": TEXT, "parent": parent.pk, "csrfmiddlewaretoken": stale})
    assert response.status_code == 403
    assert "expired" in response.content.decode() and typed(response) == escape(TEXT)
    assert "no-store" in response["Cache-Control"]
    again = {"text": TEXT, "parent": parent.pk, "key": uuid.uuid4(), "csrfmiddlewaretoken": token(response)}
    assert browser.post(form_url(post), again).status_code == 303
    assert Comment.objects.latest("pk").parent == parent


def test_an_expired_form_of_a_visitor_can_be_kept_with_one_press_and_nothing_is_kept_without_it(
    strict, post, form_url, nothing_changes
):
    browser = strict()
    with nothing_changes():
        response = browser.post(form_url(post), {"text": TEXT})
        assert response.status_code == 403 and typed(response) == escape(TEXT)
        assert "comment_drafts" not in browser.session
        response = browser.post(form_url(post), {"text": TEXT, "csrfmiddlewaretoken": token(response)})
    assert response.status_code == 403 and "It is kept" in response.content.decode()
    assert typed(browser.get(form_url(post))) == escape(TEXT)


def test_an_expired_change_comes_back_with_the_text_and_can_be_saved(
    strict, post, make_member, make_comment, nothing_changes
):
    comment = make_comment(post, author=make_member(post.blog))
    browser, url = strict(comment.author), f"/comments/{comment.pk}/edit/"
    with nothing_changes():
        response = browser.post(url, {"text": TEXT})
    assert response.status_code == 403 and typed(response) == escape(TEXT)
    assert browser.post(url, {"text": TEXT, "csrfmiddlewaretoken": token(response)}).status_code == 303


def test_an_expired_form_tells_a_stranger_nothing(strict, blog, post, make_post, make_member, make_comment):
    browser = strict(make_member(blog))
    draft, other = make_post(blog, state="draft"), make_comment(post)
    never = browser.post("/comments/on/987654/", {"text": TEXT})
    assert never.status_code == 403
    for url in (f"/comments/on/{draft.pk}/", f"/comments/{other.pk}/edit/", "/comments/987654/edit/"):
        assert browser.post(url, {"text": TEXT}).content == never.content
    visitor = strict()
    there, gone = (visitor.post(f"/comments/{pk}/edit/", {"text": "x"}) for pk in (other.pk, 987_654))
    assert there.status_code == gone.status_code == 403
    assert there.content.replace(f"/{other.pk}/".encode(), b"/987654/") == gone.content


@pytest.mark.parametrize("path", ["/comments/1/withdraw/", "/accounts/login/", "/2026/01/never/"])
def test_any_other_form_that_expired_is_plainly_refused(strict, blog, path):
    response = strict().post(path, {"text": TEXT})
    assert response.status_code == 403 and b"tags" not in response.content
    assert b"This form has expired" in response.content


def test_a_form_that_a_stranger_s_page_sent_is_refused_too(strict, post, make_member, form_url, nothing_changes):
    browser = strict(make_member(post.blog))
    form = browser.get(form_url(post))
    with nothing_changes():
        response = browser.post(
            form_url(post),
            {"text": "Buy!", "csrfmiddlewaretoken": token(form)},
            headers={"origin": "https://evil.example"},
        )
    assert response.status_code == 403


# --- Deleted, closed, taken meanwhile -------------------------------------------------------------------------------


def test_an_account_deleted_meanwhile_keeps_the_text_for_this_browser(
    client, post, make_member, sign_in, send, nothing_changes
):
    member = make_member(post.blog)
    sign_in(member)
    member.delete()
    with nothing_changes():
        response = send(post, TEXT)
    assert response.status_code == 403 and typed(response) == escape(TEXT)


def test_the_act_itself_refuses_an_account_deleted_since_the_request_began(post, make_member):
    member = make_member(post.blog)
    User.objects.filter(pk=member.pk).delete()
    posted = post_comment(post=post, by=member, text="Hm.", key=uuid.uuid4(), now=timezone.now())
    assert posted.comment is None
