"""The policy as tables: a row for each kind of person, a column for each audience, and one nonsense column."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from accounts.models import TEAM
from blog.comments import policy
from blog.comments.cases import PEOPLE
from blog.comments.models import Audience, Closing, SpamCheck
from blog.comments.policy import (
    DOOR,
    HOLDS,
    PACES,
    SENT,
    Decision,
    Facts,
    Rules,
    admit,
    closes_at,
    closing,
    decide,
    may_read,
)
from blog.comments.spam import CHECKS
from blog.models import Readers

NOW = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)
INSTANT = timedelta(microseconds=1)
AUDIENCES = ("nobody", "team", "members", "signed_in", "anyone", "nonsense")
YES = ""

# Who is given a form at an open post of a blog that anybody may join: "" for yes, else the reason.
DOORS = {
    #                                 nobody    team           members              signed_in      nonsense
    ("visitor", "", False):         ("nobody", "team_only", "members_only", "sign_in", YES, "nobody"),
    ("unconfirmed", "", False):     ("nobody", "unconfirmed", "unconfirmed", "unconfirmed", "unconfirmed", "nobody"),
    ("signed_in", "", True):        ("nobody", "team_only", "not_a_member", YES, YES, "nobody"),
    ("applicant", "", True):        ("nobody", "team_only", "application_waits", YES, YES, "nobody"),
    ("invited", "", True):          ("nobody", "team_only", "invited", YES, YES, "nobody"),
    ("declined", "", True):         ("nobody", "team_only", "declined", YES, YES, "nobody"),
    ("left", "", True):             ("nobody", "team_only", "not_a_member", YES, YES, "nobody"),
    ("member", "member", True):     ("nobody", "team_only", YES, YES, YES, "nobody"),
    ("member", "author", True):     ("nobody", YES, YES, YES, YES, "nobody"),
    ("member", "editor", True):     ("nobody", YES, YES, YES, YES, "nobody"),
    ("member", "moderator", True):  ("nobody", YES, YES, YES, YES, "nobody"),
    ("member", "owner", True):      ("nobody", YES, YES, YES, YES, "nobody"),
    ("member", "nonsense", True):   ("nobody", "team_only", YES, YES, YES, "nobody"),
    ("suspended", "", True):        ("nobody", "suspended", "suspended", "suspended", "suspended", "nobody"),
    ("banned", "", True):           ("banned", "banned", "banned", "banned", "banned", "banned"),
    ("banned", "", False):          ("banned", "banned", "banned", "banned", "banned", "banned"),
    ("nonsense", "", True):         ("nobody", "team_only", "members_only", "sign_in", "sign_in", "nobody"),
    ("nonsense", "owner", True):    ("nobody", "team_only", "members_only", "sign_in", "sign_in", "nobody"),
}  # fmt: skip


@pytest.mark.parametrize("person", DOORS, ids=lambda person: " ".join(str(part) for part in person))
def test_who_is_given_a_form(person):
    standing, role, confirmed = person
    facts = Facts(now=NOW, standing=standing, role=role, confirmed=confirmed, published_at=NOW - timedelta(days=1))
    for audience, reason in zip(AUDIENCES, DOORS[person], strict=True):
        told = admit(Rules(audience=audience), facts)
        assert told.reasons == ((reason,) if reason else ()), audience
        assert told.admits == (not reason), audience


@pytest.mark.parametrize("comments, reason", [("shown", "closed"), ("hidden", "comments_off"), ("nonsense", "closed")])
def test_a_closed_post_is_closed_to_everybody_the_owner_included(comments, reason):
    for facts in PEOPLE.values():
        told = admit(Rules(audience="signed_in", comments=comments), facts)
        assert told.reasons == (("banned",) if facts.standing == "banned" else (reason,))


@pytest.mark.parametrize(
    "standing, joining, step",
    [
        ("visitor", "open", "sign_in_open"),
        ("visitor", "approval", "sign_in_approval"),
        ("visitor", "closed", "sign_in_closed"),
        ("signed_in", "open", "join"),
        ("signed_in", "approval", "apply"),
        ("signed_in", "closed", "ask_owner"),
        ("signed_in", "nonsense", "ask_owner"),
        ("left", "open", "join"),
        ("applicant", "open", "see_standing"),
        ("invited", "closed", "accept_invitation"),
        ("declined", "open", "see_standing"),
    ],
)
def test_who_is_not_a_member_is_shown_the_way_in_that_this_blog_has(standing, joining, step):
    facts = Facts(now=NOW, standing=standing, joining=joining, confirmed=standing != "visitor")
    assert admit(Rules(), facts).next_step == step


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


def test_a_warning_is_read_before_the_next_comment():
    told = admit(Rules(), replace(MEMBER, warned=True))
    assert (told.reasons, told.next_step) == (("warned",), "acknowledge")


def test_slow_mode_lets_one_comment_through_in_so_many_minutes_and_says_when_the_next():
    rules, facts = Rules(slow_minutes=5), replace(MEMBER, last_here=NOW - timedelta(minutes=5) + INSTANT)
    told = decide(rules, facts)
    assert (told.verdict, told.reasons, told.retry_at) == ("refuse", ("slow_mode",), NOW + INSTANT)
    assert decide(rules, replace(facts, now=told.retry_at)).verdict == "publish"
    assert decide(rules, replace(facts, last_here=None)).verdict == "publish"
    assert decide(rules, replace(facts, role="author")).verdict == "publish"
    assert decide(Rules(slow_minutes=0), facts).verdict == "publish"


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


def test_whoever_nothing_is_known_of_is_a_visitor_of_a_members_only_blog():
    told = admit(Rules(), Facts(NOW))
    assert (told.reasons, told.next_step) == (("members_only",), "sign_in_open")
    assert Facts(NOW) == Facts(NOW, "visitor", "", False, joining="open")


def test_the_words_of_the_rule_are_those_the_database_keeps():
    assert list(policy.AUDIENCES) == Audience.values == ["nobody", "team", "members", "signed_in", "anyone"]
    assert list(policy.CLOSINGS) == Closing.values == ["open", "shown", "hidden"]
    assert set(policy.READERS) == set(Readers.values)
    assert set(SpamCheck.values) == {policy.OFF, *CHECKS}
    assert list(policy.TEAM_ROLES) == list(TEAM)


def test_a_suspension_says_when_it_ends():
    end = NOW + timedelta(days=3)
    told = admit(Rules(), Facts(NOW, "suspended", confirmed=True, until=end))
    assert (told.reasons, told.retry_at, told.next_step) == (("suspended",), end, "see_standing")


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


def test_the_first_rule_that_refuses_answers_alone():
    """Banned, at a closed post, unconfirmed, in haste, to a comment that is gone: one reason."""
    worst = Facts(NOW, "banned", confirmed=False, parent="removed", paced=(NOW, NOW))
    assert decide(Rules(comments="hidden", hold_all=True), worst).reasons == ("banned",)


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


READING = {
    #                             everyone members               team
    ("visitor", "", False):         (YES, "read_members_only", "read_team_only"),
    ("unconfirmed", "", False):     (YES, "read_unconfirmed", "read_team_only"),
    ("signed_in", "", True):        (YES, "read_not_a_member", "read_team_only"),
    ("invited", "", True):          (YES, "read_invited", "read_team_only"),
    ("applicant", "", True):        (YES, "read_application_waits", "read_team_only"),
    ("declined", "", True):         (YES, "read_declined", "read_team_only"),
    ("left", "", True):             (YES, "read_not_a_member", "read_team_only"),
    ("member", "member", True):     (YES, YES, "read_team_only"),
    ("member", "author", True):     (YES, YES, YES),
    ("member", "moderator", True):  (YES, YES, YES),
    ("member", "owner", True):      (YES, YES, YES),
    ("member", "owner", False):     (YES, "read_unconfirmed", "read_team_only"),
    ("suspended", "", True):        (YES, YES, "read_team_only"),
    ("banned", "", True):           (YES, "read_banned", "read_team_only"),
    ("nonsense", "", True):         (YES, "read_members_only", "read_team_only"),
}  # fmt: skip


@pytest.mark.parametrize("person", READING, ids=lambda person: " ".join(str(part) for part in person))
def test_who_may_read(person):
    standing, role, confirmed = person
    facts = Facts(NOW, standing, role, confirmed, is_member=standing in ("member", "suspended"))
    for readers, reason in zip(("everyone", "members", "team"), READING[person], strict=True):
        told = may_read(Rules(readers=readers), facts)
        assert told.reasons == ((reason,) if reason else ()), readers
        assert told.admits == (not reason), readers
    assert may_read(Rules(readers="nonsense"), facts) == may_read(Rules(readers="team"), facts)


def test_a_suspension_makes_nobody_a_reader_who_was_no_member():
    stranger = Facts(NOW, "suspended", confirmed=True)
    assert may_read(Rules(readers="members"), stranger).reasons == ("read_not_a_member",)


def test_the_comment_keeps_by_which_rule_its_author_was_let_in():
    assert policy.admitted_by(Rules(), MEMBER) == "members"
    assert policy.admitted_by(Rules(audience="anyone"), Facts(NOW)) == "anyone"
    assert policy.admitted_by(Rules(), OWNER) == "owner"


def test_a_trace_says_what_every_rule_answers_also_after_the_first_refusal():
    said = dict(policy.trace(Rules(comments="shown", hold_all=True), replace(MEMBER, standing="banned", role="")))
    assert list(said) == [rule.__name__ for rule in DOOR + SENT + HOLDS]
    assert {name for name, answer in said.items() if answer} == {"banned", "closed", "members_only", "held_all"}
