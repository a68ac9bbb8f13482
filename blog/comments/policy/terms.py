"""The words of the rule: what an owner chooses, what is true, and what is answered. Pure."""

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
HASTE = timedelta(seconds=3)  # nobody reads a post, and writes about it, in less
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
    hide_reports: int | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """What is true for one person at one post at one moment.

    `standing` is a name of accounts.standing.NAMES; `role` "" unless a membership is in force; `is_member` also while
    it is suspended; `until` when a suspension ends. `warned`: a warning waits to be acknowledged; `on_hold`: the team
    holds what they write. `count` is how many comments stand published at the post; `opened_at` when the form was
    (None: not sent yet).
    About the person: `published` comments of theirs in this blog; `rejected_at` their latest rejection; `paced` when
    they sent the latest but so many of their comments here, as PACES counts (None: there are fewer); `last_here` their
    latest at this post.
    About the text: the state of the comment it answers ("" for none), its links, the listed words it has, and what the
    spam check said ("" when it was not asked). `heat` is how many comments the post got within HEAT_WITHIN. `trapped`:
    a guest filled the field that people don't see.
    """

    now: datetime
    standing: str = "visitor"
    role: str = ""
    confirmed: bool = False
    is_member: bool = False
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
    trapped: bool = False


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


def refuse(reason: str, next_step: str = "", retry_at: datetime | None = None) -> Decision:
    return Decision(REFUSE, (reason,), next_step, retry_at)


def hold(reason: str) -> Decision:
    return Decision(HOLD, (reason,))
