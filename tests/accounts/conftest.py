"""What the tests of accounts share: the code of the last mail, and how somebody signs up."""

import re

import pytest
from django.core import mail

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
