"""Invitations: made, sent again, revoked, accepted; each in the log, and none for more than it was made for."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone

from accounts.invitations import PER_DAY, accept, hash_of, invitation_of, invite, revoke, roles_to_invite, send_again
from accounts.leaving import delete_account
from accounts.models import Invitation, Letter, LogEntry, Role, State
from accounts.refusals import Refused


@pytest.fixture
def owner(blog, make_member):
    return make_member(blog, Role.OWNER)


@pytest.fixture
def make(blog, owner):
    def make_(email="", **fields):
        fields = {"by": owner, "by_role": Role.OWNER, "now": timezone.now()} | fields
        return invite(blog=blog, email=email, **fields)

    return make_


@pytest.mark.parametrize(
    "role, roles",
    [
        (Role.OWNER, set(Role.values)),
        (Role.MODERATOR, {"member"}),
        *((role, set()) for role in (Role.EDITOR, Role.AUTHOR, Role.MEMBER, "", "nonsense")),
    ],
)
def test_who_may_invite_to_what(role, roles):
    assert set(roles_to_invite(role)) == roles


def test_a_mail_brings_a_link_whose_secret_is_kept_as_a_hash(make, blog, settings):
    settings.ALLOWED_HOSTS = ["blog.example.org"]
    invitation, secret = make("Anna@Example.org", role=Role.AUTHOR, note="Do come.")
    assert (invitation.email, invitation.role, invitation.limit) == ("anna@example.org", "author", 1)
    letter = Letter.objects.get()
    assert f"https://blog.example.org/accounts/invitation/{secret}/" in letter.body.replace("http://", "https://")
    assert "Do come." in letter.body and letter.user is None
    assert invitation.secret_hash == hash_of(secret) != secret
    assert invitation_of(secret, blog) == invitation and invitation_of(secret + "x", blog) is None
    entry = LogEntry.objects.get()
    assert entry.code == "invitation_made" and "anna" not in str(entry.detail)


@pytest.mark.parametrize(
    "given, code",
    [
        ({"role": Role.AUTHOR}, "link_for_the_team"),
        ({"email": "a@example.org", "role": Role.AUTHOR, "by_role": Role.MODERATOR}, "may_not_invite"),
        ({"email": "a@example.org", "by_role": Role.AUTHOR}, "may_not_invite"),
        ({"email": "open@example.org"}, "invited_already"),
        ({"email": "OPEN@example.org "}, "invited_already"),
        ({"email": "self"}, "invites_oneself"),
    ],
)
def test_what_cannot_be_made_changes_nothing(given, code, make, owner, nothing_changes):
    make("open@example.org")
    given = given | ({"email": owner.email} if given.get("email") == "self" else {})
    with nothing_changes(), pytest.raises(Refused, match=code) as refused:
        make(**given)
    assert refused.value.sentence


def test_nobody_makes_more_than_so_many_a_day(make, blog, owner, nothing_changes):
    now = timezone.now()
    Invitation.objects.bulk_create(
        Invitation(blog=blog, by=owner, secret_hash=str(n), expires_at=now, made_at=now) for n in range(PER_DAY)
    )
    with nothing_changes(), pytest.raises(Refused, match="invites_too_many"):
        make()
    make(now=now + timedelta(days=1, seconds=1))


def test_sent_again_the_first_link_is_dead_and_it_is_open_as_long_as_at_first(make, blog, owner):
    now = timezone.now()
    invitation, first = make("a@example.org", now=now, days=10)
    with pytest.raises(Refused, match="sent_lately"):
        send_again(invitation=invitation, by=owner, now=now + timedelta(minutes=59))
    later = now + timedelta(days=9)
    second = send_again(invitation=invitation, by=owner, now=later)
    assert invitation_of(first, blog) is None
    assert invitation_of(second, blog).expires_at == later + timedelta(days=10)
    assert Letter.objects.count() == 2


def test_revoked_it_lets_nobody_in_and_is_over_for_every_act(make, owner, make_user, nothing_changes):
    invitation, _secret = make(limit=5)
    user = make_user()
    revoke(invitation=invitation, by=owner, now=timezone.now())
    with nothing_changes():
        for act in (revoke, send_again):
            with pytest.raises(Refused, match="invitation_over"):
                act(invitation=invitation, by=owner, now=timezone.now())
        with pytest.raises(Refused, match="invitation_over"):
            accept(invitation=invitation, user=user, now=timezone.now())


def test_who_accepts_is_a_member_in_that_role_and_the_tree_knows_by_whom(make, owner, make_user, blog):
    user = make_user()
    invitation, _secret = make(user.email, role=Role.EDITOR)
    membership = accept(invitation=invitation, user=user, now=timezone.now())
    assert (membership.state, membership.role, membership.invitation) == (State.MEMBER, Role.EDITOR, invitation)
    assert LogEntry.objects.latest("pk").code == "invitation_accepted"
    invitation.refresh_from_db()
    assert invitation.used == 1 and not invitation.is_open(timezone.now())


@pytest.mark.parametrize(
    "state, code",
    [
        ("banned", "banned"),
        ("suspended", "suspended"),
        (State.MEMBER, "member_already"),
        ("unconfirmed", "unconfirmed"),
    ],
)
def test_who_may_not_accept_uses_nothing_up(state, code, make, blog, make_member, nothing_changes):
    invitation, _secret = make(limit=5)
    user = make_member(blog, confirmed=False) if state == "unconfirmed" else make_member(blog, state=state)
    with nothing_changes(), pytest.raises(Refused, match=code):
        accept(invitation=invitation, user=user, now=timezone.now())


@pytest.mark.parametrize("state", [State.APPLICANT, State.DECLINED, State.LEFT, "signed_in"])
def test_a_link_lets_in_whoever_else_comes(state, make, blog, make_member, make_user):
    invitation, _secret = make(limit=5)
    user = make_user() if state == "signed_in" else make_member(blog, state=state)
    assert accept(invitation=invitation, user=user, now=timezone.now()).state == State.MEMBER


def test_a_forwarded_mail_is_not_accepted_by_another(make, make_user, nothing_changes):
    invitation, _secret = make("a@example.org", role=Role.OWNER)
    other = make_user()
    EmailAddress.objects.create(user=other, email="a@example.org", verified=False)
    with nothing_changes(), pytest.raises(Refused, match="another_address"):
        accept(invitation=invitation, user=other, now=timezone.now())


def test_it_is_over_at_its_end_to_the_second(make, make_user):
    now = timezone.now()
    invitation, _secret = make(now=now, days=1, limit=2)
    with pytest.raises(Refused, match="invitation_over"):
        accept(invitation=invitation, user=make_user(), now=now + timedelta(days=1))
    accept(invitation=invitation, user=make_user(), now=now + timedelta(days=1, seconds=-1))


def test_of_two_for_one_place_one_comes(make, blog, make_user, at_once):
    invitation, _secret = make()
    people = [make_user(), make_user()]
    now = timezone.now()
    answers = at_once(*(lambda user=user: accept(invitation=invitation, user=user, now=now) for user in people))
    assert sorted(type(answer).__name__ for answer in answers) == ["Membership", "Refused"]
    assert blog.memberships.filter(user__in=people, state=State.MEMBER).count() == 1


def test_whoever_deletes_their_account_takes_what_was_mailed_to_them_along(make, blog, make_user):
    user = make_user()
    make(user.email)
    delete_account(user=user, keep_comments=True)
    assert not Invitation.objects.exists() and not Letter.objects.filter(email=user.email).exists()
