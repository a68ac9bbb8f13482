"""A form promises nothing: whatever changes while it is open, what is sent is judged by how things stand then."""

import html
import itertools
import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.leaving import delete_account
from accounts.models import Membership, Role, User
from accounts.sanctions import impose
from blog.comments.changing import change_policy
from blog.comments.models import Comment, PolicyVersion
from tests.rows import rows


@pytest.fixture
def browser():
    """A browser in which somebody is signed in, and which must send the token of a form."""

    def make(user: User) -> Client:
        client = Client(enforce_csrf_checks=True)
        client.force_login(user, backend="accounts.backends.AddressBackend")
        return client

    return make


def fields_of(page) -> dict[str, str]:
    """What the form of a page would send besides its text. A page without a form is a mistake of the test's."""
    form = re.search(r'<form class="comment-form".*?</form>', page.content.decode(), re.S)
    assert form, page.content.decode()
    hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', form[0])
    assert "csrfmiddlewaretoken" in dict(hidden)
    return {name: html.unescape(value) for name, value in hidden}


# --- Who the person is changes -------------------------------------------------------------------------------------


def lose_address(person: User, owner: User) -> None:
    EmailAddress.objects.filter(user=person).update(verified=False)


def be_suspended(person: User, owner: User) -> None:
    blog = Membership.objects.get(user=person).blog
    impose(blog=blog, user=person, kind="suspension", reason="Shouting", by=owner, now=timezone.now())


def be_deactivated(person: User, owner: User) -> None:
    User.objects.filter(pk=person.pk).update(is_active=False)


def be_deleted(person: User, owner: User) -> None:
    delete_account(user=User.objects.get(pk=person.pk), keep_comments=True)


LOSSES = (lose_address, be_suspended, be_deactivated, be_deleted)
# act -> (where its form is, what is sent with the form, the status when all is well)
ACTS = {
    "send": ("form", {}, 303),
    "answer": ("reply", {}, 303),
    "preview": ("form", {"preview": "1"}, 200),
    "edit": ("edit", {}, 303),
    "preview of an edit": ("edit", {"preview": "1"}, 200),
}
RULES = [
    {"audience": audience, "hold_first": first}
    for audience, first in itertools.product(("members", "signed_in"), (0, 1))
]


@pytest.mark.parametrize("role", Role.values)
def test_of_400_forms_whose_person_may_no_longer_comment_none_succeeds(
    role, blog, make_member, make_post, make_comment, set_policy, browser, request
):
    """5 roles x 4 policies x 5 acts x 4 losses, 80 here. And the same form would have been taken without the loss.

    In the quick run, 40 here: under two policies that differ in both their settings.
    """
    rules_tried = RULES if request.config.getoption("--slow") else (RULES[0], RULES[-1])
    person, owner, post = make_member(blog, role), make_member(blog, Role.OWNER), make_post(blog)
    mine, others = make_comment(post, author=person), make_comment(post)
    form = reverse("comments:form", args=[post.pk])
    places = {"form": form, "reply": f"{form}?parent={others.pk}", "edit": reverse("comments:edit", args=[mine.pk])}
    attempts, succeeded = 0, []
    for rules, (act, (place, more, good)) in itertools.product(rules_tried, ACTS.items()):
        set_policy(blog, **rules)
        client = browser(person)
        sent = fields_of(client.get(places[place])) | {"text": "Not any more."} | more
        signed_in = client.cookies.copy()
        for loss in (*LOSSES, None):
            with transaction.atomic():
                if loss:
                    loss(person, owner)
                before = rows()
                status = client.post(places[place].partition("?")[0], sent).status_code
                if loss:
                    attempts += 1
                    if status != 403 or rows() != before:
                        succeeded.append(f"{act} after {loss.__name__}, {rules}: {status}")
                else:
                    assert status == good, act
                transaction.set_rollback(True)
            client.cookies = signed_in.copy()
        cache.clear()
    assert not succeeded, "\n".join(succeeded)
    assert attempts == len(rules_tried) * len(ACTS) * len(LOSSES)


# --- The policy changes --------------------------------------------------------------------------------------------

# Ten policies under which a member who has never commented is given a form at a post of a month ago.
OLD = [
    {"audience": audience, **holds, "close_after_days": days}
    for audience, holds, days in itertools.product(
        ("members", "signed_in"), ({}, {"hold_first": 1}, {"hold_all": True}), (None, 60)
    )
][:10]
# What becomes of that member's comment under ten others: None is refused.
NEW = [
    ({"audience": "nobody"}, None),
    ({"audience": "team"}, None),
    ({"audience": "members"}, "published"),
    ({"audience": "signed_in"}, "published"),
    ({"comments": "shown"}, None),
    ({"comments": "hidden"}, None),
    ({"close_after_days": 29}, None),
    ({"close_after_days": 31}, "published"),
    ({"hold_all": True}, "held"),
    ({"hold_first": 1}, "held"),
]


@pytest.mark.parametrize("whose", ["blog", pytest.param("post", marks=pytest.mark.slow)])
def test_100_of_100_stale_forms_are_judged_by_the_new_policy(whose, blog, make_member, make_post, browser):
    member, owner, post = make_member(blog), make_member(blog, Role.OWNER), make_post(blog, days_ago=30)
    form, of_post = reverse("comments:form", args=[post.pk]), post if whose == "post" else None
    judged, client, now = 0, browser(member), timezone.now()
    signed_in = client.cookies.copy()
    for old, (new, expected) in itertools.product(OLD, NEW):
        with transaction.atomic():
            case = f"{old} -> {new}"
            then = now - timedelta(hours=1)
            PolicyVersion.objects.create(blog=blog, post=of_post, by=owner, at=then, **old)
            sent = fields_of(client.get(form)) | {"text": "Typed under the old policy."}
            change_policy(blog=blog, post=of_post, values=new, by=owner, now=now)
            newest, before = PolicyVersion.objects.latest("pk"), rows()
            status = client.post(form, sent).status_code
            comment = Comment.objects.filter(author=member).first()
            assert (comment and comment.state) == expected, case
            assert status == (303 if expected else 403), case
            assert (comment.policy == newest) if comment else (rows() == before), case
            judged += 1
            transaction.set_rollback(True)
        client.cookies = signed_in.copy()
    assert judged == 100
