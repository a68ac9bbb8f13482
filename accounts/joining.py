"""Becoming a member: a person joins, asks to join or accepts an invitation; the team approves or declines."""

from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.db import transaction

from accounts.mail import tell, tell_all
from accounts.models import Invitation, Membership, Role, State, Topic, User
from accounts.refusals import Refused
from accounts.standing import INVITED, Standing, standing_of

OPEN, APPROVAL, CLOSED = "open", "approval", "closed"  # a blog's ways of joining
ASK_AGAIN = timedelta(days=7)  # after the team declined
LONGEST_NOTE = 1000


def refusal_to_join(*, standing: Standing, joining: str, now: datetime) -> str:
    """Why somebody may not join or ask to, as a code of accounts.refusals; "" when they may. Page and act ask it."""
    if standing.name in ("banned", "unconfirmed", "suspended"):
        return standing.name
    if standing.name == "member":
        return "member_already"
    if standing.name == "applicant":
        return "asked_already"
    if standing.name == "invited":
        return ""
    if standing.name == "declined" and standing.since and now < standing.since + ASK_AGAIN:
        return "declined_lately"
    return "closed" if joining == CLOSED else ""


@transaction.atomic
def join_or_apply(*, blog, user: User, note: str, now: datetime, text: str = "") -> Membership:
    """Makes `user` a member, or an applicant where the team decides. Raises Refused and changes nothing otherwise.

    `note` is told to the team where it decides, and not kept otherwise; so is `text`, which they would say here. Who
    was invited by mail uses up the invitation.
    """
    User.objects.select_for_update().get(pk=user.pk)  # one join of a person at a time
    joining = type(blog).objects.values_list("joining", flat=True).get(pk=blog.pk)  # as it is now
    standing = standing_of(user, blog, now)
    if code := refusal_to_join(standing=standing, joining=joining, now=now):
        raise Refused(code)
    membership = Membership.objects.select_for_update().filter(blog=blog, user=user).first()
    membership = membership or Membership(blog=blog, user=user)
    membership.role, membership.invitation = Role.MEMBER, None
    if standing.name == INVITED:
        membership.invitation = _use_invitation(blog, user, now)
        membership.role = membership.invitation.role
    at_once = standing.name == INVITED or joining == OPEN
    membership.state = State.MEMBER if at_once else State.APPLICANT
    membership.note = "" if at_once else note.strip()[:LONGEST_NOTE]
    membership.reason, membership.decided_by, membership.since = "", None, now
    membership.save()
    if not at_once:
        _tell_team(membership, text)
    return membership


def _tell_team(membership: Membership, text: str) -> None:
    """Of somebody who asks to join: those who decide."""
    deciding = membership.blog.memberships.active().filter(role__in=(Role.MODERATOR, Role.OWNER))
    tell_all(
        User.objects.filter(pk__in=deciding.values("user")),
        blog=membership.blog,
        topic=Topic.APPLICATION,
        about=f"membership {membership.pk} asked {membership.since.isoformat()}",
        template="accounts/mail/application",
        by=membership.user,
        membership=membership,
        text=text,
    )


def _use_invitation(blog, user: User, now: datetime) -> Invitation:
    """The invitation mailed to this person, now used."""
    addresses = EmailAddress.objects.filter(user=user, verified=True).values("email")
    found = Invitation.objects.open(now).select_for_update().filter(blog=blog, email__in=addresses)
    invitation = found.order_by("-pk").first()
    if invitation is None:  # revoked or used since we looked
        raise Refused("already_decided")
    invitation.used += 1
    invitation.save(update_fields=["used"])
    return invitation


def approve(*, membership: Membership, by: User, now: datetime) -> Membership:
    """Makes an applicant a member. Raises Refused if they no longer wait. Who calls this tells them: tell_answer."""
    return _decide(membership, State.MEMBER, by=by, reason="", now=now)


def decline(*, membership: Membership, by: User, reason: str, now: datetime) -> Membership:
    """Answers an applicant with no. Raises Refused if they no longer wait. Who calls this tells them: tell_answer."""
    return _decide(membership, State.DECLINED, by=by, reason=reason, now=now)


@transaction.atomic
def _decide(membership: Membership, state: str, *, by: User, reason: str, now: datetime) -> Membership:
    waiting = Membership.objects.select_for_update().filter(pk=membership.pk, state=State.APPLICANT).first()
    if waiting is None:
        raise Refused("already_decided")
    waiting.state, waiting.reason, waiting.decided_by, waiting.since = state, reason.strip()[:1000], by, now
    waiting.save()
    return waiting


def tell_answer(membership: Membership, comments=()) -> None:
    """Writes to who was approved or declined, in the transaction that did it; with what became of their `comments`."""
    letter = "approved" if membership.state == State.MEMBER else "declined"
    tell(
        membership.user,
        blog=membership.blog,
        topic=Topic.STANDING,
        # Who asks again is answered again.
        about=f"membership {membership.pk} {letter} {membership.since.isoformat()}",
        template=f"accounts/mail/{letter}",
        membership=membership,
        comments=comments,
    )
