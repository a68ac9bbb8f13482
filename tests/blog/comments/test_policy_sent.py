"""What is held and what is refused for the moment, as tables: what the owner set, what is so, what is answered."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from accounts.models import TEAM
from blog.comments import policy
from blog.comments.policy import (
    PACES,
    Decision,
    Facts,
    Rules,
    decide,
)

NOW = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)
INSTANT = timedelta(microseconds=1)
MEMBER, OWNER = Facts(NOW, "member", "member", True), Facts(NOW, "member", "owner", True)


HELD = {
    "hold_all": ({"hold_all": True}, {}, "moderated"),
    "hold_first": ({"hold_first": 2}, {"published": 1}, "first_comment"),
    "after a rejection": (
        {"hold_rejected_days": 30},
        {"rejected_at": NOW - timedelta(days=30) + INSTANT},
        "rejected_lately",
    ),
    "links": ({"hold_links": 2}, {"links": 2}, "links"),
    "words": ({"hold_words": ("casino",)}, {"words": ("casino",)}, "words"),
    "old post": ({"hold_after_days": 7}, {"published_at": NOW - timedelta(days=7)}, "old_post"),
    "spam": ({"spam_check": "akismet"}, {"spam": "spam"}, "spam"),
    "no answer about spam": ({"spam_check": "akismet"}, {"spam": "unsure"}, "spam_unsure"),
    "spam not asked": ({"spam_check": "akismet"}, {}, "spam_unsure"),
    "an unknown check": ({"spam_check": "nonsense"}, {}, "spam_unsure"),
}
NOT_HELD = {
    "enough published": ({"hold_first": 2}, {"published": 2}),
    "a rejection long ago": ({"hold_rejected_days": 30}, {"rejected_at": NOW - timedelta(days=30)}),
    "never rejected": ({"hold_rejected_days": 30}, {}),
    "fewer links": ({"hold_links": 2}, {"links": 1}),
    "no listed word": ({"hold_words": ("casino",)}, {}),
    "a younger post": ({"hold_after_days": 7}, {"published_at": NOW - timedelta(days=7) + INSTANT}),
    "a post without a date": ({"hold_after_days": 7}, {"published_at": None}),
    "no spam": ({"spam_check": "akismet"}, {"spam": "ham"}),
    **{
        f"{name} of {zero}": (
            {name: zero},
            {"links": 9, "rejected_at": NOW, "published_at": NOW - timedelta(days=999), "published": 0},
        )
        for name in ("hold_first", "hold_rejected_days", "hold_links", "hold_after_days")
        for zero in (0, None)
    },
}


@pytest.mark.parametrize("rules, facts, reason", HELD.values(), ids=HELD)
def test_each_hold_holds_on_its_own_what_a_member_sends_and_nothing_of_the_team(rules, facts, reason):
    assert decide(Rules(**rules), replace(MEMBER, **facts)) == Decision("hold", (reason,))
    for role in TEAM:
        assert decide(Rules(**rules), replace(MEMBER, role=role, **facts)) == Decision("publish")


@pytest.mark.parametrize("rules, facts", NOT_HELD.values(), ids=NOT_HELD)
def test_what_a_hold_does_not_match_is_published_and_zero_means_never(rules, facts):
    assert decide(Rules(**rules), replace(MEMBER, **facts)) == Decision("publish")


def test_what_a_guest_sends_is_always_held():
    told = decide(Rules(audience="anyone"), Facts(NOW))
    assert (told.verdict, told.reasons) == ("hold", ("guest",))
    assert decide(Rules(audience="anyone", hold_all=True), Facts(NOW)).reasons == ("guest", "moderated")


def test_the_team_s_own_hold_on_a_person_counts_whatever_their_role():
    for role in ("member", "owner"):
        assert decide(Rules(), replace(MEMBER, role=role, on_hold=True)) == Decision("hold", ("on_hold",))


def test_slow_mode_lets_one_comment_through_in_so_many_minutes_and_says_when_the_next():
    rules, facts = Rules(slow_minutes=5), replace(MEMBER, last_here=NOW - timedelta(minutes=5) + INSTANT)
    told = decide(rules, facts)
    assert (told.verdict, told.reasons, told.retry_at) == ("refuse", ("slow_mode",), NOW + INSTANT)
    assert decide(rules, replace(facts, now=told.retry_at)).verdict == "publish"
    assert decide(rules, replace(facts, last_here=None)).verdict == "publish"
    assert decide(rules, replace(facts, role="author")).verdict == "publish"
    assert decide(Rules(slow_minutes=0), facts).verdict == "publish"


def test_without_slow_mode_nobody_waits_though_another_of_their_texts_bears_a_later_moment():
    assert decide(Rules(), replace(MEMBER, last_here=NOW + INSTANT)).verdict == "publish"


def test_a_hot_thread_slows_everybody_down_but_the_team():
    rules, facts = Rules(heat=20), replace(MEMBER, heat=20, last_here=NOW - policy.HEAT_PACE + INSTANT)
    assert decide(rules, facts).reasons == ("hot",)
    assert decide(rules, facts).retry_at == NOW + INSTANT
    assert decide(rules, replace(facts, heat=19)).verdict == "publish"
    assert decide(rules, replace(facts, now=NOW + INSTANT)).verdict == "publish"
    assert decide(rules, replace(facts, role="owner")).verdict == "publish"
    assert decide(Rules(heat=0), facts).verdict == "publish"
    slower = replace(rules, slow_minutes=60)
    assert decide(slower, facts).retry_at == facts.last_here + timedelta(minutes=60)


@pytest.mark.parametrize("state", ["held", "rejected", "removed", "withdrawn", "nonsense"])
def test_what_is_gone_is_not_answered(state):
    told = decide(Rules(), replace(OWNER, parent=state))
    assert (told.reasons, told.next_step) == (("parent_gone",), "post_without_parent")
    assert decide(Rules(), replace(OWNER, parent="published")).verdict == "publish"


@pytest.mark.parametrize("place", range(len(PACES)))
def test_haste_is_refused_until_the_moment_it_is_over_and_not_after(place):
    _count, within = PACES[place]
    paced = [None] * len(PACES)
    paced[place] = NOW - within + INSTANT
    told = decide(Rules(), replace(OWNER, paced=tuple(paced)))
    assert (told.verdict, told.reasons, told.next_step) == ("refuse", ("too_fast",), "wait")
    assert told.retry_at == NOW + INSTANT
    assert decide(Rules(), replace(OWNER, paced=tuple(paced), now=told.retry_at)).verdict == "publish"


def test_facts_that_count_other_paces_than_the_rule_does_are_an_error():
    with pytest.raises(ValueError):
        decide(Rules(), replace(MEMBER, paced=(None,)))


@pytest.mark.parametrize(
    ("facts", "reasons"),
    [
        ({"trapped": True}, ("guest", "trap")),
        ({"opened_at": NOW - timedelta(seconds=2.9)}, ("guest", "haste")),
        ({"opened_at": NOW - timedelta(seconds=3)}, ("guest",)),
        ({"opened_at": None}, ("guest",)),
        ({"trapped": True, "opened_at": NOW}, ("guest", "trap")),
        ({"opened_at": NOW, "standing": "member", "role": "member", "confirmed": True, "is_member": True}, ()),
    ],
)
def test_what_a_program_seems_to_have_sent_is_held_with_that_said(facts, reasons):
    assert decide(Rules(audience="anyone"), Facts(NOW, **facts)).reasons == reasons
