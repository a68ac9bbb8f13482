"""Saying no to mail: by the link in each letter, by a mail program's one click, and on the page of one's choices."""

import re

import pytest
from django.core import mail
from django.test import Client

from accounts.models import How, MailPreference, Topic


@pytest.fixture
def blog(make_blog):
    return make_blog(name="The Blog", hostname="one.example.org")


# --- Refusing ---


@pytest.fixture
def link(told, blog, make_member):
    def link_(topic=Topic.REPLY, user=None):
        told(user or make_member(blog), blog, topic)
        header = mail.outbox[-1].extra_headers["List-Unsubscribe"]
        return re.search(r"example\.org(/\S+)>", header)[1]

    return link_


HOST = {"host": "one.example.org"}


def test_looking_at_the_link_asks_and_changes_nothing(link, client):
    path = link()
    for method in (client.get, client.head):
        assert method(path, headers=HOST).status_code == 200
    assert not MailPreference.objects.exists()


def test_a_mail_programs_one_click_needs_no_form_and_a_person_does(link, blog):
    path, browser = link(), Client(enforce_csrf_checks=True, headers=HOST)
    assert browser.post(path, {}).status_code == 403
    assert not MailPreference.objects.exists()
    assert browser.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert MailPreference.objects.get().how == How.NEVER


@pytest.mark.parametrize("change", [lambda p: p[:-2] + "x/", lambda p: "/accounts/mail/stop/forged/"])
def test_a_forged_link_says_so_and_changes_nothing(change, link, client):
    path = change(link())
    for answer in (client.get(path, headers=HOST), client.post(path, headers=HOST)):
        assert answer.status_code == 404 and b"This link does not work" in answer.content
    assert not MailPreference.objects.exists()


def test_a_link_of_another_blogs_is_none_of_this_one(link, client, make_blog):
    path = link()
    make_blog(hostname="two.example.org")
    assert client.post(path, headers={"host": "two.example.org"}).status_code == 404
    assert not MailPreference.objects.exists()


def test_what_is_decided_about_oneself_cannot_be_refused(link, client):
    answer = client.post(link(Topic.STANDING), headers=HOST)
    assert answer.status_code == 403 and b"always told" in answer.content
    assert not MailPreference.objects.exists()


def test_one_chooses_on_a_page_and_the_teams_topics_are_the_teams(client, blog, make_member, sign_in):
    user = make_member(blog)
    page = sign_in(user).get("/accounts/mail/", headers=HOST).content.decode()
    assert 'name="reply"' in page and 'name="held"' not in page and 'name="standing"' not in page
    sent = {"reply": "never", "mention": "digest", "followed": "digest", "ruling": "at_once", "standing": "never"}
    assert client.post("/accounts/mail/", sent, headers=HOST).status_code == 303
    assert dict(MailPreference.objects.values_list("topic", "how")) == {"reply": "never", "mention": "digest"}
    assert client.post("/accounts/mail/", sent | {"reply": "loud"}, headers=HOST).status_code == 422
    sign_in(make_member(blog, "moderator"))
    assert 'name="held"' in client.get("/accounts/mail/", headers=HOST).content.decode()
