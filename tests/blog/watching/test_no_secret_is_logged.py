"""What people type, are and hold is in no line of the log and on no page of a fault, whatever goes wrong."""

import logging
import re
from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail
from django.db import DatabaseError, IntegrityError
from django.test import Client
from django.utils import timezone

from accounts import sending
from accounts.feed_keys import make_feed_key
from accounts.links import make_link
from accounts.models import Letter, Role, Topic
from blog.watching.logs import Json, Line
from tests.factories import PASSWORD


@pytest.fixture(params=[Line, Json])
def written(request):
    """Everything that any logger writes, as it would be written."""
    lines, handler = [], logging.Handler(logging.DEBUG)
    handler.emit = lambda record: lines.append(request.param().format(record))
    root = logging.getLogger()
    root.addHandler(handler)
    before, root.level = root.level, logging.DEBUG
    yield lambda: "\n".join(lines)
    root.removeHandler(handler)
    root.setLevel(before)


def code() -> str:
    return re.search(r"^    (\S+)$", mail.outbox[-1].body, re.M)[1]


def test_twenty_secrets_are_in_no_line_and_on_no_page_of_a_fault(
    blog, make_user, make_member, make_post, written, monkeypatch
):
    owner, user = make_member(blog, Role.OWNER, name="Canary Name"), make_user("Canary Person")
    secrets = {PASSWORD, owner.email, user.email, "Canary Name", "Canary Person"}
    client, post = Client(raise_request_exception=False, headers={"user-agent": "canary-agent"}), make_post(blog)
    faults = []

    def go(method, path, data=None, **more):
        response = getattr(client, method)(path, data or {}, **more)
        if response.status_code >= 500:
            faults.append(response.content.decode())
        return response

    def visit():
        """Everything that has a secret in its way."""
        go("post", "/accounts/login/", {"login": user.email, "password": "canary-wrong-password"})
        go("post", "/accounts/signup/", {"email": "canary-new@example.net", "password1": "canary-new-password"})
        go("post", "/accounts/login/code/", {"email": user.email})
        if mail.outbox:
            secrets.add(code())
            go("post", "/accounts/login/code/confirm/", {"code": code()})
        go("post", "/accounts/password/reset/", {"email": user.email})
        go("post", "/accounts/login/", {"login": owner.email, "password": PASSWORD})
        secrets.update(cookie.value for cookie in client.cookies.values() if cookie.value)
        go("get", link)
        go("get", f"/feed/mine/{feed}/")
        strange = {"referer": "https://canary-referer.example/", "x-forwarded-for": "203.0.113.7"}
        go("get", "/?q=canary-query", headers=strange)
        go("get", "/canary-path/")
        go("get", "/", headers={"host": "canary-host.example"})
        sent = {"text": "canary-text", "guest_name": "canary-guest", "key": "canary-key"}
        go("post", f"/comments/on/{post.pk}/", sent)
        go("post", f"/comments/on/{post.pk}/", {"text": "x"}, headers={"origin": "https://canary-origin.example"})

    now = timezone.now()
    link, feed = make_link(user=owner, now=now), make_feed_key(user=owner, blog=blog, now=now)
    secrets |= {link.rstrip("/").rpartition("/")[2], feed, "203.0.113.7"}
    visit()
    canaries = "wrong-password new@example.net new-password query referer path host text guest key origin agent"
    secrets |= {f"canary-{word}" for word in canaries.split()}
    for fault in (
        IntegrityError(f'duplicate key: DETAIL: Key (email)=({user.email}) exists, "canary-text", {PASSWORD}'),
        DatabaseError(f"{PASSWORD} {feed}"),
        ValueError(f"not a number: {PASSWORD}"),
        ConnectionRefusedError(f"no mail for <{user.email}>"),
    ):
        with monkeypatch.context() as patch:

            def broken(*args, fault=fault, **kwargs):
                raise fault

            patch.setattr("blog.hosts.blog_at", broken)
            visit()
        logging.getLogger("a.library").warning("sent to %s", user.email)
    assert len(secrets) >= 20 and len(faults) >= 20
    said = written()
    assert said.count("parley.request") > 50 and "IntegrityError" in said
    for secret in secrets:
        assert secret not in said, secret
        assert not [page for page in faults if secret in page and secret != "canary-text"], secret
    assert not [page for page in faults if "Traceback" in page]


def test_a_letter_that_can_not_be_sent_names_no_address(blog, make_user, written, monkeypatch, transactional_db):
    user = make_user()
    letter = Letter.objects.create(blog=blog, user=user, topic=Topic.STANDING, about="x", subject="s", body="b")

    def refuse(*args):
        raise SMTPRecipientsRefused({user.email: (550, b"No such user: " + user.email.encode())})

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
    assert sending.send(letter.pk, now=timezone.now()) == sending.WAITS
    assert f"Letter {letter.pk} could not be sent" in written() and user.email not in written()
