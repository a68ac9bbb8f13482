"""Joining: every state x way of joining x confirmation, at the act and at the page."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from accounts import joining
from accounts import joining as act
from accounts.joining import ASK_AGAIN, join_or_apply, tell_answer
from accounts.models import Letter, Membership, Role, State
from accounts.refusals import SENTENCES, Refused
from blog.models import Joining


def approve(**given):
    membership = joining.approve(**given)
    tell_answer(membership)
    return membership


def decline(**given):
    membership = joining.decline(**given)
    tell_answer(membership)
    return membership


def outcome(state, joining, confirmed, since_days) -> str:
    """What becomes of who asks to join: a state, or a refusal's code."""
    if state == "banned":
        return "banned"
    if not confirmed:
        return "unconfirmed"
    fixed = {"suspended": "suspended", "member": "member_already", "applicant": "asked_already", "invited": "member"}
    if state in fixed:
        return fixed[state]
    if state == "declined" and since_days < 7:
        return "declined_lately"
    return {"open": "member", "approval": "applicant", "closed": "closed"}[joining]


@pytest.mark.parametrize("since_days", [1, 8])
@pytest.mark.parametrize("confirmed", [True, False])
@pytest.mark.parametrize("joining", Joining.values)
@pytest.mark.parametrize("state", [None, *State.values, "invited", "suspended", "banned"])
def test_the_table_of_joining(state, joining, confirmed, since_days, make_blog, make_user, make_member):
    now = timezone.now()
    blog = make_blog(joining=joining)
    fields = {"since": now - timedelta(days=since_days), "reason": "old"}
    user = (
        make_member(blog, Role.EDITOR, state=state, confirmed=confirmed, **fields)
        if state
        else make_user(confirmed=confirmed)
    )
    before = list(Membership.objects.values())
    expected = outcome(state, joining, confirmed, since_days)
    if expected in SENTENCES:
        with pytest.raises(Refused) as refused:
            join_or_apply(blog=blog, user=user, note="Hello", now=now)
        assert refused.value.code == expected
        assert refused.value.sentence
        assert list(Membership.objects.values()) == before
        return
    made = join_or_apply(blog=blog, user=user, note=" Hello ", now=now)
    made.refresh_from_db()
    assert made.state == expected
    assert made.since == now
    assert made.reason == ""
    assert made.note == ("Hello" if expected == State.APPLICANT else "")
    assert made.role == (Role.EDITOR if state == "invited" else Role.MEMBER)


def test_a_suspension_that_is_over_is_membership(blog, make_member):
    user = make_member(blog, state="suspended", until=timezone.now() - timedelta(days=1))
    with pytest.raises(Refused, match="member_already"):
        join_or_apply(blog=blog, user=user, note="", now=timezone.now())


def test_the_way_of_joining_that_counts_is_the_one_in_force_not_the_one_read_before(blog, make_user):
    type(blog).objects.update(joining=Joining.CLOSED)
    assert blog.joining == Joining.OPEN
    with pytest.raises(Refused, match="closed"):
        join_or_apply(blog=blog, user=make_user(), note="", now=timezone.now())
    assert not Membership.objects.exists()


def test_the_words_for_ways_of_joining_are_those_of_the_blog():
    assert {act.OPEN, act.APPROVAL, act.CLOSED} == set(Joining.values)


@pytest.fixture
def applicant(make_blog, make_member) -> Membership:
    blog = make_blog(name="Letters", joining=Joining.APPROVAL)
    return make_member(blog, state=State.APPLICANT, name="Anna", note="Hello").memberships.get()


def test_an_applicant_who_is_approved_is_a_member_and_gets_a_letter(
    applicant, make_user, django_capture_on_commit_callbacks
):
    now, moderator = timezone.now(), make_user()
    with django_capture_on_commit_callbacks(execute=True):
        made = approve(membership=applicant, by=moderator, now=now)
    applicant.refresh_from_db()
    assert made == applicant
    assert (applicant.state, applicant.since, applicant.decided_by) == (State.MEMBER, now, moderator)
    [letter] = mail.outbox
    assert letter.to == [applicant.user.email]
    assert letter.subject == "Welcome to Letters"
    assert "Dear Anna" in letter.body


def test_an_applicant_who_is_declined_gets_the_reason(applicant, make_user, django_capture_on_commit_callbacks):
    now, moderator = timezone.now(), make_user()
    with django_capture_on_commit_callbacks(execute=True):
        decline(membership=applicant, by=moderator, reason=" Tell us who you & yours are ", now=now)
    applicant.refresh_from_db()
    assert (applicant.state, applicant.reason) == (State.DECLINED, "Tell us who you & yours are")
    assert (applicant.since, applicant.decided_by) == (now, moderator)
    [letter] = mail.outbox
    assert "Tell us who you & yours are" in letter.body
    assert "week" in letter.body
    assert ASK_AGAIN == timedelta(days=7)


@pytest.mark.parametrize("state", [state for state in State.values if state != State.APPLICANT])
def test_only_who_still_waits_is_decided_on(state, applicant, make_user, django_capture_on_commit_callbacks):
    Membership.objects.update(state=state)
    for decide in (
        lambda: approve(membership=applicant, by=make_user(), now=timezone.now()),
        lambda: decline(membership=applicant, by=make_user(), reason="", now=timezone.now()),
    ):
        with django_capture_on_commit_callbacks(execute=True), pytest.raises(Refused, match="already_decided"):
            decide()
    assert Membership.objects.get().state == state
    assert not mail.outbox


def test_a_decision_on_who_is_gone_is_refused(applicant, make_user):
    applicant.user.delete()
    with pytest.raises(Refused, match="already_decided"):
        approve(membership=applicant, by=make_user(), now=timezone.now())


def test_a_letter_that_cannot_be_sent_undoes_no_decision(
    applicant, make_user, settings, caplog, django_capture_on_commit_callbacks
):
    settings.EMAIL_BACKEND = "tests.accounts.broken_mail.EmailBackend"
    with django_capture_on_commit_callbacks(execute=True):
        approve(membership=applicant, by=make_user(), now=timezone.now())
    assert Membership.objects.get(pk=applicant.pk).state == State.MEMBER
    assert "could not be sent" in caplog.text
    assert Letter.objects.get().state == Letter.State.WAITING


@pytest.mark.parametrize(
    "hostname, hosts, link",
    [
        ("one.example.org", ["*"], "http://one.example.org"),
        (None, ["blog.example.org", "localhost"], "http://blog.example.org"),
        (None, ["a.example.org", "b.example.org"], ""),
        (None, [".example.org"], ""),
        (None, ["*"], ""),
        (None, ["localhost", "127.0.0.1"], ""),
    ],
)
def test_a_letter_links_only_to_a_host_we_are_sure_of(
    hostname, hosts, link, make_blog, make_member, make_user, settings, django_capture_on_commit_callbacks
):
    settings.ALLOWED_HOSTS = hosts
    blog = make_blog(hostname=hostname)
    membership = make_member(blog, state=State.APPLICANT).memberships.get()
    with django_capture_on_commit_callbacks(execute=True):
        approve(membership=membership, by=make_user(), now=timezone.now())
    [letter] = mail.outbox
    assert ("http" in letter.body) == bool(link)
    assert link in letter.body
