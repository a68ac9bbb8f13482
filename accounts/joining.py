"""Becoming a member: a person joins, asks to join or accepts an invitation; the team approves or declines."""

from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone

from accounts.invitations import accept
from accounts.mail import tell, tell_all
from accounts.mailboxes import domains_in, is_disposable, is_of, mailbox_key
from accounts.models import Invitation, LogEntry, Membership, Role, Sanction, State, Topic, User
from accounts.models.sanction import BARRING
from accounts.refusals import Refused
from accounts.standing import INVITED, Standing, standing_of

OPEN, APPROVAL, CLOSED = "open", "approval", "closed"  # a blog's ways of joining
ASK_AGAIN = timedelta(days=7)  # after the team declined
APPROVED, TURNED_DOWN = "application_approved", "application_declined"  # codes of the log
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


def refusal_of_address(*, blog, user: User) -> str:
    """Why the owner's choices about addresses keep somebody out, as `refusal_to_join`. No query where there are none.

    `blog` is as it is now; its `mail_domains`, `refuse_disposable` and `refuse_aliases` are asked.
    """
    if not (blog.mail_domains or blog.refuse_disposable or blog.refuse_aliases):
        return ""
    confirmed = list(EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True))
    if blog.mail_domains and not any(is_of(email, domains_in(blog.mail_domains)) for email in confirmed):
        return "mail_domain"
    if blog.refuse_disposable and all(is_disposable(email) for email in confirmed):
        return "disposable"
    return "alias" if blog.refuse_aliases and _has_a_double(blog, user, confirmed) else ""


def _has_a_double(blog, user: User, confirmed: list[str]) -> bool:
    """Whether another account with the same mailbox is, or was, in this blog: as a member, an applicant, banned."""
    same = User.objects.filter(mailbox_key__in={mailbox_key(email) for email in confirmed}).exclude(pk=user.pk)
    here = Membership.objects.filter(blog=blog, user__in=same, state__in=(State.MEMBER, State.APPLICANT))
    return (
        here.exists()
        or Sanction.objects.in_force(timezone.now())
        .filter(blog=blog, user__in=same, kind__in=BARRING, post=None)
        .exists()
    )


@transaction.atomic
def join_or_apply(*, blog, user: User, note: str, now: datetime, text: str = "") -> Membership:
    """Makes `user` a member, or an applicant where the team decides. Raises Refused and changes nothing otherwise.

    `note` is told to the team where it decides, and not kept otherwise; so is `text`, which they would say here. Who
    was invited by mail uses up the invitation.
    """
    User.objects.select_for_update().get(pk=user.pk)  # one join of a person at a time
    blog = type(blog).objects.get(pk=blog.pk)  # as it is now
    joining, standing = blog.joining, standing_of(user, blog, now)
    code = refusal_to_join(standing=standing, joining=joining, now=now)
    if not code and standing.name != INVITED:  # whom the team has invited may have any address
        code = refusal_of_address(blog=blog, user=user)
    if code:
        raise Refused(code)
    if standing.name == INVITED:
        return accept(invitation=_mailed_to(user, blog, now), user=user, now=now)
    membership = Membership.objects.select_for_update().filter(blog=blog, user=user).first()
    membership = membership or Membership(blog=blog, user=user)
    membership.role, membership.invitation = Role.MEMBER, None
    at_once = joining == OPEN
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


def _mailed_to(user: User, blog, now: datetime) -> Invitation:
    """The newest invitation mailed to this person."""
    addresses = EmailAddress.objects.filter(user=user, verified=True).values("email")
    invitation = Invitation.objects.open(now).filter(blog=blog, email__in=addresses).order_by("-pk").first()
    if invitation is None:  # revoked or used since we looked
        raise Refused("invitation_over")
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
    LogEntry.objects.create(
        blog=waiting.blog,
        code=APPROVED if state == State.MEMBER else TURNED_DOWN,
        by=by,
        whom=waiting.user,
        reason=waiting.reason,
        at=now,
    )
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
