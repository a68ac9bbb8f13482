"""The public page says what the policy does: it is asked, not written down."""

import re
from itertools import product

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role
from blog.comments import policy
from blog.comments.cases import all_cases, facts_under
from blog.comments.editing import EDIT_WINDOW
from blog.comments.models import Guideline, PolicyVersion
from blog.comments.policy import DOOR, HOLDS, SENT, Rules, decide
from blog.comments.policy_log import changes_of
from blog.comments.public_policy import answers, public_policy
from blog.comments.rule_words import AUDIENCE_WORDS, JOINING_WORDS, RULE_WORDS
from blog.comments.rules import rules_for_blog
from blog.models import Joining, Label

PAGE = reverse("comments:policy")
TEAM_EXEMPT = re.compile(r"blog’s team|of the team")


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


@pytest.mark.parametrize(
    "chosen, rule",
    [
        ({}, ""),
        ({"hold_all": True}, "held_all"),
        ({"hold_first": 2}, "held_first"),
        ({"hold_rejected_days": 30}, "held_after_rejection"),
        ({"hold_links": 2}, "held_links"),
        ({"hold_words": ["casino"]}, "held_words"),
        ({"hold_after_days": 90}, "held_old_post"),
        ({"spam_check": "akismet"}, "held_spam"),
    ],
)
def test_the_page_says_what_is_held(chosen, rule, client, blog, set_policy):
    set_policy(blog, **chosen)
    told = {name for part, name, _reason in answers(rules_for_blog(blog).rules, "open") if part == "holds"}
    assert told - {"held_by_team"} == ({rule} if rule else set())
    page = words(client.get(PAGE))
    assert (RULE_WORDS["held_all"][""] in page) is (rule == "held_all")
    assert "casino" not in page, "which words are listed is not told"
    assert "%(" not in page and "None" not in page


def test_every_rule_that_exempts_the_team_says_so_and_no_other_does():
    cases = list(all_cases(audiences=["signed_in"], joinings=["open"], parents=["of its own"]))
    for rule in HOLDS:
        held = {case.facts.role for case in cases if rule(case.rules, case.facts)}
        exempt = not held & set(policy.TEAM_ROLES)
        said = bool(TEAM_EXEMPT.search(RULE_WORDS[rule.__name__][""]))
        if rule.__name__ not in ("held_guest", "held_automatic", "held_by_team"):  # of whoever it names
            assert exempt is said, rule.__name__
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
    for facts in facts_under(rules, "open"):
        given |= set(decide(rules, facts).reasons)
    assert told == given


def test_the_rules_stand_in_the_order_in_which_they_are_asked():
    order = [rule.__name__ for rule in DOOR + SENT + HOLDS]
    found = [rule for _part, rule, _reason in answers(Rules(hold_all=True, close_after_days=3), "approval")]
    assert found == sorted(found, key=order.index)
    assert {"banned", "closed", "sign_in_first", "members_only", "too_fast", "held_all"} <= set(found)


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


def test_the_rules_of_a_page_cost_two_queries(blog, set_policy, django_assert_num_queries):
    for audience in policy.AUDIENCES:
        set_policy(blog, audience=audience)
    with django_assert_num_queries(2):
        public_policy(blog)


def test_the_guidelines_of_the_blog_are_listed_and_nobody_elses(client, blog, make_blog):
    assert "How we talk here" not in words(client.get(PAGE))
    Guideline.objects.create(blog=blog, title="Be kind", text="<b>Always</b>.")
    Guideline.objects.create(blog=make_blog(hostname="two.example.org"), title="Strange", text="x")
    page = words(client.get(PAGE))
    assert "Be kind" in page and "&lt;b&gt;Always&lt;/b&gt;" in page and "Strange" not in page


CHANGES = reverse("comments:policy_changes")


def test_members_read_what_changed_from_what_to_what_by_whom_and_why(
    client, blog, make_post, make_member, sign_in, set_policy
):
    owner = make_member(blog, Role.OWNER, name="Olga")
    label = Label.objects.create(blog=blog, name="Travel", slug="travel")
    set_policy(blog, audience="members", by=owner)
    PolicyVersion.objects.create(blog=blog, label=label, hold_links=2)
    set_policy(blog, make_post(blog, "A letter"), comments="shown")
    set_policy(blog, make_post(blog, "Unseen", days_ago=-1), comments="shown")
    set_policy(blog, make_post(blog, "Inner", readers="team"), comments="shown")
    set_policy(blog, audience="team", by=owner, reason="Too much <noise>")
    sign_in(make_member(blog))
    page = words(client.get(CHANGES))
    assert "who may comment: Members of this blog → The blog’s team" in page
    assert "who may comment: inherited → Members of this blog" in page
    assert "Olga" in page and "Too much &lt;noise&gt;" in page and "Travel" in page and "A letter" in page
    assert "hold from so many links: inherited → 2" in page
    assert "Unseen" not in page and "Inner" not in page


@pytest.mark.parametrize("state", ["visitor", "applicant", "left", "declined", "banned"])
def test_who_is_no_member_is_told_the_way_in(state, client, blog, make_member, sign_in, set_policy):
    set_policy(blog, audience="team", reason="Secret")
    if state != "visitor":
        sign_in(make_member(blog, state=state))
    answer = client.get(CHANGES)
    assert answer.status_code == 403 and "Secret" not in words(answer)
    assert "Only members of this blog may read what changed" in words(answer) and "no-store" in answer["Cache-Control"]


def test_the_changes_are_read_page_by_page(client, blog, make_member, sign_in, set_policy, django_assert_num_queries):
    for number in range(45):
        set_policy(blog, close_after_days=number + 1)
    sign_in(make_member(blog))
    url, seen = CHANGES, 0
    while url:
        page = client.get(url)
        seen += page.content.decode().count("<section aria-labelledby")
        url = page.context["next_before"] and f"{CHANGES}?before={page.context['next_before']}"
    assert seen == 45
    assert client.get(f"{CHANGES}?before=x").status_code == 200
    with django_assert_num_queries(2):
        changes_of(blog, timezone.now())
