"""The rules for what is sent: what is refused for the moment, and what is held. Pure."""

from datetime import timedelta

from blog.comments.policy.terms import (
    HAM,
    HASTE,
    HEAT_PACE,
    OFF,
    PACES,
    SPAM,
    TEAM_ROLES,
    Decision,
    Facts,
    Rule,
    Rules,
    hold,
    refuse,
)


def parent_gone(rules: Rules, facts: Facts) -> Decision | None:
    if facts.parent not in ("", "published"):
        return refuse("parent_gone", "post_without_parent")


def too_fast(rules: Rules, facts: Facts) -> Decision | None:
    for (_count, within), at in zip(PACES, facts.paced, strict=True):
        if at is not None and facts.now - at < within:
            return refuse("too_fast", "wait", at + within)


def slow_mode(rules: Rules, facts: Facts) -> Decision | None:
    if facts.last_here is None or facts.role in TEAM_ROLES:
        return None
    pace = timedelta(minutes=rules.slow_minutes or 0)
    hot = bool(rules.heat) and facts.heat >= rules.heat
    if hot:
        pace = max(pace, HEAT_PACE)
    # Of two texts sent at once, the first to arrive may have been sent last: without a pace that is no haste.
    if pace and facts.now < facts.last_here + pace:
        return refuse("hot" if hot else "slow_mode", "wait", facts.last_here + pace)


def held_guest(rules: Rules, facts: Facts) -> Decision | None:
    if facts.standing == "visitor":
        return hold("guest")


def held_automatic(rules: Rules, facts: Facts) -> Decision | None:
    if facts.standing != "visitor":
        return None
    if facts.trapped:
        return hold("trap")
    if facts.opened_at is not None and facts.now - facts.opened_at < HASTE:
        return hold("haste")


def held_all(rules: Rules, facts: Facts) -> Decision | None:
    if rules.hold_all and facts.role not in TEAM_ROLES:
        return hold("moderated")


def held_first(rules: Rules, facts: Facts) -> Decision | None:
    if rules.hold_first and facts.published < rules.hold_first and facts.role not in TEAM_ROLES:
        return hold("first_comment")


def held_by_team(rules: Rules, facts: Facts) -> Decision | None:
    if facts.on_hold:
        return hold("on_hold")


def held_after_rejection(rules: Rules, facts: Facts) -> Decision | None:
    if not rules.hold_rejected_days or facts.rejected_at is None or facts.role in TEAM_ROLES:
        return None
    if facts.now < facts.rejected_at + timedelta(days=rules.hold_rejected_days):
        return hold("rejected_lately")


def held_links(rules: Rules, facts: Facts) -> Decision | None:
    if rules.hold_links and facts.links >= rules.hold_links and facts.role not in TEAM_ROLES:
        return hold("links")


def held_words(rules: Rules, facts: Facts) -> Decision | None:
    if facts.words and facts.role not in TEAM_ROLES:
        return hold("words")


def held_old_post(rules: Rules, facts: Facts) -> Decision | None:
    if not rules.hold_after_days or facts.published_at is None or facts.role in TEAM_ROLES:
        return None
    if facts.now >= facts.published_at + timedelta(days=rules.hold_after_days):
        return hold("old_post")


def held_spam(rules: Rules, facts: Facts) -> Decision | None:
    if rules.spam_check == OFF or facts.role in TEAM_ROLES or facts.spam == HAM:
        return None
    return hold("spam" if facts.spam == SPAM else "spam_unsure")


SENT: tuple[Rule, ...] = (parent_gone, too_fast, slow_mode)
HOLDS: tuple[Rule, ...] = (
    held_guest,
    held_automatic,
    held_all,
    held_first,
    held_by_team,
    held_after_rejection,
    held_links,
    held_words,
    held_old_post,
    held_spam,
)
