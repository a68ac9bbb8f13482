"""Thanking, following and muting: once each, by who may, undone at any time."""

import pytest
from django.utils import timezone

from blog.comments.follows import follow, followed_threads, unfollow
from blog.comments.judging import NotDone
from blog.comments.models import Comment, Follow, Mute, Thanks
from blog.comments.mutes import mute, muted_by, muted_people, unmute, voice
from blog.comments.thanks import thank, unthank

NOW = timezone.now


@pytest.fixture
def comment(blog, make_post, make_comment):
    return make_comment(make_post(blog))


def test_thanks_are_given_once_and_taken_back(comment, make_member):
    member = make_member(comment.blog)
    assert thank(comment=comment, by=member, now=NOW()) == thank(comment=comment, by=member, now=NOW())
    assert Thanks.objects.count() == 1
    unthank(comment=comment, by=member)
    unthank(comment=comment, by=member)
    assert not Thanks.objects.exists()


def test_nobody_thanks_themselves_nor_for_what_is_gone_nor_when_banned(comment, make_member, nothing_changes):
    member, banned = make_member(comment.blog), make_member(comment.blog, state="banned")
    unconfirmed = make_member(comment.blog, confirmed=False)
    for by, code in ((comment.author, "own_comment"), (banned, "may_not"), (unconfirmed, "may_not")):
        with nothing_changes(), pytest.raises(NotDone, match=code):
            thank(comment=comment, by=by, now=NOW())
    Comment.objects.update(state="removed")
    with nothing_changes(), pytest.raises(NotDone, match="gone"):
        thank(comment=comment, by=member, now=NOW())


def test_a_thread_is_followed_once_and_left(comment, make_member):
    member = make_member(comment.blog)
    for _ in range(2):
        follow(post=comment.post, by=member, now=NOW())
    assert [row.post for row in followed_threads(comment.blog, member)] == [comment.post]
    unfollow(post=comment.post, by=member)
    assert not followed_threads(comment.blog, member)


def test_what_one_may_not_read_is_not_followed(comment, make_user, make_member, nothing_changes):
    outsider, banned = make_user(), make_member(comment.blog, state="banned")
    with nothing_changes(), pytest.raises(NotDone, match="may_not"):
        follow(post=comment.post, by=banned, now=NOW())
    comment.post.readers = "members"
    comment.post.save()
    with nothing_changes(), pytest.raises(NotDone, match="post_gone"):
        follow(post=comment.post, by=outsider, now=NOW())
    assert not Follow.objects.exists()


def test_somebody_is_muted_once_for_one_person_alone(comment, make_member):
    member, other = make_member(comment.blog), make_member(comment.blog)
    for _ in range(2):
        mute(whom=comment.author, by=member, now=NOW())
    assert muted_by(member) == {comment.author_id} and not muted_by(other)
    assert [row.whom for row in muted_people(member)] == [comment.author]
    unmute(whom=comment.author_id, by=member)
    assert not Mute.objects.exists()


def test_nobody_mutes_themselves(comment, nothing_changes):
    with nothing_changes(), pytest.raises(NotDone, match="not_oneself"):
        mute(whom=comment.author, by=comment.author, now=NOW())


def test_a_voice_is_the_same_each_time_and_no_number():
    assert voice(1) == voice(1) != voice(2)
    assert len(voice(1)) == 16 and voice(None) == ""
