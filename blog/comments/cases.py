"""Everything that can be asked of the policy: every kind of person, post and history there is. Pure.

What is proved about the policy is proved of all of these, and what the public page says is what they are answered.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import product

from blog.comments import policy
from blog.comments.policy import Facts, Rules

NOW = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)
DAYS = 14
INSTANT = timedelta(microseconds=1)
JOININGS = ("open", "approval", "closed")
STATES = ("held", "published", "rejected", "removed", "withdrawn")


def _person(standing: str, role: str = "", confirmed: bool = True, until: datetime | None = None) -> Facts:
    return Facts(now=NOW, standing=standing, role=role, confirmed=confirmed, until=until)


PEOPLE = {
    "visitor (or deactivated, or deleted)": _person("visitor", confirmed=False),
    "signed in, address not confirmed": _person("unconfirmed", confirmed=False),
    "signed in": _person("signed_in"),
    "has asked to join": _person("applicant"),
    "invited": _person("invited"),
    "declined": _person("declined"),
    "has left": _person("left"),
    "member": _person("member", "member"),
    "author": _person("member", "author"),
    "editor": _person("member", "editor"),
    "moderator": _person("member", "moderator"),
    "owner": _person("member", "owner"),
    "suspended for a time": _person("suspended", until=NOW + timedelta(days=3)),
    "suspended without an end": _person("suspended"),
    "banned": _person("banned"),
    "banned, address not confirmed": _person("banned", confirmed=False),
}
# closing -> (how the owner set it, how old the post is)
CLOSINGS = {
    "open": (Rules(), timedelta(days=9999)),
    f"open until the post is {DAYS} days old, and it is younger": (
        Rules(close_after_days=DAYS),
        timedelta(days=DAYS) - INSTANT,
    ),
    f"open until the post is {DAYS} days old, and it is that old": (Rules(close_after_days=DAYS), timedelta(days=DAYS)),
    "closed, and what was said stays": (Rules(comments=policy.SHOWN), timedelta(0)),
    "closed and hidden": (Rules(comments=policy.HIDDEN), timedelta(0)),
}
PARENTS = {
    "of its own": ("",),
    "answers a published one": ("published",),
    "answers one that is gone": STATES[:1] + STATES[2:],
}
HISTORIES = {"nothing published yet": False, "something published": True}
_SHORT, _LONG = policy.PACES
CALM = "calm"
PACES = {
    CALM: (),
    f"{_SHORT[0]} within {_SHORT[1].seconds} s": (NOW,) * _SHORT[0],
    f"{_LONG[0]} within {_LONG[1].seconds // 60} min": (NOW - _SHORT[1],) * _LONG[0],
}


@dataclass(frozen=True, slots=True)
class Case:
    rules: Rules
    facts: Facts


def all_facts(
    published=(NOW,), people=PEOPLE, joinings=JOININGS, parents=PARENTS, histories=HISTORIES, paces=PACES
) -> Iterator[Facts]:
    """Every combination of what is named, and of all there is of what is not; `published` is when the post was."""
    for at, person, joining, parent, history, pace in product(published, people, joinings, parents, histories, paces):
        for state in PARENTS[parent]:
            yield replace(
                PEOPLE[person],
                joining=joining,
                published_at=at,
                parent=state,
                trusted=HISTORIES[history],
                recent=PACES[pace],
            )


def all_cases(audiences=policy.AUDIENCES, closings=CLOSINGS, moderations=policy.MODERATIONS, **named) -> Iterator[Case]:
    """Every combination of rules and facts; `named` is handed to `all_facts`."""
    for closing, audience, moderation in product(closings, audiences, moderations):
        chosen, age = CLOSINGS[closing]
        rules = replace(chosen, audience=audience, moderation=moderation)
        for facts in all_facts([NOW - age], **named):
            yield Case(rules, facts)
