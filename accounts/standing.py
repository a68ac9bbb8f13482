"""Where somebody stands in a blog, in one word, with the facts the person may see about themselves."""

from dataclasses import dataclass
from datetime import datetime

from allauth.account.models import EmailAddress
from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, QuerySet

from accounts.models import TEAM, Invitation, Kind, Role, State, User
from accounts.models.sanction import in_force
from config.prepared import Prepared

VISITOR, UNCONFIRMED, SIGNED_IN, INVITED = "visitor", "unconfirmed", "signed_in", "invited"
SUSPENDED, BANNED = "suspended", "banned"
NAMES = (VISITOR, UNCONFIRMED, SIGNED_IN, INVITED, *State.values, SUSPENDED, BANNED)


@dataclass(frozen=True, slots=True)
class Bond:
    """A sanction in force: `kind` of accounts.models.Kind; `post` the number of the one post it is for, None: all."""

    pk: int
    kind: str
    post: int | None
    at: datetime
    until: datetime | None
    reason: str


@dataclass(frozen=True, slots=True)
class Standing:
    """`name` is one of NAMES. `role` is "" unless membership is in force. `bonds` are the sanctions in force."""

    name: str
    role: str = ""
    confirmed: bool = False
    since: datetime | None = None
    until: datetime | None = None
    reason: str = ""
    note: str = ""
    bonds: tuple[Bond, ...] = ()
    is_member: bool = False  # also while suspended, which takes the right to write, not to read
    viewing: bool = False  # an owner looks through this role's eyes (accounts.viewing_as)

    @property
    def is_team(self) -> bool:
        return self.role in TEAM

    def bond(self, kind: str, post: int | None = None) -> Bond | None:
        """The sanction of this kind that binds at this post (None: everywhere), the longest of several."""
        if not self.bonds:  # most have none, and are asked about every kind
            return None
        found = [bond for bond in self.bonds if bond.kind == kind and bond.post in (None, post)]
        return max(found, key=lambda bond: (bond.until is None, bond.until or bond.at), default=None)


def standing_of(user, blog, now: datetime) -> Standing:
    """The standing of `user` (a User or AnonymousUser) in `blog` at `now`, in one query; none for a visitor.

    Read anew from the database, never from the session, so that a sanction counts from the next request on. An
    account that was deactivated or deleted meanwhile is a visitor.
    """
    if not user.is_authenticated:
        return Standing(VISITOR)
    rows = _ONE(person=user.pk, blog=blog.pk, now=now)
    return judged(rows) if rows else Standing(VISITOR)


def standings_of(people: list[int], blog, now: datetime) -> dict[int, Standing]:
    """The standings of several, by the person's number, in one query. Who has no active account is left out."""
    of: dict[int, list[dict]] = {}
    for row in _rows(Q(pk__in=people), blog, now):
        of.setdefault(row["pk"], []).append(row)
    return {person: judged(theirs) for person, theirs in of.items()}


def _rows(people: Q, blog, now: datetime) -> QuerySet:
    """What `judged` needs: for each person a row for each sanction in force, or one if there is none."""
    confirmed = EmailAddress.objects.filter(user=OuterRef("pk"), verified=True)
    invited = Invitation.objects.open(now).filter(blog=blog).exclude(email="").values("email")
    return (
        User.objects.filter(people, is_active=True)
        .annotate(
            confirmed=Exists(confirmed),
            invited=Exists(confirmed.filter(email__in=invited)),
            here=FilteredRelation("memberships", condition=Q(memberships__blog=blog)),
            bound=FilteredRelation("sanctions", condition=Q(sanctions__blog=blog) & in_force("sanctions__", now)),
        )
        .values(
            "pk",
            "confirmed",
            "invited",
            state=F("here__state"),
            role=F("here__role"),
            since=F("here__since"),
            reason=F("here__reason"),
            note=F("here__note"),
            bond=F("bound__pk"),
            bond_kind=F("bound__kind"),
            bond_post=F("bound__post"),
            bond_at=F("bound__at"),
            bond_until=F("bound__until"),
            bond_reason=F("bound__reason"),
        )
    )


def standing_rows(person: int, blog: int, now: datetime) -> QuerySet:
    """For who asks for more of a person in the same query (`.annotate`): what `judged` makes their standing of."""
    return _rows(Q(pk=person), blog, now)


# Asked at every request of who is signed in.
_ONE = Prepared(User, standing_rows, person=int, blog=int, now=datetime)


def judged(rows: list[dict]) -> Standing:
    """The standing of an active person, by the rows of `standing_rows`: there is one at least."""
    row = rows[0]
    bonds = tuple(
        Bond(
            each["bond"], each["bond_kind"], each["bond_post"], each["bond_at"], each["bond_until"], each["bond_reason"]
        )
        for each in rows
        if each["bond"]
    )
    everywhere = Standing("", bonds=bonds)
    if bond := everywhere.bond(Kind.BAN):
        return Standing(BANNED, "", row["confirmed"], bond.at, bond.until, bond.reason, bonds=bonds)
    if not row["confirmed"]:
        # Membership hangs on a confirmed address: without one, no role is in force.
        return Standing(UNCONFIRMED, bonds=bonds)
    state = row["state"]
    is_member = state == State.MEMBER
    if bond := everywhere.bond(Kind.SUSPENSION):
        return Standing(SUSPENDED, "", True, bond.at, bond.until, bond.reason, bonds=bonds, is_member=is_member)
    if row["invited"] and state not in (State.MEMBER, State.APPLICANT):
        return Standing(INVITED, confirmed=True, bonds=bonds)
    if state is None:
        return Standing(SIGNED_IN, confirmed=True, bonds=bonds)
    return Standing(
        name=state,
        role=(row["role"] or Role.MEMBER) if is_member else "",
        confirmed=True,
        since=row["since"],
        reason=row["reason"] or "",
        note=row["note"] or "",
        bonds=bonds,
        is_member=is_member,
    )
