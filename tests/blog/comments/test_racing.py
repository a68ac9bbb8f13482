"""Many at once: one key is one comment, and a thread that has closed takes none."""

import time
import uuid
from functools import partial

import pytest
from django.utils import timezone

from blog.comments import judging, posting
from blog.comments.editing import edit_comment
from blog.comments.judging import NotDone
from blog.comments.models import Comment, PolicyVersion, Ruling
from blog.comments.policy import decide
from blog.comments.posting import post_comment
from blog.models import Post, PostState

pytestmark = pytest.mark.django_db(transaction=True)


def test_fifty_posts_of_one_form_are_one_comment(at_once, blog, make_post, make_member):
    post, member = make_post(blog), make_member(blog)
    act = partial(post_comment, post=post, by=member, text="Once.", key=uuid.uuid4(), now=timezone.now())
    answers = at_once(*[act] * 50)
    assert {answer.comment.pk for answer in answers} == {Comment.objects.get().pk}
    assert Ruling.objects.count() == 1


def test_fifty_people_post_at_once_and_nobody_waits_in_vain(at_once, blog, make_post, make_member):
    post, now = make_post(blog), timezone.now()
    people = [make_member(blog) for _ in range(50)]
    answers = at_once(
        *[partial(post_comment, post=post, by=person, text="Me.", key=uuid.uuid4(), now=now) for person in people]
    )
    assert all(answer.comment for answer in answers), answers
    assert Comment.objects.count() == 50


def _close_post(post):
    PolicyVersion.objects.create(blog=post.blog, post=post, comments="shown")


def _close_blog(post):
    PolicyVersion.objects.create(blog=post.blog, comments="shown")


def _unpublish(post):
    Post.objects.filter(pk=post.pk).update(state=PostState.DRAFT)


@pytest.mark.parametrize("close", [_close_post, _close_blog, _unpublish])
def test_no_comment_arrives_after_the_close(at_once, blog, make_post, make_member, monkeypatch, close):
    post, now = make_post(blog), timezone.now()
    people = [make_member(blog) for _ in range(12)]
    counted = []

    def slowly(rules, facts):
        """Time enough between deciding and writing for a close to come in between, if anything lets it."""
        decision = decide(rules, facts)
        time.sleep(0.02)
        return decision

    def close_and_count():
        time.sleep(0.1)
        close(post)
        counted.append(Comment.objects.count())

    monkeypatch.setattr(judging, "decide", slowly)
    acts = [partial(post_comment, post=post, by=person, text="Me.", key=uuid.uuid4(), now=now) for person in people]
    answers = at_once(*acts[:6], close_and_count, *acts[6:])
    assert Comment.objects.count() == counted[0], "a comment was written after the close was"
    answers.pop(6)
    assert all(isinstance(answer, posting.Posted | Post.DoesNotExist) for answer in answers), answers


def test_of_twenty_edits_of_one_text_one_wins_and_the_others_are_told(at_once, blog, make_post, make_comment):
    comment = make_comment(make_post(blog))
    acts = [
        partial(
            edit_comment,
            comment=comment,
            by=comment.author,
            text=f"Text {number}",
            seen=comment.changed_at,
            now=timezone.now(),
        )
        for number in range(20)
    ]
    answers = at_once(*acts)
    won = [answer for answer in answers if isinstance(answer, Comment)]
    told = [answer for answer in answers if isinstance(answer, NotDone) and answer.code == "changed_meanwhile"]
    assert (len(won), len(told)) == (1, 19), answers
    assert Comment.objects.get().text == won[0].text
