"""Invitations: made by mail for one person or as a link for several, sent again, revoked, accepted.

The secret of each is kept as its hash alone, so a link can't be read off the database; sent again, it is a new one.
"""

import hashlib
import secrets
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.db import transaction

from accounts.mail import tell_address
from accounts.models import Invitation, LogEntry, Membership, Role, State, Topic, User
from accounts.refusals import Refused
from accounts.signals import membership_granted
from accounts.standing import standing_of

BYTES = 24  # 192 random bits
DAYS, LONGEST_DAYS = 14, 90
MOST_PLACES = 1000
PER_DAY = 100  # by one person
PAUSE = timedelta(hours=1)  # between two mails of one invitation
MADE, SENT, REVOKED, ACCEPTED = "invitation_made", "invitation_sent", "invitation_revoked", "invitation_accepted"
TURNED_DOWN = "invitation_turned_down"
_ANY_ROLE = (Role.OWNER,)  # who may invite to the team; moderators invite members


def roles_to_invite(role: str) -> tuple[str, ...]:
    """The roles that somebody of `role` may invite to; none for who may not invite at all."""
    if role in _ANY_ROLE:
        return tuple(Role.values)
    return (Role.MEMBER.value,) if role == Role.MODERATOR else ()


@transaction.atomic
def invite(
    *, blog, by: User, by_role: str, now: datetime, email: str = "", role: str = Role.MEMBER, limit: int = 1,
    days: int = DAYS, note: str = "",
) -> tuple[Invitation, str]:  # fmt: skip
    """Invites who has `email` (a mail is sent), or `limit` people by a link. Returns the row, and its link's secret.

    `by_role` is the role of `by` in the blog, who may invite at all: ask roles_to_invite first. Raises Refused, and
    makes nothing: "may_not_invite", "link_for_the_team", "invites_oneself", "invited_already", "invites_too_many".
    """
    User.objects.select_for_update().get(pk=by.pk)  # the count below is of one act at a time
    email = email.strip().lower()
    if role not in roles_to_invite(by_role):
        raise Refused("may_not_invite")
    if not email and role != Role.MEMBER:
        raise Refused("link_for_the_team")
    if email and EmailAddress.objects.filter(user=by, email=email).exists():
        raise Refused("invites_oneself")
    if email and blog.invitations.open(now).filter(email=email).exists():
        raise Refused("invited_already")
    if blog.invitations.filter(by=by, made_at__gt=now - timedelta(days=1)).count() >= PER_DAY:
        raise Refused("invites_too_many")
    secret = secrets.token_urlsafe(BYTES)
    invitation = Invitation.objects.create(
        blog=blog, by=by, email=email, role=role, secret_hash=hash_of(secret), limit=1 if email else limit,
        note=note.strip(), made_at=now, expires_at=now + timedelta(days=days),
    )  # fmt: skip
    log(invitation, MADE, by, now)
    if email:
        _mail(invitation, secret, by, now)
    return invitation, secret


@transaction.atomic
def send_again(*, invitation: Invitation, by: User, now: datetime) -> str:
    """A new secret for an open invitation, mailed if it was made by mail; the one before stops working. Returns it.

    It is open for as long as it was at first. Raises Refused("invitation_over") or ("sent_lately").
    """
    invitation = _locked(invitation, now)
    if invitation.sent_at and now < invitation.sent_at + PAUSE:
        raise Refused("sent_lately")
    secret = secrets.token_urlsafe(BYTES)
    invitation.secret_hash = hash_of(secret)
    invitation.expires_at = now + (invitation.expires_at - (invitation.sent_at or invitation.made_at))
    invitation.save(update_fields=["secret_hash", "expires_at"])
    log(invitation, SENT, by, now)
    if invitation.email:
        _mail(invitation, secret, by, now)
    return secret


@transaction.atomic
def revoke(*, invitation: Invitation, by: User, now: datetime) -> None:
    """Ends an open invitation; who came by it stays. Raises Refused("invitation_over")."""
    invitation = _locked(invitation, now)
    invitation.revoked_at, invitation.revoked_by = now, by
    invitation.save(update_fields=["revoked_at", "revoked_by"])
    log(invitation, REVOKED, by, now)


def invitation_of(secret: str, blog) -> Invitation | None:
    """The invitation of this blog whose link has `secret`, open or not. One query."""
    return blog.invitations.filter(secret_hash=hash_of(secret)).select_related("by").first()


def refusal_to_accept(*, invitation: Invitation, user: User, standing, now: datetime) -> str:
    """Why somebody may not accept, as a code of accounts.refusals; "" when they may. Page and act ask it."""
    if not invitation.is_open(now):
        return "invitation_over"
    if standing.name in ("banned", "unconfirmed", "suspended"):
        return standing.name
    if standing.name == "member":
        return "member_already"
    # A mail may be forwarded, and the role it gives with it: so the link alone is not enough.
    theirs = EmailAddress.objects.filter(user=user, email=invitation.email, verified=True)
    return "another_address" if invitation.email and not theirs.exists() else ""


@transaction.atomic
def accept(*, invitation: Invitation, user: User, now: datetime) -> Membership:
    """Makes `user` a member, in the role they were invited to. Raises Refused as above, and changes nothing."""
    User.objects.select_for_update().get(pk=user.pk)  # one join of a person at a time
    invitation = Invitation.objects.select_for_update(of=("self",)).select_related("blog").get(pk=invitation.pk)
    standing = standing_of(user, invitation.blog, now)
    if code := refusal_to_accept(invitation=invitation, user=user, standing=standing, now=now):
        raise Refused(code)
    invitation.used += 1
    invitation.save(update_fields=["used"])
    membership, _new = Membership.objects.update_or_create(
        blog=invitation.blog,
        user=user,
        defaults={
            "state": State.MEMBER, "role": invitation.role, "since": now, "invitation": invitation,
            "note": "", "reason": "", "decided_by": invitation.by,
        },
    )  # fmt: skip
    log(invitation, ACCEPTED, user, now, whom=user)
    membership_granted.send(User, membership=membership, now=now)
    return membership


def hash_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def log(invitation: Invitation, code: str, by: User, now: datetime, whom: User | None = None) -> None:
    """One line of the log: which invitation, for how many and as what; never to which address."""
    detail = {"invitation": invitation.pk, "role": invitation.role, "by_mail": bool(invitation.email)}
    detail |= {} if invitation.email else {"places": invitation.limit}
    LogEntry.objects.create(blog=invitation.blog, code=code, by=by, whom=whom, detail=detail, at=now)


def _locked(invitation: Invitation, now: datetime) -> Invitation:
    found = Invitation.objects.select_for_update(of=("self",)).select_related("blog").get(pk=invitation.pk)
    if not found.is_open(now):
        raise Refused("invitation_over")
    return found


def _mail(invitation: Invitation, secret: str, by: User, now: datetime) -> None:
    tell_address(
        invitation.email,
        blog=invitation.blog,
        topic=Topic.STANDING,
        about=f"invitation {invitation.pk} {now.isoformat()}",
        template="accounts/mail/invitation",
        by=by,
        invitation=invitation,
        secret=secret,
    )
    invitation.sent_at = now
    invitation.save(update_fields=["sent_at"])
