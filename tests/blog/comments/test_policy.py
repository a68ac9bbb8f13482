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
    SENT,
    Facts,
    Rules,
    admit,
    decide,
)
from blog.comments.spam import CHECKS
from blog.models import Readers

NOW = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)
AUDIENCES = ("nobody", "team", "members", "signed_in", "anyone", "nonsense")
YES = ""
MEMBER, OWNER = Facts(NOW, "member", "member", True), Facts(NOW, "member", "owner", True)

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


def test_a_warning_is_read_before_the_next_comment():
    told = admit(Rules(), replace(MEMBER, warned=True))
    assert (told.reasons, told.next_step) == (("warned",), "acknowledge")


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


def test_the_first_rule_that_refuses_answers_alone():
    """Banned, at a closed post, unconfirmed, in haste, to a comment that is gone: one reason."""
    worst = Facts(NOW, "banned", confirmed=False, parent="removed", paced=(NOW, NOW))
    assert decide(Rules(comments="hidden", hold_all=True), worst).reasons == ("banned",)


def test_the_comment_keeps_by_which_rule_its_author_was_let_in():
    assert policy.admitted_by(Rules(), MEMBER) == "members"
    assert policy.admitted_by(Rules(audience="anyone"), Facts(NOW)) == "anyone"
    assert policy.admitted_by(Rules(), OWNER) == "owner"


def test_a_trace_says_what_every_rule_answers_also_after_the_first_refusal():
    said = dict(policy.trace(Rules(comments="shown", hold_all=True), replace(MEMBER, standing="banned", role="")))
    assert list(said) == [rule.__name__ for rule in DOOR + SENT + HOLDS]
    assert {name for name, answer in said.items() if answer} == {"banned", "closed", "members_only", "held_all"}
