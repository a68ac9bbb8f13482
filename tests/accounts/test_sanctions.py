"""Sanctions: what may be imposed, what it does, who is told, and how it ends."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail

from accounts.models import TOLD, Kind, LogEntry, Membership, Role, Sanction, State
from accounts.refusals import Refused
from accounts.sanctions import acknowledge, end, impose
from accounts.standing import standing_of

NOW = datetime(2026, 5, 31, 12, tzinfo=UTC)
AFTER = NOW + timedelta(days=2)


@pytest.fixture
def moderator(blog, make_member):
    return make_member(blog, Role.MODERATOR)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"reason": " "}, "no_reason"),
        ({"reason": "a" * 1001}, "long_reason"),
        ({"until": NOW}, "end_is_past"),
        ({"kind": Kind.NOTE, "until": AFTER}, "no_end"),
        ({"kind": Kind.WARNING, "until": AFTER}, "no_end"),
    ],
)
def test_a_sanction_that_cannot_be_is_refused_and_changes_nothing(fields, code, blog, moderator, make_member):
    user = make_member(blog)
    before = list(Membership.objects.values())
    with pytest.raises(Refused, match=code) as refused:
        impose(**({"blog": blog, "user": user, "kind": Kind.BAN, "reason": "r", "by": moderator, "now": NOW} | fields))
    assert refused.value.sentence
    assert list(Membership.objects.values()) == before
    assert not Sanction.objects.exists() and not LogEntry.objects.exists()


def test_nobody_sanctions_themselves(blog, moderator):
    with pytest.raises(Refused, match="not_oneself"):
        impose(blog=blog, user=moderator, kind=Kind.NOTE, reason="r", by=moderator, now=NOW)
    assert not Sanction.objects.exists() and not LogEntry.objects.exists()


@pytest.mark.parametrize("kind", [Kind.SUSPENSION, Kind.BAN])
def test_the_last_owner_is_not_put_out(kind, blog, moderator, make_member):
    owner = make_member(blog, Role.OWNER)
    with pytest.raises(Refused, match="last_owner_sanctioned"):
        impose(blog=blog, user=owner, kind=kind, reason="r", by=moderator, now=NOW)
    assert not Sanction.objects.exists() and not LogEntry.objects.exists()
    assert owner.memberships.get().role == Role.OWNER
    make_member(blog, Role.OWNER)
    impose(blog=blog, user=owner, kind=kind, reason="r", by=moderator, now=NOW)
    assert standing_of(owner, blog, NOW).role == ""


def test_a_ban_ends_the_membership_and_takes_the_role(blog, moderator, make_member):
    user = make_member(blog, Role.AUTHOR)
    impose(blog=blog, user=user, kind=Kind.BAN, reason="r", by=moderator, until=AFTER, now=NOW)
    membership = user.memberships.get()
    assert (membership.state, membership.role) == (State.LEFT, Role.MEMBER)
    assert standing_of(user, blog, NOW).name == "banned"
    assert standing_of(user, blog, AFTER).name == "left"


def test_a_suspension_returns_the_role_by_the_clock(blog, moderator, make_member):
    user = make_member(blog, Role.AUTHOR)
    impose(blog=blog, user=user, kind=Kind.SUSPENSION, reason="r", by=moderator, until=AFTER, now=NOW)
    assert standing_of(user, blog, NOW).name == "suspended"
    assert standing_of(user, blog, AFTER).role == Role.AUTHOR


@pytest.mark.parametrize("kind", Kind.values)
def test_all_but_a_note_are_told_by_mail_and_all_are_logged(
    kind, blog, moderator, make_member, django_capture_on_commit_callbacks
):
    user = make_member(blog)
    with django_capture_on_commit_callbacks(execute=True):
        made = impose(blog=blog, user=user, kind=kind, reason="Shouting", by=moderator, now=NOW)
    entry = LogEntry.objects.get()
    assert (entry.code, entry.by, entry.whom, entry.at) == (f"{kind}_imposed", moderator, user, NOW)
    assert entry.reason == ("" if kind == Kind.NOTE else "Shouting")
    assert entry.detail["sanction"] == made.pk
    assert [letter.to for letter in mail.outbox] == ([[user.email]] if kind in TOLD else [])
    assert all("Shouting" in letter.body for letter in mail.outbox)


def test_an_ended_sanction_binds_no_more_and_ends_once(blog, moderator, make_member):
    user = make_member(blog)
    made = impose(blog=blog, user=user, kind=Kind.SUSPENSION, reason="r", by=moderator, now=NOW)
    end(sanction=made, by=moderator, reason="Sorry", now=NOW)
    assert standing_of(user, blog, NOW).name == "member"
    with pytest.raises(Refused, match="already_ended"):
        end(sanction=made, by=moderator, reason="Again", now=AFTER)
    assert Sanction.objects.get().end_reason == "Sorry"
    assert LogEntry.objects.filter(code="suspension_ended").count() == 1


def test_a_warning_is_acknowledged_once_and_by_its_person_alone(blog, moderator, make_member):
    user = make_member(blog)
    made = impose(blog=blog, user=user, kind=Kind.WARNING, reason="r", by=moderator, now=NOW)
    with pytest.raises(Sanction.DoesNotExist):
        acknowledge(sanction=made, by=moderator, now=NOW)
    assert Sanction.objects.get().acknowledged_at is None
    for now in (NOW, AFTER):
        acknowledge(sanction=made, by=user, now=now)
    assert Sanction.objects.get().acknowledged_at == NOW
    assert not standing_of(user, blog, NOW).bonds
    assert LogEntry.objects.filter(code="warning_acknowledged").count() == 1
