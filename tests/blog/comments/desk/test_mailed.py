"""The link in a moderator's mail: it opens one comment, decides once, and dies with whatever changes."""

import re
import time
import uuid

import pytest
from django.core import signing
from django.utils import timezone

from accounts.models import Membership, Role
from accounts.sanctions import impose
from blog.comments.changing import change_policy
from blog.comments.mailed_links import LIFE, mailed_link
from blog.comments.models import Comment, Ruling, State
from blog.comments.posting import post_comment
from blog.comments.rulings import rule


@pytest.fixture
def held(post, make_comment):
    return make_comment(post, "It waits for an answer", state=State.HELD)


@pytest.fixture
def link(held, moderator):
    return mailed_link(held, moderator)


def assert_dead(client, link, nothing_changes):
    with nothing_changes():
        assert client.get(link).status_code == 404
        answer = client.post(link, {"act": "reject", "reason": "Typed with care"})
    assert answer.status_code == 404
    page = answer.content.decode()
    assert "does not work any more" in page and "Typed with care" in page and "It waits" not in page


def test_the_mail_of_a_held_comment_has_the_link_of_who_reads_it(
    blog, post, make_member, moderator, client, mailoutbox, django_capture_on_commit_callbacks
):
    blog.hostname = "testserver"
    blog.save()
    owner = make_member(blog, Role.OWNER, name="Olga")
    change_policy(blog=blog, by=owner, values={"hold_all": True}, now=timezone.now())
    with django_capture_on_commit_callbacks(execute=True):
        post_comment(post=post, by=make_member(blog), text="It waits", key=uuid.uuid4(), now=timezone.now())
    named = {mail.to[0]: re.search(r"https?://[^/]+(/comments/desk/mailed/\S+)", mail.body)[1] for mail in mailoutbox}
    assert set(named) == {moderator.email, owner.email}
    for person in (moderator, owner):
        assert f"You decide as {person.name}" in client.get(named[person.email]).content.decode()
    client.post(named[owner.email], {"act": "publish"})
    assert Ruling.objects.get(was=State.HELD).by == owner


def test_looking_decides_nothing_and_is_kept_by_nobody(client, link, nothing_changes):
    with nothing_changes():
        answer = client.get(link)
    assert answer.status_code == 200 and "no-store" in answer["Cache-Control"]
    assert answer["Referrer-Policy"] in ("same-origin", "no-referrer")
    assert "It waits for an answer" in answer.content.decode()


@pytest.mark.parametrize(("act", "state"), [("publish", State.PUBLISHED), ("reject", State.REJECTED)])
def test_it_decides_once_in_the_name_of_whose_link_it_is(client, link, held, moderator, act, state, nothing_changes):
    answer = client.post(link, {"act": act, "reason": "So it is"})
    assert answer.status_code == 200 and "does nothing more" in answer.content.decode()
    held.refresh_from_db()
    ruling = held.rulings.latest("pk")
    assert (held.state, ruling.by, ruling.reason) == (state, moderator, "So it is")
    assert_dead(client, link, nothing_changes)


def test_it_signs_nobody_in(client, link):
    client.get(link)
    client.post(link, {"act": "publish"})
    assert "_auth_user_id" not in client.session
    assert client.get("/comments/desk/").status_code == 302


@pytest.mark.parametrize(
    "typed",
    [{"act": "reject", "reason": " "}, {"act": "remove", "reason": "x"}, {"act": "", "reason": "x"}, {},
     {"act": "reject", "reason": "x" * 501}, {"act": "reject", "guideline": "999999"},
     {"act": "restore", "reason": "x", "seen_state": "removed"}],
)  # fmt: skip
def test_an_unfit_decision_is_not_made_and_what_was_typed_stays(client, link, typed, nothing_changes):
    with nothing_changes():
        answer = client.post(link, typed)
    page = answer.content.decode()
    assert answer.status_code == 422 and 'role="alert"' in page and typed.get("reason", "").strip() in page


@pytest.mark.parametrize(
    "change",
    ["decided", "edited", "asks to join", "left", "demoted", "suspended", "gone", "new password", "inactive"],
)
def test_it_dies_with_whatever_changes(
    change, client, link, held, moderator, blog, post, make_member, apply_here, nothing_changes
):
    now, owner = timezone.now(), make_member(blog, Role.OWNER)
    mine = Membership.objects.filter(user=moderator)
    if change == "decided":
        rule(comment=held, act="publish", by=owner, seen_state=State.HELD, now=now)
    elif change == "edited":
        Comment.objects.filter(pk=held.pk).update(text="Another", changed_at=now)
    elif change == "asks to join":
        Comment.objects.filter(pk=held.pk).update(application=apply_here())
    elif change == "left":
        mine.update(state="left", role=Role.MEMBER)
    elif change == "demoted":
        mine.update(role=Role.AUTHOR)
    elif change == "suspended":
        impose(blog=blog, user=moderator, kind="suspension", reason="A rest", by=owner, now=now)
    elif change == "gone":
        held.delete()
    elif change == "new password":
        moderator.set_password("another horse, another staple")
        moderator.save()
    else:
        moderator.is_active = False
        moderator.save()
    assert_dead(client, link, nothing_changes)


def test_after_a_week_it_is_too_old(client, link, monkeypatch, nothing_changes):
    then = time.time() + LIFE.total_seconds() - 60
    monkeypatch.setattr(signing.time, "time", lambda: then)
    assert client.get(link).status_code == 200
    then += 120
    assert_dead(client, link, nothing_changes)


def test_a_forged_link_and_one_of_another_blog_are_none(client, link, held, make_blog, settings, nothing_changes):
    token = link.rstrip("/").rpartition("/")[2]
    assert_dead(client, link.replace(token, token[:-2] + ("aa" if token[-2:] != "aa" else "bb")), nothing_changes)
    settings.ALLOWED_HOSTS = ["*"]
    make_blog(hostname="two.example.org")
    assert client.get(link, headers={"host": "two.example.org"}).status_code == 404
