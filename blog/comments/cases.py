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


def _person(standing: str, role: str = "", confirmed: bool = True, **facts) -> Facts:
    return Facts(now=NOW, standing=standing, role=role, confirmed=confirmed, **facts)


PEOPLE = {
    "visitor (or deactivated, or deleted)": _person("visitor", confirmed=False),
    "signed in, address not confirmed": _person("unconfirmed", confirmed=False),
    "signed in": _person("signed_in"),
    "has asked to join": _person("applicant"),
    "invited": _person("invited"),
    "declined": _person("declined"),
    "has left": _person("left"),
    "member": _person("member", "member"),
    "member whose comments the team holds": _person("member", "member", on_hold=True),
    "member who has not read a warning": _person("member", "member", warned=True),
    "author": _person("member", "author"),
    "editor": _person("member", "editor"),
    "moderator": _person("member", "moderator"),
    "owner": _person("member", "owner"),
    "suspended for a time": _person("suspended", until=NOW + timedelta(days=3)),
    "suspended without an end": _person("suspended"),
    "banned": _person("banned"),
    "banned, address not confirmed": _person("banned", confirmed=False),
}
_AGE = timedelta(days=DAYS)
# closing -> (how the owner set it, how old the post is, what else is so)
CLOSINGS = {
    "open": (Rules(), timedelta(days=9999), {}),
    f"open until the post is {DAYS} days old, and it is younger": (Rules(close_after_days=DAYS), _AGE - INSTANT, {}),
    f"open until the post is {DAYS} days old, and it is that old": (Rules(close_after_days=DAYS), _AGE, {}),
    "closed by age a moment ago, and the form was opened before": (
        Rules(close_after_days=DAYS),
        _AGE,
        {"opened_at": NOW - INSTANT},
    ),
    "closed by age, and the form was opened before, but too long ago": (
        Rules(close_after_days=DAYS),
        _AGE + policy.GRACE,
        {"opened_at": NOW - policy.GRACE - INSTANT},
    ),
    "closed by age, and reopened": (
        Rules(close_after_days=DAYS, open_until=NOW + INSTANT),
        _AGE * 2,
        {},
    ),
    "closed by age, reopened, and that is over": (Rules(close_after_days=DAYS, open_until=NOW), _AGE * 2, {}),
    "closed at a date": (Rules(close_at=NOW), timedelta(0), {}),
    "open until a date": (Rules(close_at=NOW + INSTANT), timedelta(0), {}),
    "open for 3 comments, and there are 2": (Rules(close_after_count=3), timedelta(0), {"count": 2}),
    "open for 3 comments, and there are 3": (Rules(close_after_count=3), timedelta(0), {"count": 3}),
    "closed, and what was said stays": (Rules(comments=policy.SHOWN), timedelta(0), {}),
    "closed by hand, and “reopened” (which is for what closes by itself)": (
        Rules(comments=policy.SHOWN, open_until=NOW + INSTANT),
        timedelta(0),
        {},
    ),
    "closed and hidden": (Rules(comments=policy.HIDDEN), timedelta(0), {}),
    "open, and the whole blog is read-only": (Rules(read_only=True), timedelta(0), {}),
}
PARENTS = {
    "of its own": ("",),
    "answers a published one": ("published",),
    "answers one that is gone": STATES[:1] + STATES[2:],
}
# what is held -> (how the owner set it, what is so)
HOLDINGS = {
    "nothing is held": ({}, {}),
    "a field that people don’t see was filled in (guests are asked for it)": ({}, {"trapped": True}),
    "all are held": ({"hold_all": True}, {}),
    "the first 2, none published yet": ({"hold_first": 2}, {"published": 0}),
    "the first 2, 1 published": ({"hold_first": 2}, {"published": 1}),
    "the first 2, 2 published": ({"hold_first": 2}, {"published": 2}),
    "30 days after a rejection": ({"hold_rejected_days": 30}, {"rejected_at": NOW - timedelta(days=30) + INSTANT}),
    "30 days after a rejection, and they are over": (
        {"hold_rejected_days": 30},
        {"rejected_at": NOW - timedelta(days=30)},
    ),
    "2 links, it has 1": ({"hold_links": 2}, {"links": 1}),
    "2 links, it has 2": ({"hold_links": 2}, {"links": 2}),
    "words, it has one": ({"hold_words": ("casino",)}, {"words": ("casino",)}),
    "on posts older than 7 days, it is younger": (
        {"hold_after_days": 7},
        {"published_at": NOW - timedelta(days=7) + INSTANT},
    ),
    "on posts older than 7 days, it is that old": ({"hold_after_days": 7}, {"published_at": NOW - timedelta(days=7)}),
    "spam, it is none": ({"spam_check": "akismet"}, {"spam": policy.HAM}),
    "spam, it is": ({"spam_check": "akismet"}, {"spam": policy.SPAM}),
    "spam, and the service does not answer": ({"spam_check": "akismet"}, {"spam": policy.UNSURE}),
    "all are held, the first 2, and it has 2 links and a listed word": (
        {"hold_all": True, "hold_first": 2, "hold_links": 2, "hold_words": ("casino",)},
        {"links": 2, "words": ("casino",)},
    ),
}
_SHORT, _LONG = policy.PACES
CALM = "calm"
# pace -> (how the owner set it, what is so)
PACES = {
    CALM: ({}, {}),
    f"{_SHORT[0]} within {_SHORT[1].seconds} s": ({}, {"paced": (NOW, None)}),
    f"{_LONG[0]} within {_LONG[1].seconds // 60} min": ({}, {"paced": (NOW - _SHORT[1], NOW - _LONG[1] + INSTANT)}),
    "slow mode of 5 minutes, one sent a moment ago": ({"slow_minutes": 5}, {"last_here": NOW - INSTANT}),
    "slow mode of 5 minutes, one sent 5 minutes ago": (
        {"slow_minutes": 5},
        {"last_here": NOW - timedelta(minutes=5)},
    ),
    "a hot thread, one sent a moment ago": ({"heat": 20}, {"heat": 20, "last_here": NOW - INSTANT}),
    "not a hot thread, one sent a moment ago": ({"heat": 20}, {"heat": 19, "last_here": NOW - INSTANT}),
}


@dataclass(frozen=True, slots=True)
class Case:
    rules: Rules
    facts: Facts


def all_cases(
    audiences=policy.AUDIENCES,
    closings=CLOSINGS,
    holdings=HOLDINGS,
    people=PEOPLE,
    joinings=JOININGS,
    parents=PARENTS,
    paces=PACES,
) -> Iterator[Case]:
    """Every combination of what is named, and of all there is of what is not."""
    for closing, holding, pace in product(closings, holdings, paces):
        (chosen, age, closed), (hold, held), (limit, hasty) = CLOSINGS[closing], HOLDINGS[holding], PACES[pace]
        so = {"published_at": NOW - age} | held | closed | hasty
        if closed or chosen.close_after_days:
            so["published_at"] = NOW - age  # how old the post is decides about both
        for audience in audiences:
            rules = replace(chosen, audience=audience, **hold, **limit)
            for person, joining, parent in product(people, joinings, parents):
                for state in PARENTS[parent]:
                    yield Case(rules, replace(PEOPLE[person], joining=joining, parent=state, **so))


def every_case() -> Iterator[Case]:
    """All that can make a difference: at the door, every closing; at an open door, every text, pace and holding.

    (What is said at a closed door does not depend on the text, and what is held not on how people join.)
    """
    yield from all_cases(holdings=list(HOLDINGS)[:1], paces=[CALM], parents=list(PARENTS)[:2])
    yield from all_cases(closings=list(CLOSINGS)[:1], joinings=JOININGS[:1])


def facts_under(rules: Rules, joining: str) -> Iterator[Facts]:
    """Everybody and everything there is, under rules that somebody has chosen, of posts at every age that matters."""
    ages = {timedelta(0), *(timedelta(days=days or 0) for days in (rules.close_after_days, rules.hold_after_days))}
    moments = [{"published_at": NOW - age} for age in ages]
    if rules.close_at:
        moments += [{"published_at": NOW, "now": rules.close_at}]
    matches = {
        "links": rules.hold_links or 0,
        "words": rules.hold_words,
        "heat": rules.heat or 0,
        "rejected_at": NOW,
    }
    unlike = [{}, {"count": rules.close_after_count or 0}, {"spam": policy.SPAM}, {"last_here": NOW}]
    pauses = [so for _rules, so in PACES.values() if "paced" in so]
    for moment, person, state in product(moments, PEOPLE.values(), ("", *STATES)):
        for so in [*unlike, *pauses]:
            yield replace(person, joining=joining, parent=state, **moment, **{**matches, **so})
            yield replace(person, joining=joining, parent=state, **moment, **so)
