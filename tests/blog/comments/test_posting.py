"""The acts on one's own words: what they write, what they refuse, and that a refusal writes nothing."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Kind, Sanction, State
from blog.comments.judging import NotDone
from blog.comments.models import Comment, Ruling
from blog.comments.models import State as CommentState
from blog.comments.policy import HOLD, PUBLISH, REFUSE
from blog.comments.posting import post_comment
from blog.markup import VERSION, render_comment
from blog.models import Post, PostState


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def post(blog, make_post):
    return make_post(blog)


@pytest.fixture
def member(blog, make_member):
    return make_member(blog)


def test_a_comment_is_kept_with_its_text_its_html_and_the_policy_that_let_it_through(post, member, now, set_policy):
    version = set_policy(post.blog, hold_all=False)
    posted = post_comment(post=post, by=member, text="So *true*.", key=uuid.uuid4(), now=now)
    comment = Comment.objects.get()
    assert posted.comment == comment and posted.decision.verdict == PUBLISH
    assert (comment.text, comment.html, comment.renderer) == ("So *true*.", render_comment("So *true*."), VERSION)
    assert (comment.state, comment.blog, comment.post, comment.author) == ("published", post.blog, post, member)
    assert (comment.created_at, comment.changed_at, comment.published_at) == (now, now, now)
    assert (comment.policy, comment.reasons) == (version, [])
    ruling = Ruling.objects.get()
    assert (ruling.comment, ruling.was, ruling.now, ruling.by, ruling.code) == (comment, "", "published", None, "")


def test_a_comment_that_the_policy_holds_keeps_every_reason(post, member, now, set_policy):
    version = set_policy(post.blog, hold_all=True)
    posted = post_comment(post=post, by=member, text="Hm.", key=uuid.uuid4(), now=now)
    assert posted.decision.verdict == HOLD
    assert (posted.comment.state, posted.comment.published_at) == (CommentState.HELD, None)
    assert (posted.comment.policy, posted.comment.reasons) == (version, ["moderated"])
    ruling = Ruling.objects.get()
    assert (ruling.now, ruling.by, ruling.code) == ("held", None, "moderated")


def test_the_text_is_stored_normalised(post, member, now):
    post_comment(post=post, by=member, text="one\r\ntwo\ufeff e\u0301", key=uuid.uuid4(), now=now)
    assert Comment.objects.get().text == "one\ntwo \u00e9"


@pytest.mark.parametrize("state", [State.APPLICANT, "suspended", "banned", State.LEFT])
def test_a_refusal_writes_nothing(post, make_member, now, nothing_changes, state):
    person = make_member(post.blog, state=state)
    with nothing_changes():
        posted = post_comment(post=post, by=person, text="Let me in.", key=uuid.uuid4(), now=now)
    assert posted.comment is None and posted.decision.verdict == REFUSE


@pytest.mark.parametrize(
    "fields",
    [{"state": PostState.DRAFT}, {"published_at": timezone.now() + timedelta(days=1)}],
)
def test_a_post_that_is_no_longer_public_takes_no_comment(post, member, now, nothing_changes, fields):
    Post.objects.filter(pk=post.pk).update(**fields)  # while the form was open
    with nothing_changes(), pytest.raises(Post.DoesNotExist):
        post_comment(post=post, by=member, text="Too late.", key=uuid.uuid4(), now=now)


def test_what_changed_while_the_form_was_open_counts(post, member, now, set_policy, nothing_changes):
    set_policy(post.blog, post, comments="shown")
    with nothing_changes():
        posted = post_comment(post=post, by=member, text="Too late.", key=uuid.uuid4(), now=now)
    assert posted.decision.reasons == ("closed",)


def test_a_suspension_counts_at_once(post, member, now, nothing_changes):
    Sanction.objects.create(
        blog=post.blog, user=member, kind=Kind.SUSPENSION, reason="It had to be.", until=now + timedelta(days=1)
    )
    with nothing_changes():
        posted = post_comment(post=post, by=member, text="But I…", key=uuid.uuid4(), now=now)
    assert posted.decision.reasons == ("suspended",)


@pytest.mark.parametrize("state", ["held", "rejected", "removed", "withdrawn"])
def test_what_is_not_published_can_not_be_answered(post, member, make_comment, now, nothing_changes, state):
    parent = make_comment(post, state=state)
    with nothing_changes():
        posted = post_comment(post=post, by=member, text="Yes.", key=uuid.uuid4(), parent=parent, now=now)
    assert posted.decision.reasons == ("parent_gone",)


def test_an_answer_keeps_its_real_parent_however_deep(post, make_member, make_comment, now):
    parent = make_comment(post)
    for _ in range(12):
        person = make_member(post.blog)
        posted = post_comment(post=post, by=person, text="And?", key=uuid.uuid4(), parent=parent, now=now)
        assert posted.comment.parent == parent
        parent = posted.comment


# --- Sent again ----------------------------------------------------------------------------------------------------


def test_a_form_sent_twice_is_one_comment(post, member, now, nothing_changes):
    key = uuid.uuid4()
    first = post_comment(post=post, by=member, text="Once.", key=key, now=now)
    with nothing_changes():
        again = post_comment(post=post, by=member, text="Once.", key=key, now=now + timedelta(hours=2))
    assert again == first


def test_a_form_sent_again_after_the_thread_closed_still_finds_its_comment(post, member, now, set_policy):
    key = uuid.uuid4()
    first = post_comment(post=post, by=member, text="Once.", key=key, now=now)
    set_policy(post.blog, comments="shown")
    assert post_comment(post=post, by=member, text="Once.", key=key, now=now).comment == first.comment


def test_a_form_sent_again_with_another_text_is_not_swallowed(post, member, now, nothing_changes):
    key = uuid.uuid4()
    first = post_comment(post=post, by=member, text="Once.", key=key, now=now)
    with nothing_changes(), pytest.raises(NotDone) as refusal:
        post_comment(post=post, by=member, text="Once, and better.", key=key, now=now)
    assert (refusal.value.code, refusal.value.comment) == ("already_sent", first.comment)


def test_the_key_of_somebody_else_is_as_good_as_a_new_one(post, member, make_member, now):
    key = uuid.uuid4()
    first = post_comment(post=post, by=member, text="Mine.", key=key, now=now).comment
    second = post_comment(post=post, by=make_member(post.blog), text="Mine.", key=key, now=now).comment
    assert first != second and second.author != first.author


def test_ones_own_key_of_another_post_is_not_taken_for_this_one(post, member, make_post, now):
    key = uuid.uuid4()
    there = post_comment(post=make_post(post.blog), by=member, text="There.", key=key, now=now).comment
    here = post_comment(post=post, by=member, text="There.", key=key, now=now).comment
    assert here != there and here.post == post and here.key != key


def test_the_same_words_at_the_same_place_within_ten_minutes_are_one_comment(post, member, make_comment, now):
    first = post_comment(post=post, by=member, text="Yes.", key=uuid.uuid4(), now=now).comment
    soon = post_comment(post=post, by=member, text="Yes.", key=uuid.uuid4(), now=now + timedelta(minutes=9)).comment
    assert soon == first
    answer = make_comment(post)
    elsewhere = post_comment(post=post, by=member, text="Yes.", key=uuid.uuid4(), parent=answer, now=now).comment
    later = post_comment(post=post, by=member, text="Yes.", key=uuid.uuid4(), now=now + timedelta(minutes=11)).comment
    assert len({first, elsewhere, later}) == 3


def test_words_that_were_withdrawn_may_be_said_again(post, member, make_comment, now):
    make_comment(post, "Yes.", author=member, state=CommentState.WITHDRAWN, created_at=now)
    assert post_comment(post=post, by=member, text="Yes.", key=uuid.uuid4(), now=now).comment.state == "published"


@pytest.mark.parametrize("text", ["", "\u200c", "&nbsp;", "> \n> "])
def test_a_text_that_shows_nothing_is_refused(post, member, now, nothing_changes, text):
    with nothing_changes(), pytest.raises(NotDone, match="nothing_shown"):
        post_comment(post=post, by=member, text=text, key=uuid.uuid4(), now=now)


def test_a_post_goes_with_its_whole_thread(post, make_comment):
    make_comment(post, parent=make_comment(post, parent=make_comment(post)))
    post.delete()
    assert not Comment.objects.exists()
