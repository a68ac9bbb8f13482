"""The rule: who may say what, where and when, and who may read. Pure: no clock, no database, no settings.

    admit(rules, facts)    -> Decision    asked before a form is shown
    decide(rules, facts)   -> Decision    asked when a text is sent
    may_read(rules, facts) -> Decision    asked before a post is shown whole
    hides(rules, reports, role) -> bool   asked when a comment is reported

The *door* rules come first and `admit` asks only these; `decide` begins with the same tuple, so what a form promises
and what a POST does cannot differ. A refusal stops at the first answer; a hold keeps every reason that matched, so
that a moderator sees them all. The words of each code are in blog/comments/wording.py.
"""

from dataclasses import replace

from blog.comments.policy.door import DOOR, no_member
from blog.comments.policy.sent import HOLDS, SENT
from blog.comments.policy.terms import (
    ANYONE,
    AUDIENCES,
    CLOSINGS,
    EVERYONE,
    GRACE,
    HAM,
    HEAT_PACE,
    HEAT_WITHIN,
    HIDDEN,
    HOLD,
    MEMBERS,
    NOBODY,
    OFF,
    OPEN,
    PACES,
    PUBLISH,
    READERS,
    REFUSE,
    SHOWN,
    SIGNED_IN,
    SPAM,
    STANDINGS,
    TEAM,
    TEAM_ROLES,
    UNSURE,
    Decision,
    Facts,
    Rule,
    Rules,
    admitted_by,
    closes_at,
    closing,
    refuse,
)

__all__ = [
    "ANYONE",
    "AUDIENCES",
    "CLOSINGS",
    "DOOR",
    "Decision",
    "EVERYONE",
    "Facts",
    "GRACE",
    "HAM",
    "HEAT_PACE",
    "HEAT_WITHIN",
    "HIDDEN",
    "HOLD",
    "HOLDS",
    "MEMBERS",
    "NOBODY",
    "OFF",
    "OPEN",
    "PACES",
    "PUBLISH",
    "READERS",
    "REFUSE",
    "Rule",
    "Rules",
    "SENT",
    "SHOWN",
    "SIGNED_IN",
    "SPAM",
    "STANDINGS",
    "TEAM",
    "TEAM_ROLES",
    "UNSURE",
    "admit",
    "admitted_by",
    "closes_at",
    "closing",
    "decide",
    "hides",
    "may_read",
    "trace",
]


def admit(rules: Rules, facts: Facts) -> Decision:
    """Whether a form is shown to this person: publish ("may write") or refuse, never hold."""
    return _first(DOOR, rules, facts) or Decision(PUBLISH)


def decide(rules: Rules, facts: Facts) -> Decision:
    """What becomes of a text: publish, hold (with every reason that matched) or refuse (with the first)."""
    if refusal := _first(DOOR + SENT, rules, facts):
        return refusal
    held = [hold for rule in HOLDS if (hold := rule(rules, facts))]
    if held:
        return Decision(HOLD, tuple(reason for hold in held for reason in hold.reasons))
    return Decision(PUBLISH)


def trace(rules: Rules, facts: Facts) -> list[tuple[str, Decision | None]]:
    """What each rule says, in the order they are asked, whatever those before it said: (its name, its answer)."""
    return [(rule.__name__, rule(rules, facts)) for rule in DOOR + SENT + HOLDS]


def may_read(rules: Rules, facts: Facts) -> Decision:
    """Whether somebody may read a post whole: publish or refuse. The team reads everything, while it is the team."""
    if rules.readers == EVERYONE or (facts.confirmed and facts.role in TEAM_ROLES):
        return Decision(PUBLISH)
    if rules.readers != MEMBERS:  # TEAM, or a word this code does not know
        return refuse("read_team_only")
    # A suspension takes from a member the right to write, not to read.
    if facts.confirmed and facts.is_member:
        return Decision(PUBLISH)
    if facts.standing == "banned":
        return refuse("read_banned", "see_standing")
    if facts.standing == "visitor" or facts.standing not in STANDINGS:
        return refuse("read_members_only", f"sign_in_{facts.joining}")
    if not facts.confirmed:
        return refuse("read_unconfirmed", "confirm_address")
    refusal = no_member(facts)
    return replace(refusal, reasons=tuple(f"read_{reason}" for reason in refusal.reasons))


def hides(rules: Rules, reports: int, role: str) -> bool:
    """Whether a published comment by somebody in `role` waits for a moderator for its `reports` that nobody has looked
    at. The team's own comments don't.
    """
    return bool(rules.hide_reports) and reports >= rules.hide_reports and role not in TEAM_ROLES


def _first(asked: tuple[Rule, ...], rules: Rules, facts: Facts) -> Decision | None:
    return next((answer for rule in asked if (answer := rule(rules, facts))), None)
