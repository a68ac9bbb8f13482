"""Standings: the whole table, read from the database at each request, in one query."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from accounts.models import Kind, Membership, Role, Sanction, State, User
from accounts.standing import NAMES, Standing, standing_of
from accounts.wording import ROLES, standing_told
from blog.models import Joining

NOW = datetime(2026, 5, 31, 12, tzinfo=UTC)
BEFORE, AFTER = NOW - timedelta(seconds=1), NOW + timedelta(seconds=1)

# state or sanction, until, confirmed -> standing
TABLE = [
    (None, None, True, "signed_in"),
    (None, None, False, "unconfirmed"),
    *[(state, None, False, "unconfirmed") for state in (*State.values, "invited", "suspended")],
    *[(state, None, True, str(state)) for state in (*State.values, "invited", "suspended", "banned")],
    ("suspended", AFTER, True, "suspended"),
    ("suspended", NOW, True, "member"),
    ("suspended", BEFORE, True, "member"),
    ("suspended", BEFORE, False, "unconfirmed"),
    ("banned", None, False, "banned"),
    ("banned", AFTER, True, "banned"),
    ("banned", NOW, True, "left"),
    ("banned", BEFORE, True, "left"),
]


@pytest.mark.parametrize("state, until, confirmed, name", TABLE)
def test_the_table_of_standings(
    state, until, confirmed, name, blog, make_blog, make_user, make_member, django_assert_num_queries
):
    fields = {"until": until} if until else {}
    user = (
        make_member(
            blog, Role.AUTHOR, state=state, confirmed=confirmed, since=NOW - timedelta(days=3), reason="why", **fields
        )
        if state
        else make_user(confirmed=confirmed)
    )
    Membership.objects.create(
        blog=make_blog(hostname="two.example.org"), user=user, state=State.MEMBER, role=Role.OWNER
    )
    with django_assert_num_queries(1):
        standing = standing_of(user, blog, NOW)
    assert standing.name == name
    assert standing.role == (Role.AUTHOR if name == "member" else "")
    assert standing.is_team == (name == "member")
    assert standing.confirmed == confirmed


def test_a_visitor_costs_no_query(blog, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert standing_of(AnonymousUser(), blog, NOW) == Standing("visitor")


def test_who_was_switched_off_or_deleted_meanwhile_is_a_visitor(blog, make_member):
    off, gone = make_member(blog), make_member(blog)
    User.objects.filter(pk=off.pk).update(is_active=False)
    User.objects.get(pk=gone.pk).delete()
    assert standing_of(off, blog, NOW).name == standing_of(gone, blog, NOW).name == "visitor"


def test_a_sanction_counts_from_the_next_request_on(blog, make_member, sign_in):
    user = make_member(blog)
    client = sign_in(user)
    assert "You are a member" in client.get("/accounts/standing/").content.decode()
    Sanction.objects.create(blog=blog, user=user, kind=Kind.SUSPENSION, reason="Shouting")
    page = client.get("/accounts/standing/").content.decode()
    assert "suspended" in page
    assert "Shouting" in page


@pytest.mark.parametrize("joining", Joining.values)
@pytest.mark.parametrize("name", NAMES)
def test_everybody_is_told_where_they_stand_and_a_way_on_that_exists(name, joining):
    since = NOW - timedelta(days=30)
    told = standing_told(Standing(name, role="member" if name == "member" else "", since=since), joining, NOW)
    assert all(told.sentences)
    assert "%(" not in "".join(told.sentences)
    assert bool(told.step) == bool(told.route)
    if told.route:
        reverse(told.route)
    may_ask = name in ("signed_in", "declined", "left") and joining != Joining.CLOSED
    assert (told.route == "accounts_join") == (may_ask or name == "invited")


@pytest.mark.parametrize("role", Role.values)
def test_a_member_is_told_what_their_role_is(role):
    told = standing_told(Standing("member", role=role, since=NOW), "open", NOW)
    assert told.sentences[1] == ROLES[role]


def test_who_was_declined_is_told_when_they_may_ask_again():
    declined = Standing("declined", since=NOW - timedelta(days=2))
    told = standing_told(declined, "approval", NOW)
    assert "5 June 2026" in told.sentences[-1]
    assert not told.route
    assert standing_told(declined, "approval", NOW + timedelta(days=5)).route == "accounts_join"


def test_who_is_suspended_is_told_until_when():
    told = standing_told(Standing("suspended", since=NOW, until=NOW + timedelta(days=2)), "open", NOW)
    assert "2 June 2026" in told.sentences[1]
    assert "No end" in standing_told(Standing("suspended", since=NOW), "open", NOW).sentences[1]


def test_who_is_banned_is_told_until_when():
    told = standing_told(Standing("banned", since=NOW, until=NOW + timedelta(days=2)), "open", NOW)
    assert "2 June 2026" in told.sentences[1]
    assert "No end" in standing_told(Standing("banned", since=NOW), "open", NOW).sentences[1]


@pytest.mark.parametrize("state", [None, *State.values, "suspended", "banned"])
def test_the_standing_page_shows_each_state(state, blog, make_user, make_member, sign_in):
    client = sign_in(make_member(blog, state=state, reason="<b>why</b>") if state else make_user())
    answer = client.get("/accounts/standing/")
    assert answer.status_code == 200
    page = answer.content.decode()
    assert ("&lt;b&gt;why" in page) == bool(state)
    assert "<b>why" not in page


def test_an_unconfirmed_person_is_led_to_confirming(blog, make_user, sign_in):
    page = sign_in(make_user(confirmed=False)).get("/accounts/standing/").content.decode()
    assert "/accounts/email/" in page
