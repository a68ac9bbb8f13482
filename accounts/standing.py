"""Where somebody stands in a blog, in one word, with the facts the person may see about themselves."""

from dataclasses import dataclass
from datetime import datetime

from allauth.account.models import EmailAddress
from django.db.models import Exists, F, FilteredRelation, OuterRef, Q

from accounts.models import TEAM, Role, State, User

VISITOR, UNCONFIRMED, SIGNED_IN = "visitor", "unconfirmed", "signed_in"
NAMES = (VISITOR, UNCONFIRMED, SIGNED_IN, *State.values)


@dataclass(frozen=True, slots=True)
class Standing:
    """`name` is one of NAMES; a suspension that has ended is membership. `role` is "" unless membership is in force."""

    name: str
    role: str = ""
    confirmed: bool = False
    since: datetime | None = None
    until: datetime | None = None
    reason: str = ""
    note: str = ""

    @property
    def is_team(self) -> bool:
        return self.role in TEAM


def standing_of(user, blog, now: datetime) -> Standing:
    """The standing of `user` (a User or AnonymousUser) in `blog` at `now`, in one query; none for a visitor.

    Read anew from the database, never from the session, so that a sanction counts from the next request on. An
    account that was deactivated or deleted meanwhile is a visitor.
    """
    if not user.is_authenticated:
        return Standing(VISITOR)
    row = (
        User.objects.filter(pk=user.pk, is_active=True)
        .annotate(
            confirmed=Exists(EmailAddress.objects.filter(user=OuterRef("pk"), verified=True)),
            here=FilteredRelation("memberships", condition=Q(memberships__blog=blog)),
        )
        .values(
            "confirmed",
            state=F("here__state"),
            role=F("here__role"),
            since=F("here__since"),
            until=F("here__until"),
            reason=F("here__reason"),
            note=F("here__note"),
        )
        .first()
    )
    return _judge(row, now) if row else Standing(VISITOR)


def _judge(row: dict, now: datetime) -> Standing:
    state, confirmed = row["state"], row["confirmed"]
    if state == State.SUSPENDED and row["until"] and row["until"] <= now:
        state = State.MEMBER
    if not confirmed and state != State.BANNED:
        # Membership hangs on a confirmed address: without one, no role is in force.
        return Standing(UNCONFIRMED)
    if state is None:
        return Standing(SIGNED_IN, confirmed=confirmed)
    return Standing(
        name=state,
        role=(row["role"] or Role.MEMBER) if state == State.MEMBER else "",
        confirmed=confirmed,
        since=row["since"],
        until=row["until"],
        reason=row["reason"] or "",
        note=row["note"] or "",
    )
