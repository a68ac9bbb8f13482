"""What the tests of the wing share: sending a comment."""

import uuid

import pytest
from django.urls import reverse


@pytest.fixture
def form_url():
    return lambda post: reverse("comments:form", args=[post.pk])


@pytest.fixture
def send(client, form_url):
    """Sends the comment form of a post as a browser does."""

    def send_(post, text="Well said.", **fields):
        fields.setdefault("key", str(uuid.uuid4()))
        return client.post(form_url(post), {"text": text, **fields})

    return send_


@pytest.fixture
def post(blog, make_post):
    return make_post(blog)


@pytest.fixture
def member(blog, make_member, sign_in):
    """A member, signed in."""
    person = make_member(blog)
    sign_in(person)
    return person
