"""`user.has_perm("comments.add_comment", post)` is the gate, and the only thing anybody is ever permitted by it."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from accounts.models import Membership, Role, Sanction, State, User
from blog.models import Post

GATE = "comments.add_comment"
# standing -> who may comment where the audience is nobody, team, members, signed_in
GATES = {
    "visitor": (False, False, False, False),
    "unconfirmed": (False, False, False, False),
    "unconfirmed member": (False, False, False, False),
    "unconfirmed owner": (False, False, False, False),
    "deactivated owner": (False, False, False, False),
    "signed_in": (False, False, False, True),
    "elsewhere": (False, False, False, True),
    State.APPLICANT: (False, False, False, True),
    "invited": (False, False, False, True),
    State.DECLINED: (False, False, False, True),
    State.LEFT: (False, False, False, True),
    "suspended": (False, False, False, False),
    "suspension is over": (False, False, True, True),
    "banned": (False, False, False, False),
    Role.MEMBER: (False, False, True, True),
    Role.AUTHOR: (False, True, True, True),
    Role.EDITOR: (False, True, True, True),
    Role.MODERATOR: (False, True, True, True),
    Role.OWNER: (False, True, True, True),
}


@pytest.fixture
def post(blog, make_post):
    return Post.objects.select_related("blog").get(pk=make_post(blog).pk)


@pytest.fixture
def person(blog, make_blog, make_user, make_member):
    """Makes the person of a row of GATES."""
    now = timezone.now()
    special = {
        "visitor": lambda: AnonymousUser(),
        "unconfirmed": lambda: make_user(confirmed=False),
        "unconfirmed member": lambda: make_member(blog, confirmed=False),
        "unconfirmed owner": lambda: make_member(blog, Role.OWNER, confirmed=False),
        "deactivated owner": lambda: _deactivated(make_member(blog, Role.OWNER)),
        "signed_in": lambda: make_user(),
        "elsewhere": lambda: make_member(make_blog(hostname="two.example.org"), Role.OWNER),
        "suspension is over": lambda: make_member(blog, state="suspended", until=now - timedelta(seconds=1)),
    }

    def make(name):
        if name in special:
            return special[name]()
        if name in ("suspended", "banned"):
            return make_member(blog, Role.OWNER, state=name, until=now + timedelta(days=1))
        if name == "invited" or (name in State.values and name != State.MEMBER):
            return make_member(blog, Role.OWNER, state=name)
        return make_member(blog, name)

    return make


def _deactivated(user):
    User.objects.filter(pk=user.pk).update(is_active=False)
    return user  # as a session still has it: active


@pytest.mark.parametrize("name", GATES, ids=str)
def test_the_gate(name, person, blog, post, set_policy, django_assert_max_num_queries):
    someone = person(name)
    for audience, may in zip(("nobody", "team", "members", "signed_in"), GATES[name], strict=True):
        set_policy(blog, audience=audience)
        with django_assert_max_num_queries(2):
            assert someone.has_perm(GATE, post) is may, audience


@pytest.mark.parametrize("name", GATES, ids=str)
def test_nothing_else_is_permitted_to_anybody(name, person, blog, post, make_comment, set_policy):
    set_policy(blog, audience="signed_in")
    someone = person(name)
    comment = make_comment(post)
    for perm in ("comments.change_comment", "comments.delete_comment", "blog.change_post", "add_comment", "", "*"):
        for thing in (None, post, comment):
            assert not someone.has_perm(perm, thing)
    for thing in (None, blog, comment, someone, "post", post.pk):
        assert not someone.has_perm(GATE, thing)
    assert not someone.has_module_perms("comments")
    if someone.is_authenticated:
        assert not someone.has_perms([GATE, "blog.change_post"], post)
        assert not someone.is_staff


def test_a_post_that_is_not_public_takes_no_comments_of_the_owner_either(blog, make_member, make_post):
    owner = make_member(blog, Role.OWNER)
    for fields in ({"state": "draft"}, {"state": "draft", "published_at": None}, {"days_ago": -1}):
        assert not owner.has_perm(GATE, make_post(blog, **fields))


def test_a_member_of_one_blog_is_a_stranger_in_the_other(blog, make_blog, make_member, make_post):
    two = make_blog(hostname="two.example.org")
    member = make_member(blog)
    assert member.has_perm(GATE, make_post(blog))
    assert not member.has_perm(GATE, make_post(two))


@pytest.mark.parametrize(
    "blow", ["suspend", "suspend at this post", "ban", "warn", "leave", "deactivate", "delete", "take back the address"]
)
def test_who_loses_the_right_in_the_middle_of_a_session_has_lost_it_at_the_next_question(
    blow, blog, post, make_member, set_policy
):
    member = make_member(blog)
    assert member.has_perm(GATE, post)
    membership = Membership.objects.filter(user=member)
    sanction = {"blog": blog, "user": member, "reason": "It had to be."}
    {
        "suspend": lambda: Sanction.objects.create(kind="suspension", **sanction),
        "suspend at this post": lambda: Sanction.objects.create(kind="suspension", post=post, **sanction),
        "ban": lambda: Sanction.objects.create(kind="ban", **sanction),
        "warn": lambda: Sanction.objects.create(kind="warning", **sanction),
        "leave": lambda: membership.update(state=State.LEFT),
        "deactivate": lambda: User.objects.filter(pk=member.pk).update(is_active=False),
        "delete": lambda: User.objects.filter(pk=member.pk).delete(),
        "take back the address": lambda: EmailAddress.objects.filter(user=member).update(verified=False),
    }[blow]()
    assert not member.has_perm(GATE, post)


@pytest.mark.parametrize(
    "rules", [{"audience": "team"}, {"audience": "nobody"}, {"comments": "shown"}, {"comments": "hidden"}]
)
@pytest.mark.parametrize("of_post", [False, True])
def test_a_new_rule_counts_from_the_next_question(rules, of_post, blog, post, make_member, set_policy):
    member = make_member(blog)
    assert member.has_perm(GATE, post)
    set_policy(blog, post if of_post else None, **rules)
    assert not member.has_perm(GATE, post)


@pytest.mark.parametrize(
    "rules, status", [({"audience": "team"}, 403), ({"comments": "shown"}, 403), ({"hold_all": True}, 303)]
)
def test_a_form_that_was_open_when_the_rules_changed_is_judged_by_the_new_ones(
    rules, status, blog, post, make_member, set_policy, sign_in, form_url, send
):
    client = sign_in(make_member(blog))
    assert b'name="key"' in client.get(form_url(post)).content
    set_policy(blog, **rules)
    answer = send(post, "Written before, sent after.")
    assert answer.status_code == status
    assert [comment.state for comment in post.comments.all()] == (["held"] if status == 303 else [])
    if status == 403:
        assert "Written before, sent after." in answer.content.decode()
