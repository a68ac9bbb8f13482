"""The rule: who may say what, where and when. Pure: no clock, no database, no settings, standard library only.

    admit(rules, facts)  -> Decision    asked before a form is shown
    decide(rules, facts) -> Decision    asked when a text is sent

The *door* rules come first and `admit` asks only these; `decide` begins with the same tuple, so what a form promises
and what a POST does cannot differ. A refusal stops at the first answer; a hold keeps every reason that matched, so
that a moderator sees them all. The words of each code are in blog/comments/wording.py.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

# Audiences, from narrow to wide.
NOBODY, TEAM, MEMBERS, SIGNED_IN = "nobody", "team", "members", "signed_in"
AUDIENCES = (NOBODY, TEAM, MEMBERS, SIGNED_IN)
# Comments of a post.
OPEN, SHOWN, HIDDEN = "open", "shown", "hidden"  # shown: closed, and what was said stays to be read
CLOSINGS = (OPEN, SHOWN, HIDDEN)
# Moderation.
NONE, FIRST, ALL = "none", "first", "all"
MODERATIONS = (NONE, FIRST, ALL)

PUBLISH, HOLD, REFUSE = "publish", "hold", "refuse"

# Where somebody can stand (accounts.standing.NAMES; a test compares the two).
STANDINGS = (
    "visitor",
    "unconfirmed",
    "signed_in",
    "applicant",
    "invited",
    "member",
    "suspended",
    "banned",
    "declined",
    "left",
)
TEAM_ROLES = ("author", "editor", "moderator", "owner")

# One person's pace: (comments, within). Ten in a minute is nobody's conversation; Coral allows one in 3 s,
# WordPress one in 15 s, Isso two a minute.
PACES = ((10, timedelta(minutes=1)), (60, timedelta(hours=1)))


@dataclass(frozen=True, slots=True)
class Rules:
    """What the owner chose, in force for one post: the blog's choices with the post's own laid over them.

    `close_after_days` counts from publication; None and 0 mean never. A value this code does not know (a row that a
    newer version wrote) closes and holds: it never lets more people in, or more through, than its owner meant.
    """

    audience: str = MEMBERS
    comments: str = OPEN
    close_after_days: int | None = None
    moderation: str = NONE


@dataclass(frozen=True, slots=True)
class Facts:
    """What is true for one person at one post at one moment.

    `standing` is a name of accounts.standing.NAMES; `role` "" unless a membership is in force. `parent` is the state of
    the comment being answered, "" for none. `trusted`: a comment of theirs stands published in this blog; `recent` is
    when they sent their latest comments here, newest first.
    """

    now: datetime
    standing: str = "visitor"
    role: str = ""
    confirmed: bool = False
    until: datetime | None = None
    joining: str = "open"
    published_at: datetime | None = None
    parent: str = ""
    trusted: bool = False
    recent: tuple[datetime, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """`reasons` are codes; `next_step` is the way in, "" for none; `retry_at` when it may be tried again."""

    verdict: str
    reasons: tuple[str, ...] = ()
    next_step: str = ""
    retry_at: datetime | None = None

    @property
    def admits(self) -> bool:
        return self.verdict != REFUSE


Rule = Callable[[Rules, Facts], Decision | None]


def closes_at(rules: Rules, published_at: datetime | None) -> datetime | None:
    """The moment from which no comment is taken (that moment included), or None."""
    if not rules.close_after_days or published_at is None:
        return None
    return published_at + timedelta(days=rules.close_after_days)


def is_closed(rules: Rules, facts: Facts) -> bool:
    """Closed by hand or by age."""
    end = closes_at(rules, facts.published_at)
    return rules.comments != OPEN or (end is not None and facts.now >= end)


def _refuse(reason: str, next_step: str = "", retry_at: datetime | None = None) -> Decision:
    return Decision(REFUSE, (reason,), next_step, retry_at)


# --- The door, in order -------------------------------------------------------------------------------------------


def banned(rules: Rules, facts: Facts) -> Decision | None:
    if facts.standing == "banned":
        return _refuse("banned", "see_standing")


def comments_off(rules: Rules, facts: Facts) -> Decision | None:
    if rules.comments == HIDDEN:
        return _refuse("comments_off")
    if rules.audience == NOBODY or rules.audience not in AUDIENCES:
        return _refuse("nobody")


def closed(rules: Rules, facts: Facts) -> Decision | None:
    if rules.comments != OPEN:
        return _refuse("closed")
    if is_closed(rules, facts):
        return _refuse("closed_by_age")


def sign_in_first(rules: Rules, facts: Facts) -> Decision | None:
    if facts.standing == "visitor" or facts.standing not in STANDINGS:
        reasons = {TEAM: "team_only", MEMBERS: "members_only", SIGNED_IN: "sign_in"}
        ways = {MEMBERS: f"sign_in_{facts.joining}"}
        return _refuse(reasons[rules.audience], ways.get(rules.audience, "sign_in"))


def confirm_your_address(rules: Rules, facts: Facts) -> Decision | None:
    if not facts.confirmed:
        return _refuse("unconfirmed", "confirm_address")


def suspended(rules: Rules, facts: Facts) -> Decision | None:
    if facts.standing == "suspended":
        return _refuse("suspended", "see_standing", facts.until)


def team_only(rules: Rules, facts: Facts) -> Decision | None:
    if rules.audience == TEAM and facts.role not in TEAM_ROLES:
        return _refuse("team_only")


def members_only(rules: Rules, facts: Facts) -> Decision | None:
    if rules.audience != MEMBERS or facts.standing == "member":
        return None
    if facts.standing == "applicant":
        return _refuse("application_waits", "see_standing")
    if facts.standing == "invited":
        return _refuse("invited", "accept_invitation")
    if facts.standing == "declined":
        return _refuse("declined", "see_standing")
    return _refuse("not_a_member", {"open": "join", "approval": "apply"}.get(facts.joining, "ask_owner"))


# --- What is sent --------------------------------------------------------------------------------------------------


def parent_gone(rules: Rules, facts: Facts) -> Decision | None:
    if facts.parent not in ("", "published"):
        return _refuse("parent_gone", "post_without_parent")


def too_fast(rules: Rules, facts: Facts) -> Decision | None:
    for count, within in PACES:
        if len(facts.recent) >= count and facts.now - facts.recent[count - 1] < within:
            return _refuse("too_fast", "wait", facts.recent[count - 1] + within)


def held_always(rules: Rules, facts: Facts) -> Decision | None:
    if rules.moderation not in (NONE, FIRST) and facts.role not in TEAM_ROLES:
        return Decision(HOLD, ("moderated",))


def held_first(rules: Rules, facts: Facts) -> Decision | None:
    if rules.moderation == FIRST and facts.role not in TEAM_ROLES and not facts.trusted:
        return Decision(HOLD, ("first_comment",))


# A suspension binds whoever it names, whatever the audience, so it stands before the audience is asked for.
DOOR: tuple[Rule, ...] = (
    banned,
    comments_off,
    closed,
    sign_in_first,
    confirm_your_address,
    suspended,
    team_only,
    members_only,
)
SENT: tuple[Rule, ...] = (parent_gone, too_fast)
HOLDS: tuple[Rule, ...] = (held_always, held_first)


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


def _first(asked: tuple[Rule, ...], rules: Rules, facts: Facts) -> Decision | None:
    return next((answer for rule in asked if (answer := rule(rules, facts))), None)
