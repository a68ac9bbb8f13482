"""One's own feed: an address that is a key, and opens no more than its person may read at that moment."""

import re

import pytest
from django.utils import timezone

from accounts.models import FeedKey, Kind, Role, Sanction


@pytest.fixture
def posts(blog, make_post):
    return {who: make_post(blog, f"Words for {who}", body="Heart.", readers=who) for who in ("members", "team", "")}


def address_of(client) -> str:
    """Makes an address on its page, and reads it off there."""
    text = client.post("/feed/mine/").content.decode()
    return re.search(r'value="http://[^/]+(/feed/mine/[^"]+)"', text)[1]


def titles(client, address: str) -> set[str]:
    answer = client.get(address)
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"] and answer["X-Robots-Tag"] == "noindex"
    return set(re.findall(r"Words for (\w*)", answer.content.decode()))


@pytest.mark.parametrize("role, there", [(Role.MEMBER, {"members", ""}), (Role.AUTHOR, {"members", "team", ""})])
def test_it_has_what_its_person_may_read_without_any_cookie(role, there, blog, posts, client, make_member, sign_in):
    sign_in(make_member(blog, role))
    address = address_of(client)
    client.logout()
    assert titles(client, address) == there


def test_who_has_left_or_was_banned_gets_what_everybody_gets(blog, posts, client, make_member, sign_in):
    member = make_member(blog)
    sign_in(member)
    address = address_of(client)
    client.logout()
    sanction = Sanction.objects.create(blog=blog, user=member, kind=Kind.BAN, reason="x", at=timezone.now())
    assert titles(client, address) == {""}
    sanction.delete()
    assert titles(client, address) == {"members", ""}
    member.memberships.all().update(state="left")
    assert titles(client, address) == {""}


def test_the_address_is_shown_once_and_a_revoked_or_replaced_one_is_none(blog, posts, client, make_member, sign_in):
    sign_in(make_member(blog))
    first = address_of(client)
    assert first not in client.get("/feed/mine/").content.decode()
    second = address_of(client)
    assert client.get(first).status_code == 404
    assert client.post("/feed/mine/", {"revoke": "yes"}).status_code == 303
    assert client.get(second).status_code == 404 and not FeedKey.objects.exists()
    assert client.get(second).content == client.get("/feed/mine/never/").content


def test_looking_makes_no_key(blog, client, make_member, sign_in):
    sign_in(make_member(blog))
    assert client.get("/feed/mine/").status_code == 200 and not FeedKey.objects.exists()
