"""The act of changing one's own words: whose, until when, and what stands there afterwards."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Kind, Membership, Role, Sanction, State
from blog.comments.editing import EDIT_WINDOW, edit_comment, edit_refusal
from blog.comments.judging import NotDone
from blog.comments.models import Ruling
from blog.comments.models import State as CommentState
from blog.markup import render_comment

GONE = [CommentState.REJECTED, CommentState.REMOVED, CommentState.WITHDRAWN]


@pytest.fixture
def post(blog, make_post):
    return make_post(blog)


@pytest.fixture
def member(blog, make_member, sign_in):
    """A member, signed in."""
    person = make_member(blog)
    sign_in(person)
    return person


@pytest.fixture
def comment(post, member, make_comment):
    return make_comment(post, "First thoughts.", author=member)


def become(person, blog, state):
    if state == State.LEFT:
        Membership.objects.filter(user=person).update(state=state)
    else:
        Sanction.objects.create(blog=blog, user=person, kind=state, reason="It had to be.")


def test_a_changed_comment_is_rendered_anew_and_says_when(comment, member):
    now = timezone.now()
    edit_comment(comment=comment, by=member, text="*Second* thoughts.", seen=comment.changed_at, now=now)
    comment.refresh_from_db()
    assert (comment.text, comment.html) == ("*Second* thoughts.", render_comment("*Second* thoughts."))
    assert (comment.edited_at, comment.changed_at, comment.state) == (now, now, "published")
    ruling = Ruling.objects.latest("pk")
    assert (ruling.was, ruling.now, ruling.by, ruling.code) == ("published", "published", member, "edited")


def test_a_held_comment_stays_held_when_it_is_changed(post, member, make_comment, set_policy):
    comment = make_comment(post, author=member, state=CommentState.HELD)
    for hold_all in (True, False):
        set_policy(post.blog, hold_all=hold_all)
        changed = edit_comment(comment=comment, by=member, text=f"For {hold_all}", now=timezone.now())
        assert (changed.state, changed.text) == ("held", f"For {hold_all}")
    assert comment.edits.count() == 0


def test_a_held_comment_gathers_the_reasons_of_its_changes(post, member, make_comment, set_policy):
    comment = make_comment(post, author=member, state=CommentState.HELD, reasons=["first_comment"])
    set_policy(post.blog, hold_words=["pills"])
    changed = edit_comment(comment=comment, by=member, text="Buy pills.", now=timezone.now())
    assert (changed.state, changed.reasons, changed.matched) == ("held", ["first_comment", "words"], ["pills"])


def test_saving_the_same_text_writes_nothing(comment, member, nothing_changes):
    with nothing_changes():
        edit_comment(comment=comment, by=member, text="First thoughts.\r\n".strip(), now=timezone.now())


def test_the_window_closes_a_quarter_of_an_hour_after_sending(comment, member, nothing_changes):
    end = comment.created_at + EDIT_WINDOW
    assert edit_refusal(comment=comment, by=member, now=end - timedelta(microseconds=1)) is None
    with nothing_changes(), pytest.raises(NotDone, match="too_late"):
        edit_comment(comment=comment, by=member, text="Too late.", now=end)


@pytest.mark.parametrize("state", GONE)
def test_what_no_longer_stands_can_not_be_changed(post, member, make_comment, nothing_changes, state):
    comment = make_comment(post, author=member, state=state)
    with nothing_changes(), pytest.raises(NotDone, match="not_there"):
        edit_comment(comment=comment, by=member, text="But.", now=timezone.now())


def test_a_closed_thread_takes_no_changes(post, comment, member, set_policy, nothing_changes):
    set_policy(post.blog, post, comments="shown")
    with nothing_changes(), pytest.raises(NotDone) as refusal:
        edit_comment(comment=comment, by=member, text="But.", now=timezone.now())
    assert refusal.value.decision.reasons == ("closed",)


@pytest.mark.parametrize("state", [Kind.SUSPENSION, Kind.BAN, State.LEFT])
def test_who_may_not_comment_any_more_may_not_change_what_they_said(comment, member, nothing_changes, state):
    become(member, comment.blog, state)
    with nothing_changes(), pytest.raises(NotDone, match="door"):
        edit_comment(comment=comment, by=member, text="But.", now=timezone.now())


def test_a_published_comment_can_not_be_changed_past_a_moderator(post, comment, member, set_policy):
    set_policy(post.blog, hold_all=True)
    edit = edit_comment(comment=comment, by=member, text="But.", now=timezone.now())
    comment.refresh_from_db()
    assert (comment.text, comment.state, comment.edited_at) == ("First thoughts.", "published", None)
    assert (edit.text, edit.html, edit.state, edit.reasons) == ("But.", render_comment("But."), "held", ["moderated"])
    assert Ruling.objects.latest("pk").code == "edit_waits"


def test_a_later_change_takes_the_place_of_the_one_that_waits(post, comment, member, set_policy):
    set_policy(post.blog, hold_all=True)
    first = edit_comment(comment=comment, by=member, text="One.", now=timezone.now())
    second = edit_comment(comment=comment, by=member, text="Two.", now=timezone.now())
    first.refresh_from_db()
    assert (first.state, second.state) == ("withdrawn", "held")


def test_the_team_changes_its_own_where_others_wait(post, make_member, make_comment, set_policy):
    set_policy(post.blog, hold_all=True)
    person = make_member(post.blog, Role.AUTHOR)
    comment = make_comment(post, author=person)
    assert edit_comment(comment=comment, by=person, text="Better.", now=timezone.now()).text == "Better."


def test_a_first_comment_that_was_published_may_be_changed(post, comment, member, set_policy):
    set_policy(post.blog, hold_first=1)
    assert edit_comment(comment=comment, by=member, text="Better.", now=timezone.now()).text == "Better."


def test_a_text_changed_elsewhere_meanwhile_is_not_overwritten(comment, member, nothing_changes):
    seen = comment.changed_at
    edit_comment(comment=comment, by=member, text="In another window.", seen=seen, now=timezone.now())
    with nothing_changes(), pytest.raises(NotDone, match="changed_meanwhile"):
        edit_comment(comment=comment, by=member, text="In this one.", seen=seen, now=timezone.now())
