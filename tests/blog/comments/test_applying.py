"""Asking to join with a comment in hand: one act, one answer, and the text is nowhere until then."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.joining import APPROVAL, CLOSED, OPEN, join_or_apply
from accounts.leaving import delete_account, leave_blog
from accounts.models import Letter, Membership, Role, State
from accounts.refusals import Refused
from blog.comments.applying import approve_application, decline_application, join_with_comment
from blog.comments.models import Comment, Ruling
from blog.comments.rejudging import rejudge
from blog.comments.rulings import PUBLISH, Stale, rule
from blog.comments.tending import deal_with_overdue
from blog.models import PostState

TEXT = "I should like to say this here."


@pytest.fixture
def post(make_blog, make_post, make_member):
    blog = make_blog(joining=APPROVAL)
    make_member(blog, Role.OWNER, name="Olga Owner")
    return make_post(blog)


@pytest.fixture
def owner(post):
    return post.blog.memberships.get(role=Role.OWNER).user


@pytest.fixture
def send(post, make_user):
    def send_(by=None, text=TEXT, key=None, parent=None):
        by = by or make_user()
        return join_with_comment(
            post=post, by=by, text=text, key=key or uuid.uuid4(), parent=parent, now=timezone.now()
        )

    return send_


@pytest.fixture
def asked(send):
    """A comment that waits with a request to join."""
    return send().comment


def approve(comment, owner):
    approve_application(membership=comment.application, by=owner, now=timezone.now())
    comment.refresh_from_db()
    return comment


def test_where_the_team_decides_the_text_waits_with_the_request(asked, owner):
    assert (asked.state, asked.reasons, asked.application.state) == ("held", ["application"], State.APPLICANT)
    letter = Letter.objects.get(user=owner)
    assert letter.topic == "application" and TEXT in letter.body


def test_where_everybody_may_join_one_joins_and_posts_in_one_act(post, send, make_user):
    post.blog.joining = OPEN
    post.blog.save()
    user = make_user()
    comment = send(user).comment
    assert (comment.state, comment.application, comment.admitted_by) == ("published", None, "members")
    assert post.blog.memberships.get(user=user).state == State.MEMBER


def test_who_is_invited_accepts_and_posts_in_one_act(post, send, make_member):
    invited = make_member(post.blog, state="invited")
    comment = send(invited).comment
    assert comment.state == "published" and post.blog.memberships.get(user=invited).state == State.MEMBER


def test_twice_is_as_once(post, send, make_user):
    user, key = make_user(), uuid.uuid4()
    assert send(user, key=key).comment == send(user, key=key).comment == send(user, key=uuid.uuid4()).comment
    assert Comment.objects.count() == Membership.objects.filter(user=user).count() == 1


def test_approving_admits_the_person_and_publishes_the_text_told_in_one_letter(asked, owner):
    Letter.objects.all().delete()
    approve(asked, owner)
    assert (asked.state, asked.application, asked.author.memberships.get().state) == ("published", None, State.MEMBER)
    ruling = Ruling.objects.latest("pk")
    assert (ruling.was, ruling.now, ruling.by, ruling.code) == ("held", "published", owner, "admitted")
    [letter] = Letter.objects.filter(user=asked.author)
    assert "is now: published" in letter.body


@pytest.mark.parametrize(
    "chosen, reasons",
    [
        ({"hold_all": True}, ["moderated"]),
        ({"hold_first": 1}, ["first_comment"]),
        ({"audience": "team"}, ["team_only"]),
        ({"comments": "shown"}, ["closed"]),
    ],
)
def test_approving_queues_what_the_policy_holds_or_refuses_by_then(chosen, reasons, asked, owner, set_policy):
    set_policy(asked.blog, **chosen)
    approve(asked, owner)
    assert (asked.state, asked.reasons, asked.application) == ("held", reasons, None)
    assert asked in Comment.objects.held()


def test_that_the_post_closed_by_its_age_meanwhile_is_no_bar(asked, owner, set_policy):
    set_policy(asked.blog, close_after_days=1)
    assert approve(asked, owner).state == "published"


def test_the_text_for_a_post_that_was_taken_back_goes_to_the_queue(asked, owner, post):
    post.state = PostState.DRAFT
    post.save()
    assert (approve(asked, owner).state, asked.application) == ("held", None)


def test_declining_rejects_the_text_for_the_same_reason_told_in_one_letter(asked, owner):
    Letter.objects.all().delete()
    decline_application(membership=asked.application, by=owner, reason="We are full.", now=timezone.now())
    asked.refresh_from_db()
    assert (asked.state, asked.application) == ("rejected", None)
    assert Ruling.objects.latest("pk").reason == "We are full."
    [letter] = Letter.objects.filter(user=asked.author)
    assert "We are full." in letter.body and "rejected" in letter.body


@pytest.mark.parametrize("answer", [approve_application, decline_application])
def test_a_second_answer_changes_nothing(answer, asked, owner, nothing_changes):
    membership = asked.application
    approve(asked, owner)
    reason = {} if answer is approve_application else {"reason": "No."}
    with nothing_changes(), pytest.raises(Refused):
        answer(membership=membership, by=owner, now=timezone.now(), **reason)


def test_it_is_published_by_no_other_way(asked, owner, nothing_changes, client, sign_in):
    blog = asked.blog
    blog.overdue_hours, blog.overdue = 1, "publish"
    blog.save()
    with nothing_changes():
        with pytest.raises(Stale):
            rule(comment=asked, act=PUBLISH, by=owner, seen_state="held", now=timezone.now())
        assert rejudge(blog=blog, by=owner, now=timezone.now()).published == 0
        assert deal_with_overdue(timezone.now() + timedelta(days=9)) == 0
    assert TEXT not in client.get(asked.post.path).content.decode()
    sign_in(owner)
    assert TEXT not in client.get("/comments/desk/?state=held").content.decode()
    assert TEXT in client.get("/comments/desk/?state=applications").content.decode()


def test_a_request_taken_back_takes_the_text_along(asked):
    leave_blog(blog=asked.blog, user=asked.author, now=timezone.now())
    asked.refresh_from_db()
    assert (asked.state, asked.application) == ("withdrawn", None)
    assert Ruling.objects.latest("pk").code == "withdrawn"


@pytest.mark.parametrize("keep", [True, False])
def test_an_account_deleted_takes_the_text_along(keep, asked):
    delete_account(user=asked.author, keep_comments=keep)
    asked.refresh_from_db()
    assert (asked.state, asked.application) == ("withdrawn", None)


def test_the_person_can_withdraw_the_text_and_go_on_asking(asked, sign_in, client):
    sign_in(asked.author)
    client.post(reverse("comments:withdraw", args=[asked.pk]))
    asked.refresh_from_db()
    assert asked.state == "withdrawn" and asked.author.memberships.get().state == State.APPLICANT


@pytest.mark.parametrize("who", ["unconfirmed", "applicant", "declined", "suspended", "banned"])
def test_who_may_not_ask_changes_nothing(who, send, post, make_member, nothing_changes):
    person = make_member(post.blog, confirmed=False) if who == "unconfirmed" else make_member(post.blog, state=who)
    with nothing_changes():
        posted = send(person)
    assert posted.comment is None and not posted.decision.admits


def test_where_nobody_new_is_taken_nothing_changes(send, post, nothing_changes, make_user):
    post.blog.joining = CLOSED
    post.blog.save()
    user = make_user()
    with nothing_changes():
        assert send(user).decision.next_step == "ask_owner"


def test_a_text_that_is_refused_makes_nobody_a_member(send, post, make_comment, make_user, nothing_changes):
    gone, user = make_comment(post, state="removed"), make_user()
    for joining in (OPEN, APPROVAL):
        post.blog.joining = joining
        post.blog.save()
        with nothing_changes():
            assert send(user, parent=gone).decision.reasons == ("parent_gone",)


def test_who_became_a_member_meanwhile_just_posts(send, post, make_member):
    member = make_member(post.blog)
    assert send(member).comment.state == "published"


def test_a_request_made_without_a_text_is_answered_as_before(post, owner, make_user):
    user = make_user()
    membership = join_or_apply(blog=post.blog, user=user, note="Hello", now=timezone.now())
    assert approve_application(membership=membership, by=owner, now=timezone.now()) == []
    assert Letter.objects.filter(user=user).count() == 1
