"""The form of who may join with a comment: shown where the POST is taken, and the text comes back whatever happens."""

import re

import pytest
from django.urls import reverse

from accounts.joining import APPROVAL, CLOSED, OPEN
from accounts.models import Role, State
from blog.comments.models import Comment

BUTTONS = {OPEN: "Become a member and post this", APPROVAL: "Ask to join and send this"}


@pytest.fixture
def post(make_blog, make_post, make_member):
    blog = make_blog(joining=APPROVAL)
    make_member(blog, Role.OWNER)
    return make_post(blog)


@pytest.fixture
def come(post, client, make_user, make_member, sign_in):
    def come_(who="signed_in"):
        if who:
            sign_in(make_user() if who == "signed_in" else make_member(post.blog, state=who))
        return client

    return come_


def fields_of(text: str) -> dict:
    """The hidden fields of the form on a page."""
    form = text[text.index("ask-form") :]
    return dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form[: form.index("</form>")]))


def url_of(post) -> str:
    return reverse("comments:form", args=[post.pk])


@pytest.mark.parametrize("joining", [OPEN, APPROVAL, CLOSED])
@pytest.mark.parametrize("who", ["", "signed_in", "left", "invited", "applicant", "declined", "suspended", "banned"])
def test_the_form_is_shown_to_whom_the_post_is_taken_from(who, joining, post, come):
    post.blog.joining = joining
    post.blog.save()
    client = come(who)
    text = client.get(url_of(post)).content.decode()
    shown = "ask-form" in text
    assert shown == (who == "invited" or (who in ("signed_in", "left") and joining != CLOSED))
    button = BUTTONS[OPEN] if who == "invited" else BUTTONS.get(joining)
    assert not shown or button in text
    before = Comment.objects.count()
    sent = fields_of(text) if shown else {"join": "1", "key": "6f8b9f2e-1111-4222-8333-944455556666"}
    answer = client.post(url_of(post), sent | {"text": "Said."})
    assert (Comment.objects.count() > before) == shown == (answer.status_code == 303)
    assert shown or "Said." in answer.content.decode()


def test_who_has_asked_sees_since_when_and_their_text(post, come):
    client = come()
    client.post(url_of(post), fields_of(client.get(url_of(post)).content.decode()) | {"text": "Said."}, follow=True)
    text = client.get(url_of(post)).content.decode()
    assert "You asked on" in text and "Said." in text and "It waits until the team has answered." in text
    assert "You asked to join this blog on" in client.get("/accounts/standing/").content.decode()


def test_a_visitors_text_waits_until_they_can_ask(post, client, make_user, sign_in):
    client.post(url_of(post), {"text": "Written before.", "key": ""})
    sign_in(make_user())
    text = client.get(url_of(post)).content.decode()
    assert "Written before." in text and BUTTONS[APPROVAL] in text


@pytest.mark.parametrize("text", ["", "   ", "x" * 20_001])
def test_a_text_that_cannot_be_taken_comes_back_and_nobody_asks(text, post, come, nothing_changes):
    client = come()
    sent = fields_of(client.get(url_of(post)).content.decode())
    with nothing_changes():
        answer = client.post(url_of(post), sent | {"text": text})
    assert answer.status_code == 422 and "ask-form" in answer.content.decode()


def test_a_preview_asks_nothing(post, come, nothing_changes):
    client = come()
    sent = fields_of(client.get(url_of(post)).content.decode())
    with nothing_changes():
        answer = client.post(url_of(post), sent | {"text": "*Said.*", "preview": "1"})
    assert "<em>Said.</em>" in answer.content.decode() and "ask-form" in answer.content.decode()


def test_the_moderator_sees_the_text_with_the_request_and_answers_both(post, come, client, sign_in):
    come()
    client.post(url_of(post), fields_of(client.get(url_of(post)).content.decode()) | {"text": "Said."})
    membership = post.blog.memberships.get(state=State.APPLICANT)
    sign_in(post.blog.memberships.get(role=Role.OWNER).user)
    page = client.get("/comments/desk/?state=applications").content.decode()
    assert "They would say on" in page and "Said." in page
    answer = client.post(reverse("comments:application", args=[membership.pk]), {"act": "approve", "reason": ""})
    assert answer.status_code == 303 and Comment.objects.get().state == "published"
