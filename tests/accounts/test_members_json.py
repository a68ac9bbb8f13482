"""A blog's people as JSON, both ways."""

import io
import json
import sys

import pytest
from allauth.account.models import EmailAddress
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone

from accounts.members_json import exported
from accounts.models import Invitation, Letter, Membership, Role, Sanction


@pytest.fixture
def bring_in(monkeypatch, capsys):
    def bring(data, *options) -> str:
        text = data if isinstance(data, str) else json.dumps(data)
        monkeypatch.setattr(sys, "stdin", io.StringIO(text))
        call_command("import_members", "-", *options)
        return capsys.readouterr().out

    return bring


@pytest.fixture
def world(blog, make_member):
    for role in (Role.OWNER, Role.MEMBER):
        make_member(blog, role)
    make_member(blog, state="applicant", note="Hello")
    make_member(blog, state="suspended")
    make_member(blog, state="invited")
    return blog


def test_what_was_exported_comes_in_whole_elsewhere_and_twice_changes_nothing(
    world, make_blog, bring_in, nothing_changes
):
    data = exported(world, timezone.now())
    other = make_blog(hostname="two.example.org")
    assert "4 memberships, 1 invitations and 1 sanctions made" in bring_in(data, "--hostname", other.hostname)
    again = exported(other, timezone.now())
    assert again["members"] == data["members"] and again["sanctions"] == data["sanctions"]
    assert [row["address"] for row in again["invitations"]] == [row["address"] for row in data["invitations"]]
    assert not Letter.objects.exists()
    with nothing_changes():
        assert "6 were here already" in bring_in(data, "--hostname", other.hostname)


def test_a_dry_run_says_the_same_and_changes_nothing(world, make_blog, bring_in, nothing_changes):
    other = make_blog(hostname="two.example.org")
    with nothing_changes():
        told = bring_in(exported(world, timezone.now()), "--hostname", other.hostname, "--dry-run")
    assert "4 memberships, 1 invitations and 1 sanctions would be made" in told


def test_of_a_member_without_an_account_an_invitation_waits_and_the_rest_is_named(blog, bring_in):
    since = "2026-05-03T09:00:00+00:00"
    member = {"address": "New@example.org", "role": "author", "state": "member", "since": since}
    gone = member | {"address": "gone@example.org", "state": "left"}
    bad = {"address": "new@example.org", "kind": "ban", "reason": "x", "at": since}
    told = bring_in({"format": 1, "members": [member, gone], "sanctions": [bad]})
    invitation = Invitation.objects.get()
    assert (invitation.email, invitation.role) == ("new@example.org", "author")
    assert "left out: gone@example.org" in told and "left out: new@example.org: a sanction (ban)" in told
    assert not Membership.objects.exists() and not Sanction.objects.exists()


def test_an_address_that_is_not_confirmed_is_nobodys(blog, bring_in, make_user):
    user = make_user()
    EmailAddress.objects.filter(user=user).update(verified=False)
    row = {"address": user.email, "role": "owner", "state": "member", "since": "2026-05-03T09:00:00+00:00"}
    bring_in({"format": 1, "members": [row]})
    assert not Membership.objects.exists() and Invitation.objects.get().email == user.email


GOOD = {"address": "a@example.org", "role": "member", "state": "member", "since": "2026-05-03T09:00:00+00:00"}


@pytest.mark.parametrize(
    "data, words",
    [
        ("{", "no JSON"),
        ("[" * 100_000, "no JSON"),
        ({"format": 2}, '"format": 1'),
        ({"format": 1, "people": []}, "Unknown parts: people"),
        ({"format": 1, "members": {}}, "must be a list"),
        ({"format": 1, "members": [1]}, "must be an object"),
        ({"format": 1, "members": [GOOD, GOOD | {"age": "3"}]}, "members, 2: unknown: age"),
        ({"format": 1, "members": [GOOD | {"address": "x"}]}, "no e-mail address"),
        ({"format": 1, "members": [GOOD | {"role": "king"}]}, "none of member"),
        ({"format": 1, "members": [GOOD | {"since": "2026-05-03 09:00"}]}, "with its zone"),
        ({"format": 1, "members": [GOOD | {"since": "2026-02-30T09:00Z"}]}, "with its zone"),
        ({"format": 1, "members": [GOOD | {"since": None}]}, "since is missing"),
        ({"format": 1, "members": [GOOD | {"note": "x" * 1001}]}, "at most 1,000"),
        ({"format": 1, "members": [GOOD | {"note": 7}]}, "must be a text"),
        ({"format": 1, "sanctions": [{"address": "a@example.org"}]}, "kind is missing"),
    ],
)
def test_what_cannot_be_is_told_and_nothing_is_changed(data, words, blog, bring_in, nothing_changes):
    with nothing_changes(), pytest.raises(CommandError) as refused:
        bring_in(data)
    assert words in str(refused.value) and "Nothing was changed." in str(refused.value)


def test_a_file_or_blog_that_is_not_there_is_told(blog, nothing_changes):
    with nothing_changes():
        for options in (["/nowhere.json"], ["-", "--hostname", "none"]):
            with pytest.raises(CommandError):
                call_command("import_members", *options)
