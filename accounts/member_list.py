"""A list of people as CSV, each to be invited by mail.

Nobody is made a member by it: who was on another list has not said yes to this blog, and an address that nobody has
confirmed is nobody's. So a row becomes an invitation, and its person accepts it or leaves it.
"""

import csv
import io
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.invitations import BYTES, DAYS, hash_of
from accounts.mail import tell_addresses
from accounts.models import Invitation, LogEntry, Role, State, Topic, User

MOST_ROWS = 5_000
MOST_BYTES = 2_000_000
IMPORTED = "invitations_imported"
_ADDRESS, _ROLE = ("address", "email", "e-mail", "mail", "email address", "e-mail address"), ("role",)
FAULTS = {
    "no_address": gettext_noop("This is no e-mail address."),
    "twice": gettext_noop("This address stands further up already."),
    "role": gettext_noop("There is no such role. Write member, author, editor, moderator or owner, or nothing."),
    "invited": gettext_noop("An invitation to this address is open."),
    "oneself": gettext_noop("This is your own address."),
}


class Unreadable(ValueError):
    """What was sent can't be read as a list. Its text is a sentence that says what to do."""


@dataclass(frozen=True, slots=True)
class Row:
    """`number` as a spreadsheet counts; `fault` a key of FAULTS, "" for one that can be invited."""

    number: int
    email: str
    role: str
    fault: str = ""

    @property
    def sentence(self) -> str:
        return _(FAULTS[self.fault])


@dataclass(slots=True)
class Plan:
    """What a list would do. `members` counts the people who are here already: which, nobody is told."""

    invited: list[Row] = field(default_factory=list)
    faults: list[Row] = field(default_factory=list)
    members: int = 0


def read(data: bytes) -> list[Row]:
    """The rows of a CSV file: commas, semicolons or tabs, UTF-8. Its columns are address and, if there is one, role.

    Raises Unreadable. Faults of single rows are the rows' own.
    """
    if len(data) > MOST_BYTES:
        raise Unreadable(_("The file is larger than 2 MB. Please send it in parts."))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable(_("The file is not in UTF-8. Save it as “CSV UTF-8” and send it again.")) from None
    if "\0" in text:
        raise Unreadable(_("This is not a CSV file."))
    first = text.lstrip().split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    try:
        lines = [(number, line) for number, line in enumerate(csv.reader(io.StringIO(text), delimiter=delimiter), 1)]
    except csv.Error:
        raise Unreadable(_("This is not a CSV file.")) from None
    lines = [(number, line) for number, line in lines if any(cell.strip() for cell in line)]
    if not lines:
        raise Unreadable(_("The file is empty."))
    address, role = _columns(lines[0][1])
    if address is None:
        raise Unreadable(_("No column is called “address”. Name the columns in the first line: address, role."))
    if "@" not in lines[0][1][address]:
        lines = lines[1:]
    if len(lines) > MOST_ROWS:
        said = _("The list has %(rows)d people, and at most %(most)d can be invited at once. Please send it in parts.")
        raise Unreadable(said % {"rows": len(lines), "most": MOST_ROWS})
    return list(_rows(lines, address, role))


def plan(*, blog, by: User, rows: list[Row], now: datetime) -> Plan:
    """What inviting `rows` would do. Three queries."""
    addresses = [row.email for row in rows if not row.fault]
    invited = set(blog.invitations.open(now).filter(email__in=addresses).values_list("email", flat=True))
    here = User.objects.filter(memberships__blog=blog, memberships__state=State.MEMBER)
    known = EmailAddress.objects.filter(email__in=addresses, verified=True, user__in=here)
    members = {email.lower() for email in known.values_list("email", flat=True)}
    own = {email.lower() for email in EmailAddress.objects.filter(user=by).values_list("email", flat=True)}
    told = Plan()
    for row in rows:
        fault = row.fault or ("oneself" if row.email in own else "invited" if row.email in invited else "")
        if fault:
            told.faults.append(Row(row.number, row.email, row.role, fault))
        elif row.email in members:
            told.members += 1
        else:
            told.invited.append(row)
    return told


@transaction.atomic
def invite_all(*, blog, by: User, rows: list[Row], now: datetime) -> Plan:
    """Invites, by mail, all of `rows` who can be invited now; returns what was done. Twice is as once: an open
    invitation is not made again. Who may invite to every role is asked before.
    """
    type(blog).objects.select_for_update().get(pk=blog.pk)  # two lists at once are one after the other
    done = plan(blog=blog, by=by, rows=rows, now=now)
    expires_at = now + timedelta(days=DAYS)
    letters = []
    made = []
    for row in done.invited:
        secret = secrets.token_urlsafe(BYTES)
        invitation = Invitation(
            blog=blog, by=by, email=row.email, role=row.role, secret_hash=hash_of(secret), made_at=now, sent_at=now,
            expires_at=expires_at,
        )  # fmt: skip
        made.append(invitation)
        letters.append((invitation, secret))
    Invitation.objects.bulk_create(made, batch_size=500)
    tell_addresses(
        (
            (one.email, f"invitation {one.pk} {now.isoformat()}", {"by": by, "invitation": one, "secret": secret})
            for one, secret in letters
        ),
        blog=blog,
        topic=Topic.STANDING,
        template="accounts/mail/invitation",
    )
    if made:
        LogEntry.objects.create(blog=blog, code=IMPORTED, by=by, detail={"invitations": len(made)}, at=now)
    return done


def _columns(header: list[str]) -> tuple[int | None, int | None]:
    """Where the addresses stand, and the roles (None: nowhere). Without a header, the first column has addresses."""
    names = [cell.strip().lower() for cell in header]
    address = next((place for place, name in enumerate(names) if name in _ADDRESS), None)
    if address is None and names and "@" in names[0]:
        return 0, None
    return address, next((place for place, name in enumerate(names) if name in _ROLE), None)


def _rows(lines: Iterable[tuple[int, list[str]]], address: int, role: int | None) -> Iterable[Row]:
    seen: set[str] = set()
    for number, line in lines:
        email = line[address].strip().lower() if address < len(line) else ""
        wanted = line[role].strip().lower() if role is not None and role < len(line) else ""
        yield Row(number, email[:254], wanted[:12] or Role.MEMBER.value, _fault(email, wanted, seen))
        seen.add(email)


def _fault(email: str, role: str, seen: set[str]) -> str:
    try:
        validate_email(email)
    except ValidationError:
        return "no_address"
    if len(email) > 254:
        return "no_address"
    if email in seen:
        return "twice"
    return "role" if role and role not in Role.values else ""
