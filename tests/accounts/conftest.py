"""What the tests of accounts share: the code of the last mail, how somebody signs up, and is told something."""

import re

import pytest
from django.core import mail

from accounts.mail import tell
from accounts.models import Topic

TEMPLATE = "accounts/mail/approved"  # of any letter
PASSWORD = "a horse, a battery, a staple"


@pytest.fixture
def code():
    """Reads the code in the last mail."""

    def read() -> str:
        return re.search(r"^    (\S+)$", mail.outbox[-1].body, re.M).group(1)

    return read


@pytest.fixture
def sign_up(client):
    """Sends the sign-up form of `client`."""

    def send(name="Anna", email="anna@example.org", client=client, **fields):
        data = {"name": name, "email": email, "password1": PASSWORD, "phone_number": ""} | fields
        return client.post("/accounts/signup/", data)

    return send


@pytest.fixture
def type_code(client):
    def send(code: str, client=client, **fields):
        return client.post("/accounts/confirm-email/", {"code": code, "action": "verify"} | fields)

    return send


@pytest.fixture
def told(django_capture_on_commit_callbacks):
    """Tells somebody something, and sends the letter."""

    def told_(user, blog, topic=Topic.REPLY, about="comment 1", **fields):
        with django_capture_on_commit_callbacks(execute=True):
            tell(user, blog=blog, topic=topic, about=about, template=TEMPLATE, **fields)

    return told_
