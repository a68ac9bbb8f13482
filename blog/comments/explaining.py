"""Why somebody may or may not comment at a post: every rule with its answer, and where each value comes from."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.standing import Standing, standing_of
from blog.comments.facts import count_at, sent_facts
from blog.comments.models import PolicyVersion
from blog.comments.policy import DOOR, HOLD, REFUSE, SENT, Decision, decide, trace
from blog.comments.rules import FIELDS, rules_for
from blog.comments.saying import said_field, said_source, said_value
from blog.comments.wording import sentence
from blog.models import Post

# What each rule asks, for people who look at its answer: a "yes" stops or holds.
QUESTIONS = {
    "banned": gettext_noop("Is the person banned?"),
    "comments_off": gettext_noop("Are comments switched off, or for nobody?"),
    "closed": gettext_noop("Are comments closed at that time?"),
    "sign_in_first": gettext_noop("Must the person sign in first?"),
    "confirm_your_address": gettext_noop("Is their address still to be confirmed?"),
    "suspended": gettext_noop("Is the person suspended?"),
    "warned": gettext_noop("Does a warning wait to be read?"),
    "team_only": gettext_noop("Is it for the team only, and are they not of it?"),
    "members_only": gettext_noop("Is it for members only, and are they none?"),
    "parent_gone": gettext_noop("Is the comment that is answered gone?"),
    "too_fast": gettext_noop("Do they write very fast?"),
    "slow_mode": gettext_noop("Is it too soon after their last comment here?"),
    "held_guest": gettext_noop("Is it a guest?"),
    "held_automatic": gettext_noop("Is it a guest, and does it look sent by a program?"),
    "held_all": gettext_noop("Is every comment held?"),
    "held_first": gettext_noop("Is it one of their first comments?"),
    "held_by_team": gettext_noop("Has the team put them on hold?"),
    "held_after_rejection": gettext_noop("Was a comment of theirs rejected lately?"),
    "held_links": gettext_noop("Has the text too many links?"),
    "held_words": gettext_noop("Has the text a listed word?"),
    "held_old_post": gettext_noop("Is the post old enough to hold comments?"),
    "held_spam": gettext_noop("Is it spam, or could that not be found out?"),
}


@dataclass(frozen=True, slots=True)
class Value:
    """A value in force: what it is called and is, where it comes from, and the version that says so (None: nobody)."""

    name: str
    value: str
    source: str
    version: PolicyVersion | None


@dataclass(frozen=True, slots=True)
class Line:
    """One rule's answer. `verdict` is "" (it lets pass), "hold" or "refuse"; `decides`: this one ended the matter."""

    rule: str
    question: str
    verdict: str
    answer: str
    decides: bool


@dataclass(frozen=True, slots=True)
class Explanation:
    standing: Standing
    decision: Decision
    said: str
    lines: list[Line]
    values: list[Value]


def explain(*, post: Post, person, now: datetime) -> Explanation:
    """What the policy says about a short, harmless text that `person` (a User, None for a visitor) would send at `now`.

    The clock is `now`; where the person stands and what they have done is read as it is today, for it is not kept how
    it was. Of the rules of a text, those about its words and links have nothing to find here; no spam check is asked.
    Five queries at most.
    """
    in_force = rules_for(post)
    standing = standing_of(person or AnonymousUser(), post.blog, now)
    facts = sent_facts(post, standing, person, None, now, count=count_at(post, in_force.rules))
    decision = decide(in_force.rules, facts)
    return Explanation(
        standing,
        decision,
        said_verdict(decision),
        _lines(in_force.rules, facts),
        [
            Value(
                said_field(field),
                said_value(field, getattr(in_force.rules, field)),
                said_source(in_force, field),
                in_force.versions.get(field),
            )
            for field in FIELDS
        ],
    )


def said_verdict(decision: Decision) -> str:
    """What becomes of a comment, in a few words, with the first reason's sentence."""
    why = " ".join(sentence(code) for code in decision.reasons)
    if decision.verdict == REFUSE:
        return _("Can’t comment: %(why)s") % {"why": why}
    if decision.verdict == HOLD:
        return _("Can comment; it waits for a moderator: %(why)s") % {"why": why}
    return _("Can comment; it appears at once.")


def _lines(rules, facts) -> list[Line]:
    stops = {rule.__name__ for rule in DOOR + SENT}
    lines, over = [], False
    for rule, answer in trace(rules, facts):
        decides = answer is not None and not over
        lines.append(
            Line(
                rule,
                _(QUESTIONS[rule]),
                answer.verdict if answer else "",
                " ".join(sentence(code) for code in answer.reasons) if answer else _("No: it lets pass."),
                decides,
            )
        )
        over = over or (decides and rule in stops)
    return lines
