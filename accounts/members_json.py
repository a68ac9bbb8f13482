"""A blog's people as JSON: written out, and read in. For whoever runs the machine; the format: docs/members-json.md.

Who has an account here, with the address confirmed, gets the membership the file has; of who has none, an invitation
waits for the address. What is here already stays as it is, so that the same file read twice changes nothing.
"""

import json
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_naive

from accounts.invitations import BYTES, LONGEST_DAYS, hash_of
from accounts.models import Invitation, Kind, LogEntry, Membership, Role, Sanction, State, User

FORMAT = 1
IMPORTED = "members_imported"
MOST = 100_000
_PARTS = {
    "members": ("address", "name", "role", "state", "since", "note", "reason"),
    "sanctions": ("address", "kind", "reason", "at", "until"),
    "invitations": ("address", "role", "expires"),
}
_MOMENTS = ("since", "at", "until", "expires")
_CHOICES = {"role": Role.values, "state": State.values, "kind": Kind.values}
_NEEDED = {"members": ("role", "state", "since"), "sanctions": ("kind", "reason", "at"), "invitations": ("role",)}


class BadMembers(ValueError):
    """What was read can't be a list of people. Its text is a sentence that says where and why."""


@dataclass(slots=True)
class Imported:
    """How many of each there were made, and how many were here already or could not be."""

    members: int = 0
    invitations: int = 0
    sanctions: int = 0
    here: int = 0
    left_out: list[str] = field(default_factory=list)


def exported(blog, now: datetime) -> dict:
    """Everybody of the blog by address, the sanctions that bind, and the open invitations that were mailed."""
    memberships = blog.memberships.filter(user__is_active=True).select_related("user").order_by("pk")
    bound = Sanction.objects.in_force(now).filter(blog=blog, post=None).select_related("user").order_by("pk")
    open_ones = blog.invitations.open(now).exclude(email="").order_by("pk")
    return {
        "format": FORMAT,
        "members": [
            {
                "address": row.user.email, "name": row.user.name, "role": row.role, "state": row.state,
                "since": row.since.isoformat(), "note": row.note, "reason": row.reason,
            }
            for row in memberships
        ],
        "sanctions": [
            {
                "address": row.user.email, "kind": row.kind, "reason": row.reason, "at": row.at.isoformat(),
                "until": row.until and row.until.isoformat(),
            }
            for row in bound
        ],
        "invitations": [
            {"address": row.email, "role": row.role, "expires": row.expires_at.isoformat()} for row in open_ones
        ],
    }  # fmt: skip


def read(text: str) -> dict[str, list[dict]]:
    """The parts of the JSON in `text`, each row checked. Raises BadMembers. Writes nothing."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadMembers(f"This is no JSON: {error}.") from error
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise BadMembers(f'The file must be an object with "format": {FORMAT}.')
    if unknown := set(data) - {"format", *_PARTS}:
        raise BadMembers(f"Unknown parts: {', '.join(sorted(unknown))}. There are: {', '.join(_PARTS)}.")
    found = {}
    for part in _PARTS:
        rows = data.get(part, [])
        if not isinstance(rows, list) or len(rows) > MOST:
            raise BadMembers(f"{part}: this must be a list of at most {MOST}.")
        found[part] = [_row(part, place, row) for place, row in enumerate(rows, 1)]
    return found


@transaction.atomic
def import_members(*, blog, text: str, now: datetime, by: User | None = None, dry_run: bool = False) -> Imported:
    """Reads people in, all or nothing; nobody is mailed. Raises BadMembers, and changes nothing."""
    found, done = read(text), Imported()
    with transaction.atomic():
        type(blog).objects.select_for_update().get(pk=blog.pk)
        people = _people({row["address"] for rows in found.values() for row in rows})
        here = set(blog.memberships.filter(user__in=people.values()).values_list("user", flat=True))
        invited = set(blog.invitations.open(now).values_list("email", flat=True))
        for row in found["members"]:
            person = people.get(row["address"])
            if person is not None:
                _take_in(blog, person, row, here, done)
            elif row["state"] == State.MEMBER:
                _invite(blog, row, invited, by, now, done)
            else:
                done.left_out.append(f"{row['address']}: no account here, and no member there")
        for row in found["invitations"]:
            if (person := people.get(row["address"])) is not None and person.pk in here:
                done.here += 1
            else:
                _invite(blog, row, invited, by, now, done)
        for row in found["sanctions"]:
            _sanction(blog, people.get(row["address"]), row, by, done)
        if done.members or done.invitations or done.sanctions:
            detail = {"members": done.members, "invitations": done.invitations, "sanctions": done.sanctions}
            LogEntry.objects.create(blog=blog, code=IMPORTED, by=by, detail=detail, at=now)
        if dry_run:
            transaction.set_rollback(True)
    return done


def _people(addresses: set[str]) -> dict[str, User]:
    known = EmailAddress.objects.filter(email__in=addresses, verified=True, user__is_active=True)
    return {one.email.lower(): one.user for one in known.select_related("user")}


def _take_in(blog, person: User, row: dict, here: set[int], done: Imported) -> None:
    if person.pk in here:
        done.here += 1
        return
    here.add(person.pk)
    fields = {name: row.get(name) or "" for name in ("note", "reason")}
    Membership.objects.create(
        blog=blog, user=person, role=row["role"], state=row["state"], since=row["since"], **fields
    )
    done.members += 1


def _invite(blog, row: dict, invited: set[str], by: User | None, now: datetime, done: Imported) -> None:
    if row["address"] in invited:
        done.here += 1
        return
    invited.add(row["address"])
    latest = now + timedelta(days=LONGEST_DAYS)
    Invitation.objects.create(
        blog=blog, by=by, email=row["address"], role=row["role"], made_at=now,
        secret_hash=hash_of(secrets.token_urlsafe(BYTES)), expires_at=min(row.get("expires") or latest, latest),
    )  # fmt: skip
    done.invitations += 1


def _sanction(blog, person: User | None, row: dict, by: User | None, done: Imported) -> None:
    if person is None:
        done.left_out.append(f"{row['address']}: a sanction ({row['kind']}), but no account here")
        return
    same = {"blog": blog, "user": person, "kind": row["kind"], "at": row["at"], "reason": row["reason"]}
    if Sanction.objects.filter(**same).exists():
        done.here += 1
        return
    Sanction.objects.create(**same, until=row.get("until"), by=by)
    done.sanctions += 1


def _row(part: str, place: int, given) -> dict:
    where = f"{part}, {place}"
    if not isinstance(given, dict):
        raise BadMembers(f"{where}: this must be an object, like {{…}}.")
    if unknown := set(given) - set(_PARTS[part]):
        raise BadMembers(f"{where}: unknown: {', '.join(sorted(unknown))}. There are: {', '.join(_PARTS[part])}.")
    row = {name: _value(f"{where}: {name}", name, value) for name, value in given.items() if value is not None}
    if missing := [name for name in ("address", *_NEEDED[part]) if not row.get(name)]:
        raise BadMembers(f"{where}: {missing[0]} is missing.")
    return row


def _value(where: str, name: str, value):
    if not isinstance(value, str) or "\0" in value or len(value) > 1000:
        raise BadMembers(f"{where}: this must be a text of at most 1,000 letters.")
    if name == "address":
        try:
            validate_email(value)
        except ValidationError:
            raise BadMembers(f"{where}: {value[:100]} is no e-mail address.") from None
        return value.lower()
    if name in _MOMENTS:
        try:
            moment = parse_datetime(value)
        except ValueError:
            moment = None
        if moment is None or is_naive(moment):
            raise BadMembers(f'{where}: write a moment with its zone, like "2030-05-03T09:00:00+00:00".')
        return moment
    if name in _CHOICES and value not in _CHOICES[name]:
        raise BadMembers(f"{where}: {value[:40]} is none of {', '.join(_CHOICES[name])}.")
    return value
