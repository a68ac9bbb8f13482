"""When a thread closes: by hand, at a date, by age and by count, to the instant; and who may still send a form."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from blog.comments import policy
from blog.comments.policy import (
    Facts,
    Rules,
    admit,
    closes_at,
    closing,
)

NOW = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)
INSTANT = timedelta(microseconds=1)
MEMBER = Facts(NOW, "member", "member", True)


def test_a_post_closes_exactly_so_many_days_after_it_was_published():
    rules, published = Rules(close_after_days=14), NOW - timedelta(days=14)
    facts = replace(MEMBER, published_at=published)
    assert closes_at(rules, published) == NOW
    assert admit(rules, replace(facts, now=NOW - INSTANT)).admits
    for moment in (NOW, NOW + INSTANT):
        assert admit(rules, replace(facts, now=moment)).reasons == ("closed_by_age",)
    assert [closing(rules, replace(facts, now=NOW + shift)) for shift in (-INSTANT, timedelta(0))] == [
        "",
        "closed_by_age",
    ]


def test_a_post_without_a_date_does_not_close_by_age():
    assert closes_at(Rules(close_after_days=1), None) is None
    assert admit(Rules(close_after_days=1), replace(MEMBER, published_at=None)).admits


@pytest.mark.parametrize("days", [None, 0])
def test_zero_days_means_never_as_none_does(days):
    century = NOW - timedelta(days=36_500)
    assert closes_at(Rules(close_after_days=days), century) is None
    assert admit(Rules(close_after_days=days), replace(MEMBER, published_at=century)).admits


CLOSED = {
    "by hand": ({"comments": "shown"}, {}, "closed"),
    "by hand, reopened": ({"comments": "shown", "open_until": NOW + INSTANT}, {}, "closed"),
    "read-only": ({"read_only": True}, {}, "read_only"),
    "read-only and closed": ({"read_only": True, "comments": "shown"}, {}, "read_only"),
    "by date": ({"close_at": NOW}, {}, "closed_by_date"),
    "by date, not yet": ({"close_at": NOW + INSTANT}, {}, ""),
    "by count": ({"close_after_count": 3}, {"count": 3}, "closed_by_count"),
    "by count, not yet": ({"close_after_count": 3}, {"count": 2}, ""),
    "by a count of 0": ({"close_after_count": 0}, {"count": 9}, ""),
    "by count, reopened": ({"close_after_count": 3, "open_until": NOW + INSTANT}, {"count": 3}, ""),
    "by count, reopened, and over": ({"close_after_count": 3, "open_until": NOW}, {"count": 3}, "closed_by_count"),
    "by age and date, the earlier": ({"close_after_days": 1, "close_at": NOW + INSTANT}, {"age": 1}, "closed_by_age"),
    "by date and age, the earlier": ({"close_after_days": 9, "close_at": NOW}, {"age": 1}, "closed_by_date"),
    "by age, reopened": ({"close_after_days": 1, "open_until": NOW + INSTANT}, {"age": 5}, ""),
    "by age, reopened, and over": ({"close_after_days": 1, "open_until": NOW}, {"age": 5}, "closed_by_age"),
    "by age, reopened, and over, before its date": (
        {"close_after_days": 1, "close_at": NOW + INSTANT, "open_until": NOW},
        {"age": 5},
        "closed_by_age",
    ),
    "by age, reopened for less than it had": ({"close_after_days": 9, "open_until": NOW - INSTANT}, {"age": 5}, ""),
}


@pytest.mark.parametrize("rules, facts, cause", CLOSED.values(), ids=CLOSED)
def test_a_thread_closes_by_hand_at_a_date_by_age_and_by_count_and_says_which(rules, facts, cause):
    facts = dict(facts)
    at = NOW - timedelta(days=facts.pop("age", 0))
    for role in ("member", "owner"):
        told = admit(Rules(**rules), replace(MEMBER, role=role, published_at=at, **facts))
        assert told.reasons == ((cause,) if cause else ())


GRACES = [
    # opened so long before the end, sent so long after it, taken
    (INSTANT, timedelta(0), True),
    (timedelta(days=1), policy.GRACE - INSTANT, True),
    (INSTANT, policy.GRACE, False),
    (timedelta(0), timedelta(0), False),
    (-INSTANT, INSTANT, False),
]


@pytest.mark.parametrize("before, after, taken", GRACES)
@pytest.mark.parametrize("by", ["age", "date"])
def test_a_form_opened_before_a_closing_set_in_advance_may_be_sent_a_little_after_it(by, before, after, taken):
    rules = Rules(close_after_days=1) if by == "age" else Rules(close_at=NOW)
    facts = replace(MEMBER, published_at=NOW - timedelta(days=1), now=NOW + after, opened_at=NOW - before)
    assert admit(rules, facts).admits is taken
    assert not admit(rules, replace(facts, opened_at=None)).admits
    assert not admit(replace(rules, comments="shown"), facts).admits, "closed by hand knows no grace"
