"""No policy shuts an owner out of what they opened, and none holds what nobody may publish."""

from dataclasses import replace
from itertools import product

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Kind, Role, Sanction
from blog.comments import policy
from blog.comments.lockout import SENTENCES, lock_out
from blog.comments.models import PolicyVersion
from blog.comments.policy import Decision, Rules
from blog.models import Label

HOLDING = [
    {"hold_all": True},
    {"hold_first": 1},
    {"hold_rejected_days": 1},
    {"hold_links": 1},
    {"hold_words": ("x",)},
    {"hold_after_days": 1},
    {"spam_check": "akismet"},
    {"audience": "anyone"},
]


def test_whatever_an_owner_chooses_they_can_comment_or_have_closed_by_hand(blog, make_member):
    make_member(blog, Role.OWNER)
    for audience, comments, read_only in product(policy.AUDIENCES, policy.CLOSINGS, (True, False)):
        rules = Rules(audience=audience, comments=comments, read_only=read_only, close_after_days=1, hold_all=True)
        assert lock_out(blog, rules, timezone.now()) == ""


def test_a_rule_that_would_refuse_an_owner_is_noticed_whatever_its_name(blog, monkeypatch):
    monkeypatch.setattr("blog.comments.lockout.admit", lambda *_: Decision("refuse", ("a_new_reason",)))
    assert lock_out(blog, Rules(), timezone.now()) == "owner_out"


@pytest.mark.parametrize("hold", HOLDING, ids=str)
def test_nothing_is_held_where_nobody_may_publish_it(hold, blog, make_member):
    now = timezone.now()
    make_member(blog, Role.EDITOR)
    assert lock_out(blog, replace(Rules(), **hold), now) == "nobody_moderates"
    assert lock_out(blog, Rules(), now) == ""
    moderator = make_member(blog, Role.MODERATOR)
    assert lock_out(blog, replace(Rules(), **hold), now) == ""
    Sanction.objects.create(blog=blog, user=moderator, kind=Kind.SUSPENSION, reason="x")
    assert lock_out(blog, replace(Rules(), **hold), now) == "nobody_moderates"


def test_the_form_says_so_instead_of_saving(blog, make_member, client, sign_in):
    sign_in(make_member(blog, Role.EDITOR))
    label = Label.objects.create(blog=blog, name="Letters", slug="letters")
    url = reverse("admin:blog_label_change", args=[label.pk])
    sent = {"name": "Letters", "slug": "letters", "policy_hold_all": "yes"}
    answer = client.post(url, sent)
    assert SENTENCES["nobody_moderates"] in answer.content.decode()
    assert answer.status_code == 200 and not PolicyVersion.objects.exists()
    make_member(blog, Role.OWNER)
    assert client.post(url, sent).status_code == 302
    assert PolicyVersion.objects.get().hold_all is True


def test_what_was_so_before_can_be_saved_again(blog, make_member, client, sign_in, set_policy):
    sign_in(make_member(blog, Role.EDITOR))
    label = Label.objects.create(blog=blog, name="Letters", slug="letters")
    PolicyVersion.objects.create(blog=blog, label=label, hold_all=True)
    url = reverse("admin:blog_label_change", args=[label.pk])
    assert client.post(url, {"name": "Notes", "slug": "notes", "policy_hold_all": "yes"}).status_code == 302
