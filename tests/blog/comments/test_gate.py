"""The form that is shown and the POST that is taken are one decision, for everybody, under every rule."""

import itertools
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from accounts.models import Role, State
from blog.comments.models import Comment
from blog.comments.policy import AUDIENCES, CLOSINGS
from blog.models import PostState

PEOPLE = (
    "visitor",
    "unconfirmed",
    "signed_in",
    *(s for s in State.values if s != State.MEMBER),
    "invited",
    "suspended",
    "banned",
    *Role.values,
)
WHO_AND_WHEN = [
    {"audience": audience, "comments": closing} for audience, closing in itertools.product(AUDIENCES, CLOSINGS)
]
MORE = [
    {"hold_all": True},
    {"hold_first": 1},
    {"read_only": True},
    {"close_at": timezone.now() - timedelta(seconds=1)},
    {"close_after_count": 1},
    {"slow_minutes": 5},
    {"close_after_days": 1},
]


@pytest.fixture
def person(blog, make_user, make_member):
    def make(who: str):
        if who == "visitor":
            return None
        if who == "unconfirmed":
            return make_member(blog, confirmed=False)
        if who == "signed_in":
            return make_user()
        return make_member(blog, who) if who in Role.values else make_member(blog, state=who)

    return make


@pytest.mark.parametrize("who", PEOPLE)
def test_a_form_is_shown_to_whoever_may_post_and_to_nobody_else(
    client, blog, make_post, set_policy, sign_in, send, form_url, person, nothing_changes, who, request
):
    """Under each rule in the long proofs; else under every second of the pairs, the next person under the others."""
    user = person(who)
    if user:
        sign_in(user)
    pairs = WHO_AND_WHEN if request.config.getoption("--slow") else WHO_AND_WHEN[PEOPLE.index(who) % 2 :: 2]
    for rules in pairs + MORE:
        post = make_post(blog)
        set_policy(blog, post, **rules)
        page = client.get(form_url(post))
        shown = b'class="comment-form"' in page.content
        allowed = (user or AnonymousUser()).has_perm("comments.add_comment", post)
        told = b'class="note"' in page.content
        assert (page.status_code, shown, told) == (200, allowed, not allowed), rules
        if shown:
            assert send(post, **({} if user else {"name": "A Guest"})).status_code == 303, rules
            comment = Comment.objects.get(post=post)
            assert comment.author == user
            comment.delete()  # so that nobody is too fast
        else:
            with nothing_changes():
                refused = send(post, preview="1"), send(post)
            assert [response.status_code for response in refused] == [403, 403], rules
            # What the page said before is what is said now.
            said = [response.context["note"].sentences for response in (page, *refused)]
            assert said[0] == said[1] == said[2], rules


@pytest.mark.parametrize("who", ["visitor", "signed_in", Role.MEMBER, Role.OWNER])
def test_the_permission_is_asked_of_the_policy_and_of_nothing_else(blog, make_post, person, who):
    user, post = person(who) or AnonymousUser(), make_post(blog)
    assert user.has_perm("comments.add_comment", post) == (who in Role.values)
    assert not user.has_perm("comments.add_comment")
    assert not user.has_perm("comments.change_comment", post)
    assert not user.has_perm("comments.add_comment", make_post(blog, state=PostState.DRAFT))
    assert not user.has_perm("comments.add_comment", make_post(blog, days_ago=-1))


def test_a_member_of_one_blog_is_nobody_in_another(make_blog, make_post, make_member):
    here, there = make_blog(hostname="one.example.org"), make_blog(hostname="two.example.org")
    owner = make_member(here, Role.OWNER)
    assert owner.has_perm("comments.add_comment", make_post(here))
    assert not owner.has_perm("comments.add_comment", make_post(there))


def test_a_deactivated_account_may_nothing(blog, make_post, make_member, sign_in, send, nothing_changes):
    member, post = make_member(blog), make_post(blog)
    sign_in(member)
    member.is_active = False
    member.save()
    with nothing_changes():
        assert send(post).status_code == 403
