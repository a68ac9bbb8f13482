"""Who can comment at a post, and why: a line for each kind of person, asked of the policy."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from blog.comments.explaining import said_verdict
from blog.comments.facts import count_at
from blog.comments.policy import HAM, Facts, Rules, decide
from blog.comments.rules import rules_for
from blog.models import Post

# kind -> (what they are called, what is true for them). Of each, somebody new, and somebody who has been here long.
KINDS = {
    "visitor": (gettext_noop("A visitor who has not signed in"), {"standing": "visitor"}),
    "unconfirmed": (gettext_noop("Somebody signed in, whose address is not confirmed"), {"standing": "unconfirmed"}),
    "signed_in": (gettext_noop("Somebody signed in"), {"standing": "signed_in", "confirmed": True}),
    "invited": (gettext_noop("Somebody invited"), {"standing": "invited", "confirmed": True}),
    "applicant": (gettext_noop("Somebody who has asked to join"), {"standing": "applicant", "confirmed": True}),
    "declined": (gettext_noop("Somebody whose request was declined"), {"standing": "declined", "confirmed": True}),
    "left": (gettext_noop("A former member"), {"standing": "left", "confirmed": True}),
    "member": (gettext_noop("A member"), {"standing": "member", "role": "member", "confirmed": True}),
    "team": (gettext_noop("The team of the blog"), {"standing": "member", "role": "author", "confirmed": True}),
    "suspended": (gettext_noop("Somebody suspended"), {"standing": "suspended", "confirmed": True}),
    "banned": (gettext_noop("Somebody banned"), {"standing": "banned", "confirmed": True}),
}
LONG_HERE = 1_000  # published comments: more than `hold_first` can ask for


@dataclass(frozen=True, slots=True)
class KindLine:
    """`may` is whether a form is shown at all; `newcomer` says what is else so for who has no comment here yet."""

    kind: str
    name: str
    may: bool
    answer: str
    newcomer: str = ""


def who_may(post: Post, now: datetime) -> list[KindLine]:
    """The panel of a post at `now`, in the language in force. Two or three queries."""
    rules = rules_for(post).rules
    facts = Facts(
        now=now,
        joining=post.blog.joining,
        published_at=post.published_at or now,
        count=count_at(post, rules) if post.pk else 0,
        spam=HAM,
    )
    return lines_of(rules, facts)


def lines_of(rules: Rules, facts: Facts) -> list[KindLine]:
    """The panel of rules; `facts` are those of the post and the clock. No query."""
    return [_line(kind, rules, facts) for kind in KINDS]


def _line(kind: str, rules: Rules, facts: Facts) -> KindLine:
    name, so = KINDS[kind]
    old = decide(rules, replace(facts, published=LONG_HERE, **so))
    new = decide(rules, replace(facts, published=0, **so))
    newcomer = said_verdict(new) if new != old else ""
    return KindLine(kind, _(name), old.admits, said_verdict(old), newcomer)
