"""The rule: who may say what, where and when, and who may read. Pure: no clock, no database, no settings.

    admit(rules, facts)    -> Decision    asked before a form is shown
    decide(rules, facts)   -> Decision    asked when a text is sent
    may_read(rules, facts) -> Decision    asked before a post is shown whole

The *door* rules come first and `admit` asks only these; `decide` begins with the same tuple, so what a form promises
and what a POST does cannot differ. A refusal stops at the first answer; a hold keeps every reason that matched, so
that a moderator sees them all. The words of each code are in blog/comments/wording.py.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

# Audiences, from narrow to wide. ANYONE takes guests too, who have no account; what they write is always held.
NOBODY, TEAM, MEMBERS, SIGNED_IN, ANYONE = "nobody", "team", "members", "signed_in", "anyone"
AUDIENCES = (NOBODY, TEAM, MEMBERS, SIGNED_IN, ANYONE)
# Who may read a post (blog.models.Readers; a test compares the two).
EVERYONE = "everyone"
READERS = (TEAM, MEMBERS, EVERYONE)
# Comments of a post.
OPEN, SHOWN, HIDDEN = "open", "shown", "hidden"  # shown: closed, and what was said stays to be read
CLOSINGS = (OPEN, SHOWN, HIDDEN)
# The spam check's name, and its answers.
OFF = "off"
HAM, SPAM, UNSURE = "ham", "spam", "unsure"  # unsure: the service did not answer

PUBLISH, HOLD, REFUSE = "publish", "hold", "refuse"

# Where somebody can stand (accounts.standing.NAMES; a test compares the two).
STANDINGS = (
    "visitor",
    "unconfirmed",
    "signed_in",
    "invited",
    "applicant",
    "member",
    "declined",
    "left",
    "suspended",
    "banned",
)
TEAM_ROLES = ("author", "editor", "moderator", "owner")

# One person's pace: (comments, within). Ten in a minute is nobody's conversation; Coral allows one in 3 s,
# WordPress one in 15 s, Isso two a minute.
PACES = ((10, timedelta(minutes=1)), (60, timedelta(hours=1)))
# A form that was opened before comments closed by themselves (by age or at a date) may be sent for so long after it.
GRACE = timedelta(minutes=15)
# A thread is hot when it gets `Rules.heat` comments within this time; then each person waits so long between two.
HEAT_WITHIN, HEAT_PACE = timedelta(minutes=10), timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Rules:
    """What the owner chose, in force for one post: the blog's choices, its labels' and its own laid over each other.

    Days and hours count from publication. None and 0 mean never, in every number. `open_until` opens again what closed
    by age, count or date, not what was closed by hand. A value this code does not know (a row that a newer version
    wrote) closes and holds: it never lets more people in, or more through, than its owner meant.
    """

    readers: str = EVERYONE
    audience: str = MEMBERS
    comments: str = OPEN
    read_only: bool = False
    close_after_days: int | None = None
    close_after_count: int | None = None
    close_at: datetime | None = None
    open_until: datetime | None = None
    hold_all: bool = False
    hold_first: int | None = None
    hold_rejected_days: int | None = None
    hold_links: int | None = None
    hold_words: tuple[str, ...] = ()
    hold_after_days: int | None = None
    slow_minutes: int | None = None
    heat: int | None = None
    spam_check: str = OFF


@dataclass(frozen=True, slots=True)
class Facts:
    """What is true for one person at one post at one moment.

    `standing` is a name of accounts.standing.NAMES; `role` "" unless a membership is in force; `until` when a
    suspension ends. `warned`: a warning waits to be acknowledged; `on_hold`: the team holds what they write.
    `count` is how many comments stand published at the post; `opened_at` when the form was (None: not sent yet).
    About the person: `published` comments of theirs in this blog; `rejected_at` their latest rejection; `paced` when
    they sent the latest but so many of their comments here, as PACES counts (None: there are fewer); `last_here` their
    latest at this post.
    About the text: the state of the comment it answers ("" for none), its links, the listed words it has, and what the
    spam check said ("" when it was not asked). `heat` is how many comments the post got within HEAT_WITHIN.
    """

    now: datetime
    standing: str = "visitor"
    role: str = ""
    confirmed: bool = False
    until: datetime | None = None
    warned: bool = False
    on_hold: bool = False
    joining: str = "open"
    published_at: datetime | None = None
    count: int = 0
    opened_at: datetime | None = None
    published: int = 0
    rejected_at: datetime | None = None
    paced: tuple[datetime | None, ...] = (None, None)
    last_here: datetime | None = None
    parent: str = ""
    links: int = 0
    words: tuple[str, ...] = ()
    spam: str = ""
    heat: int = 0


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
    """The moment from which no comment is taken (that moment included), by age or date, or None.

    Reopened, it is the end of that. (What is closed by hand or by count has no such moment.)
    """
    ends = [rules.close_at] if rules.close_at else []
    if rules.close_after_days and published_at is not None:
        ends.append(published_at + timedelta(days=rules.close_after_days))
    if not ends:
        return None
    return max(min(ends), rules.open_until) if rules.open_until else min(ends)


def closing(rules: Rules, facts: Facts) -> str:
    """Why no comment is taken at that moment: "read_only", "closed" (by hand), "closed_by_age", _date, _count; or "".

    A form that was opened in time is taken for GRACE after an end by age or date, which were known in advance. What is
    closed by hand or by count is closed at once.
    """
    if rules.read_only:
        return "read_only"
    if rules.comments != OPEN:
        return "closed"
    end = closes_at(rules, facts.published_at)
    if end is not None and facts.now >= end:
        in_time = facts.opened_at is not None and facts.opened_at < end and facts.now < end + GRACE
        if not in_time:
            return "closed_by_date" if rules.close_at and end == rules.close_at else "closed_by_age"
    reopened = rules.open_until is not None and facts.now < rules.open_until
    if rules.close_after_count and facts.count >= rules.close_after_count and not reopened:
        return "closed_by_count"
    return ""


def admitted_by(rules: Rules, facts: Facts) -> str:
    """The rule that let somebody in, to be kept with the comment: their role in the team, or the audience."""
    return facts.role if facts.role in TEAM_ROLES else rules.audience


def _refuse(reason: str, next_step: str = "", retry_at: datetime | None = None) -> Decision:
    return Decision(REFUSE, (reason,), next_step, retry_at)


def _hold(reason: str) -> Decision:
    return Decision(HOLD, (reason,))


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
    if cause := closing(rules, facts):
        return _refuse(cause)


def sign_in_first(rules: Rules, facts: Facts) -> Decision | None:
    if facts.standing == "visitor" and rules.audience == ANYONE:
        return None
    if facts.standing == "visitor" or facts.standing not in STANDINGS:
        reasons = {TEAM: "team_only", MEMBERS: "members_only"}
        ways = {MEMBERS: f"sign_in_{facts.joining}"}
        return _refuse(reasons.get(rules.audience, "sign_in"), ways.get(rules.audience, "sign_in"))


def confirm_your_address(rules: Rules, facts: Facts) -> Decision | None:
    if not facts.confirmed and facts.standing != "visitor":
        return _refuse("unconfirmed", "confirm_address")


def suspended(rules: Rules, facts: Facts) -> Decision | None:
    if facts.standing == "suspended":
        return _refuse("suspended", "see_standing", facts.until)


def warned(rules: Rules, facts: Facts) -> Decision | None:
    if facts.warned:
        return _refuse("warned", "acknowledge")


def team_only(rules: Rules, facts: Facts) -> Decision | None:
    if rules.audience == TEAM and facts.role not in TEAM_ROLES:
        return _refuse("team_only")


def members_only(rules: Rules, facts: Facts) -> Decision | None:
    if rules.audience != MEMBERS or facts.standing == "member":
        return None
    return _no_member(facts)


# --- What is sent --------------------------------------------------------------------------------------------------


def parent_gone(rules: Rules, facts: Facts) -> Decision | None:
    if facts.parent not in ("", "published"):
        return _refuse("parent_gone", "post_without_parent")


def too_fast(rules: Rules, facts: Facts) -> Decision | None:
    for (_count, within), at in zip(PACES, facts.paced, strict=True):
        if at is not None and facts.now - at < within:
            return _refuse("too_fast", "wait", at + within)


def slow_mode(rules: Rules, facts: Facts) -> Decision | None:
    if facts.last_here is None or facts.role in TEAM_ROLES:
        return None
    pace = timedelta(minutes=rules.slow_minutes or 0)
    hot = bool(rules.heat) and facts.heat >= rules.heat
    if hot:
        pace = max(pace, HEAT_PACE)
    if facts.now < facts.last_here + pace:
        return _refuse("hot" if hot else "slow_mode", "wait", facts.last_here + pace)


def held_guest(rules: Rules, facts: Facts) -> Decision | None:
    if facts.standing == "visitor":
        return _hold("guest")


def held_all(rules: Rules, facts: Facts) -> Decision | None:
    if rules.hold_all and facts.role not in TEAM_ROLES:
        return _hold("moderated")


def held_first(rules: Rules, facts: Facts) -> Decision | None:
    if rules.hold_first and facts.published < rules.hold_first and facts.role not in TEAM_ROLES:
        return _hold("first_comment")


def held_by_team(rules: Rules, facts: Facts) -> Decision | None:
    if facts.on_hold:
        return _hold("on_hold")


def held_after_rejection(rules: Rules, facts: Facts) -> Decision | None:
    if not rules.hold_rejected_days or facts.rejected_at is None or facts.role in TEAM_ROLES:
        return None
    if facts.now < facts.rejected_at + timedelta(days=rules.hold_rejected_days):
        return _hold("rejected_lately")


def held_links(rules: Rules, facts: Facts) -> Decision | None:
    if rules.hold_links and facts.links >= rules.hold_links and facts.role not in TEAM_ROLES:
        return _hold("links")


def held_words(rules: Rules, facts: Facts) -> Decision | None:
    if facts.words and facts.role not in TEAM_ROLES:
        return _hold("words")


def held_old_post(rules: Rules, facts: Facts) -> Decision | None:
    if not rules.hold_after_days or facts.published_at is None or facts.role in TEAM_ROLES:
        return None
    if facts.now >= facts.published_at + timedelta(days=rules.hold_after_days):
        return _hold("old_post")


def held_spam(rules: Rules, facts: Facts) -> Decision | None:
    if rules.spam_check == OFF or facts.role in TEAM_ROLES or facts.spam == HAM:
        return None
    return _hold("spam" if facts.spam == SPAM else "spam_unsure")


# A suspension binds whoever it names, whatever the audience, so it stands before the audience is asked for.
DOOR: tuple[Rule, ...] = (
    banned,
    comments_off,
    closed,
    sign_in_first,
    confirm_your_address,
    suspended,
    warned,
    team_only,
    members_only,
)
SENT: tuple[Rule, ...] = (parent_gone, too_fast, slow_mode)
HOLDS: tuple[Rule, ...] = (
    held_guest,
    held_all,
    held_first,
    held_by_team,
    held_after_rejection,
    held_links,
    held_words,
    held_old_post,
    held_spam,
)


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
        return _refuse("read_team_only")
    # A suspension is from commenting; who is banned is out.
    if facts.confirmed and facts.standing in ("member", "suspended"):
        return Decision(PUBLISH)
    if facts.standing == "banned":
        return _refuse("banned", "see_standing")
    if facts.standing == "visitor" or facts.standing not in STANDINGS:
        return _refuse("read_members_only", f"sign_in_{facts.joining}")
    if not facts.confirmed:
        return _refuse("unconfirmed", "confirm_address")
    return _no_member(facts)


def _no_member(facts: Facts) -> Decision:
    """Why somebody with a confirmed address is no member, and the way in."""
    if facts.standing == "applicant":
        return _refuse("application_waits", "see_standing")
    if facts.standing == "invited":
        return _refuse("invited", "accept_invitation")
    if facts.standing == "declined":
        return _refuse("declined", "see_standing")
    return _refuse("not_a_member", {"open": "join", "approval": "apply"}.get(facts.joining, "ask_owner"))


def _first(asked: tuple[Rule, ...], rules: Rules, facts: Facts) -> Decision | None:
    return next((answer for rule in asked if (answer := rule(rules, facts))), None)
