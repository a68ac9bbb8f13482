"""The public page says what the policy does: it is asked, not written down."""

import re
from datetime import timedelta
from itertools import product

import pytest
from django.urls import reverse

from accounts.models import Role
from blog.comments import policy
from blog.comments.cases import NOW, all_facts
from blog.comments.policy import DOOR, HOLDS, SENT, Rules, decide
from blog.comments.posting import EDIT_WINDOW
from blog.comments.public_policy import answers, public_policy
from blog.comments.wording import AUDIENCE_WORDS, JOINING_WORDS, RULE_WORDS
from blog.models import Joining

PAGE = reverse("comments:policy")
TEAM_EXEMPT = re.compile(r"blog’s team")


def words(response) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


@pytest.mark.parametrize("audience", policy.AUDIENCES)
def test_the_page_says_who_may_comment(audience, client, blog, set_policy):
    set_policy(blog, audience=audience)
    assert AUDIENCE_WORDS[audience] in words(client.get(PAGE))


@pytest.mark.parametrize("joining", Joining.values)
def test_the_page_says_how_to_join_where_members_are_asked_for(joining, client, blog, set_policy):
    blog.joining = joining
    blog.save()
    assert JOINING_WORDS[joining] in words(client.get(PAGE))
    set_policy(blog, audience="signed_in")
    assert JOINING_WORDS[joining] not in words(client.get(PAGE))


def test_the_page_says_when_comments_close(client, blog, set_policy):
    assert "Comments don’t close by themselves." in words(client.get(PAGE))
    set_policy(blog, close_after_days=14)
    assert "Comments on a post close 14 days after it was published, to the second." in words(client.get(PAGE))
    set_policy(blog, close_after_days=1)
    assert "Comments on a post close 1 day after it was published" in words(client.get(PAGE))
    set_policy(blog, close_after_days=0)
    assert "Comments don’t close by themselves." in words(client.get(PAGE))
    set_policy(blog, comments="shown")
    assert RULE_WORDS["closed"]["closed"] in words(client.get(PAGE))


@pytest.mark.parametrize("moderation, rule", [("none", ""), ("first", "held_first"), ("all", "held_always")])
def test_the_page_says_what_is_held_and_that_the_team_is_exempt(moderation, rule, client, blog, set_policy):
    set_policy(blog, moderation=moderation)
    page = words(client.get(PAGE))
    for name in ("held_first", "held_always"):
        assert (RULE_WORDS[name][""] in page) is (name == rule)
    assert ("Nothing: comments appear at once." in page) is (not rule)


def test_every_rule_that_exempts_the_team_says_so_and_no_other_does():
    for rule in HOLDS:
        held = {
            facts.role
            for moderation, facts in product(policy.MODERATIONS, all_facts())
            if rule(Rules(moderation=moderation), facts)
        }
        exempt = not held & set(policy.TEAM_ROLES)
        assert exempt is bool(TEAM_EXEMPT.search(RULE_WORDS[rule.__name__][""])), rule.__name__
    assert "the team is not exempt" in RULE_WORDS["too_fast"][""]


def test_the_page_names_the_pace_and_the_time_for_changes(client, blog):
    page = words(client.get(PAGE))
    assert "10 comments in 1 minute or 60 comments in 60 minutes" in page
    assert f"for {int(EDIT_WINDOW.total_seconds() // 60)} minutes after sending it" in page


@pytest.mark.parametrize("audience, closing", list(product(policy.AUDIENCES, policy.CLOSINGS)))
def test_a_rule_is_on_the_page_exactly_if_somebody_gets_it_for_an_answer(audience, closing):
    rules = Rules(audience=audience, comments=closing, hold_first=1, close_after_days=14)
    told = {reason for _part, _rule, reason in answers(rules, "open")}
    given = set()
    for age in (0, 14):
        for facts in all_facts([NOW - timedelta(days=age)], joinings=["open"]):
            given |= set(decide(rules, facts).reasons)
    assert told == given


def test_the_rules_stand_in_the_order_in_which_they_are_asked():
    order = [rule.__name__ for rule in DOOR + SENT + HOLDS]
    found = [rule for _part, rule, _reason in answers(Rules(hold_all=True, close_after_days=3), "approval")]
    assert found == sorted(found, key=order.index)
    assert {"banned", "closed", "sign_in_first", "members_only", "too_fast", "held_always"} <= set(found)


def test_a_page_of_a_blog_where_nobody_may_comment_says_no_more_than_that(client, blog, set_policy):
    set_policy(blog, audience="nobody")
    page = words(client.get(PAGE))
    assert "Nobody may comment on this blog." in page
    assert "waits for a moderator" not in page and "Nobody may send more than" not in page


def test_every_reader_gets_the_same_bytes_no_cookie_and_no_form(client, blog, make_member, sign_in):
    plain = client.get(PAGE)
    for role in (Role.MEMBER, Role.OWNER):
        answer = sign_in(make_member(blog, role)).get(PAGE)
        assert answer.content == plain.content
        assert not answer.cookies
        assert answer["Cache-Control"] == plain["Cache-Control"]
    assert b"<form" not in plain.content and b"csrf" not in plain.content
    assert "Cookie" not in plain.get("Vary", "")
    assert "private" not in plain["Cache-Control"]


def test_a_reader_who_has_the_page_is_told_so_until_it_changes(client, blog, set_policy):
    first = client.get(PAGE)
    again = client.get(PAGE, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    set_policy(blog, audience="team")
    changed = client.get(PAGE, headers={"if-none-match": first["ETag"]})
    assert changed.status_code == 200 and changed["ETag"] != first["ETag"]


def test_the_page_changes_nothing_and_takes_nothing(client, blog, nothing_changes):
    with nothing_changes():
        assert client.get(PAGE).status_code == client.head(PAGE).status_code == 200
        assert client.post(PAGE).status_code == 405


def test_the_rules_of_a_page_cost_one_query(blog, set_policy, django_assert_num_queries):
    for audience in policy.AUDIENCES:
        set_policy(blog, audience=audience)
    with django_assert_num_queries(1):
        public_policy(blog)
