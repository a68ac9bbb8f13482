"""Whoever was signed out, or left a form open too long, gets back what they wrote."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Role


@pytest.fixture
def places(blog, make_post, make_comment, make_member):
    """Forms in which people write, beside those of comments: address -> what is sent."""
    comment = make_comment(make_post(blog))
    return {
        reverse("comments:acts", args=[comment.pk]): {"act": "report", "reason": "What I wrote"},
        reverse("comments:appeal_ruling", args=[comment.rulings.get().pk]): {"text": "What I wrote"},
        reverse("comments:decide_reports", args=[comment.pk]): {"answer": "yes", "reason": "What I wrote"},
        reverse("comments:person", args=[comment.author_id]): {"kind": "ban", "reason": "What I wrote"},
        reverse("comments:words"): {"rules": "What I wrote"},
    }


def test_a_form_sent_when_signed_out_is_refused_with_what_was_written(places, client, nothing_changes):
    for url, fields in places.items():
        with nothing_changes():
            answer = client.post(url, fields)
        assert answer.status_code == 403, url
        assert "What I wrote" in answer.content.decode(), url
        assert "/accounts/login/" in answer.content.decode(), url


def test_a_form_that_expired_is_refused_with_what_was_written(places, blog, make_member, nothing_changes):
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_member(blog, Role.OWNER), backend="accounts.backends.AddressBackend")
    for url, fields in places.items():
        with nothing_changes():
            answer = client.post(url, fields)
        assert answer.status_code == 403, url
        assert "What I wrote" in answer.content.decode(), url


def test_who_comes_to_look_is_sent_to_sign_in(client, blog):
    for url in (reverse("comments:mine"), reverse("comments:following")):
        answer = client.get(url)
        assert (answer.status_code, answer.url) == (302, f"/accounts/login/?next={url}")
