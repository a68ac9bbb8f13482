"""The rules in force, told to everybody: not written down a second time, but asked of the policy itself.

Every kind of person, post and history (blog/comments/cases.py) is put to the rules, and each rule that ever answers has
its sentence on the page. So the page can neither promise what is refused nor keep quiet about what is held.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from blog.comments.cases import NOW, facts_under
from blog.comments.editing import EDIT_WINDOW
from blog.comments.models import Guideline
from blog.comments.policy import (
    DOOR,
    HEAT_PACE,
    HEAT_WITHIN,
    HOLDS,
    MEMBERS,
    OPEN,
    PACES,
    SENT,
    Facts,
    Rules,
    closes_at,
)
from blog.comments.rule_words import AUDIENCE_WORDS, JOINING_WORDS, READER_WORDS, REPORT_WORDS, RULE_WORDS
from blog.comments.rules import rules_for_blog
from blog.models import Blog


@dataclass(frozen=True, slots=True)
class PublicPolicy:
    """Sentences, in the language in force. `joining` is "" where being a member is not asked for."""

    readers: str
    who: str
    joining: str
    door: list[str]
    sent: list[str]
    holds: list[str]
    reports: str
    stays_open: bool
    edit_minutes: int
    since: datetime | None
    guidelines: list[Guideline]


def public_policy(blog: Blog) -> PublicPolicy:
    """What a post of this blog has for rules unless it says otherwise. Two queries."""
    in_force = rules_for_blog(blog)
    rules = in_force.rules
    words = {"door": [], "sent": [], "holds": []}
    for part, rule, reason in answers(rules, blog.joining):
        if (text := rule_sentence(rule, reason, rules)) not in words[part]:
            words[part].append(text)
    return PublicPolicy(
        readers=_(READER_WORDS.get(rules.readers, READER_WORDS["team"])),
        who=_(AUDIENCE_WORDS.get(rules.audience, AUDIENCE_WORDS["nobody"])),
        joining=_(JOINING_WORDS[blog.joining]) if rules.audience == MEMBERS else "",
        stays_open=rules.comments == OPEN and closes_at(rules, NOW) is None,
        edit_minutes=int(EDIT_WINDOW.total_seconds()) // 60,
        since=in_force.version and in_force.version.at,
        guidelines=list(blog.guidelines.all()),
        reports=_(REPORT_WORDS) % {"reports": _reports(rules.hide_reports)} if rules.hide_reports else "",
        **words,
    )


@lru_cache(maxsize=64)
def answers(rules: Rules, joining: str) -> tuple[tuple[str, str, str], ...]:
    """Every answer that somebody can get under these rules: (part, name of the rule, reason), in the order asked."""
    found = {answer for facts in facts_under(rules, joining) for answer in _answers(rules, facts)}
    order = {rule.__name__: place for place, rule in enumerate(DOOR + SENT + HOLDS)}
    return tuple(sorted(found, key=lambda answer: (order[answer[1]], answer[2])))


def _answers(rules: Rules, facts: Facts) -> Iterator[tuple[str, str, str]]:
    """Who answers one person: the first rule that refuses, else every one that holds."""
    for part, asked in (("door", DOOR), ("sent", SENT)):
        for rule in asked:
            if answer := rule(rules, facts):
                yield part, rule.__name__, answer.reasons[0]
                return
    for rule in HOLDS:
        if answer := rule(rules, facts):
            yield "holds", rule.__name__, answer.reasons[0]


def rule_sentence(rule: str, reason: str, rules: Rules) -> str:
    said = RULE_WORDS[rule]
    text = _(said[reason] if reason in said else said[""])
    if "%(" not in text:
        return text
    return text % {
        "age": _days(rules.hold_after_days if rule == "held_old_post" else rules.close_after_days),
        "days": _days(rules.hold_rejected_days),
        "date": rules.close_at and date_format(timezone.localtime(rules.close_at), "DATETIME_FORMAT"),
        "count": _comments(rules.close_after_count),
        "first": rules.hold_first,
        "heat": _comments(rules.heat),
        "within": _minutes(HEAT_WITHIN),
        "heat_pace": _minutes(HEAT_PACE),
        "pace": _minutes(timedelta(minutes=rules.slow_minutes or 0)),
        "links": ngettext("%(n)d link", "%(n)d links", rules.hold_links or 0) % {"n": rules.hold_links or 0},
        "words": ngettext("%(n)d word", "%(n)d words", len(rules.hold_words)) % {"n": len(rules.hold_words)},
        "paces": _paces(),
    }


def _days(days: int | None) -> str:
    return ngettext("%(n)d day", "%(n)d days", days or 0) % {"n": days or 0}


def _comments(count: int | None) -> str:
    return ngettext("%(n)d comment", "%(n)d comments", count or 0) % {"n": count or 0}


def _reports(count: int) -> str:
    return ngettext("%(n)d person", "%(n)d people", count) % {"n": count}


def _minutes(span: timedelta) -> str:
    minutes = int(span.total_seconds()) // 60
    return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}


def _paces() -> str:
    """How fast is too fast, as `policy.PACES` has it."""
    said = [
        ngettext("%(count)d comments in %(minutes)d minute", "%(count)d comments in %(minutes)d minutes", minutes)
        % {"count": count, "minutes": minutes}
        for count, within in PACES
        for minutes in [int(within.total_seconds()) // 60]
    ]
    return _(" or ").join(said)
