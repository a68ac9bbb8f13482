"""What the team does about a person: warn, hold, suspend, ban; end it; and what the person does: acknowledge a warning.

Every sanction but a note is told to its person by mail and on their standing page, with its reason: nothing is secret.
A ban ends a membership and takes the role; it deletes nothing.
"""

from datetime import datetime

from django.db import transaction

from accounts.mail import tell
from accounts.models import TOLD, Kind, LogEntry, Membership, Role, Sanction, State, Topic, User
from accounts.owners import is_last, owners_of
from accounts.refusals import Refused

TEMPORARY = (Kind.HOLD, Kind.SUSPENSION, Kind.BAN)  # those that may have an end
LONGEST_REASON = 1000


@transaction.atomic
def impose(
    *,
    blog,
    user: User,
    kind: str,
    reason: str,
    by: User,
    now: datetime,
    until: datetime | None = None,
    post=None,
    comment=None,
    guideline=None,
) -> Sanction:
    """Imposes a sanction of `kind` on `user`, in the whole blog or at one `post`. Raises Refused and changes nothing:

    "no_reason", "long_reason", "end_is_past", "no_end" (a note or a warning has none), "not_oneself", "last_owner".
    """
    reason = reason.strip()
    if refusal := refusal_to_impose(user=user, kind=kind, reason=reason, until=until, by=by, now=now):
        raise Refused(refusal)
    if post is None and kind in (Kind.SUSPENSION, Kind.BAN) and is_last(user, blog.pk, owners_of([blog.pk])):
        raise Refused("last_owner_sanctioned")
    sanction = Sanction.objects.create(
        blog=blog,
        user=user,
        kind=kind,
        reason=reason,
        by=by,
        at=now,
        until=until,
        post=post,
        comment=comment,
        guideline=guideline,
    )
    if kind == Kind.BAN and post is None:
        kept = Membership.objects.select_for_update().filter(blog=blog, user=user)
        kept.update(state=State.LEFT, role=Role.MEMBER, since=now, note="", reason="", decided_by=by)
    LogEntry.objects.create(
        blog=blog,
        code=f"{kind}_imposed",
        by=by,
        whom=user,
        comment=comment,
        # A note is the team's own: its words are not for a log that may be published.
        reason="" if kind == Kind.NOTE else reason,
        detail={"sanction": sanction.pk, "until": until.isoformat() if until else None, "post": post and post.pk},
        at=now,
    )
    if kind in TOLD:
        _tell(sanction, "imposed", "sanction")
    return sanction


def refusal_to_impose(*, user: User, kind: str, reason: str, until: datetime | None, by: User, now: datetime) -> str:
    """Why a sanction can't be imposed, as a code of accounts.refusals; "" if it can. Form and act ask the same."""
    if not reason.strip():
        return "no_reason"
    if len(reason) > LONGEST_REASON:
        return "long_reason"
    if until is not None and kind not in TEMPORARY:
        return "no_end"
    if until is not None and until <= now:
        return "end_is_past"
    if by is not None and user.pk == by.pk:
        return "not_oneself"
    return ""


@transaction.atomic
def end(*, sanction: Sanction, by: User, reason: str, now: datetime) -> Sanction:
    """Ends a sanction before its time, or undoes it. Raises Refused("already_ended") where it binds no more."""
    stored = Sanction.objects.select_for_update().get(pk=sanction.pk)
    if stored.ended_at or (stored.kind in TOLD and not stored.is_in_force(now)):
        raise Refused("already_ended")
    stored.ended_at, stored.ended_by, stored.end_reason = now, by, reason.strip()[:500]
    stored.save(update_fields=["ended_at", "ended_by", "end_reason"])
    LogEntry.objects.create(
        blog=stored.blog,
        code=f"{stored.kind}_ended",
        by=by,
        whom=stored.user,
        reason=stored.end_reason,
        detail={"sanction": stored.pk},
        at=now,
    )
    if stored.kind in TOLD:
        _tell(stored, "ended", "sanction_ended")
    return stored


@transaction.atomic
def acknowledge(*, sanction: Sanction, by: User, now: datetime) -> Sanction:
    """The person has read their warning. Twice is as once. Raises Sanction.DoesNotExist if it is not theirs."""
    stored = Sanction.objects.select_for_update().get(pk=sanction.pk, user=by, kind=Kind.WARNING)
    if stored.acknowledged_at is None:
        stored.acknowledged_at = now
        stored.save(update_fields=["acknowledged_at"])
        LogEntry.objects.create(
            blog=stored.blog, code="warning_acknowledged", by=by, whom=by, detail={"sanction": stored.pk}, at=now
        )
    return stored


def _tell(sanction: Sanction, event: str, letter: str) -> None:
    tell(
        sanction.user,
        blog=sanction.blog,
        topic=Topic.STANDING,
        about=f"sanction {sanction.pk} {event}",
        template=f"accounts/mail/{letter}",
        sanction=sanction,
    )
