"""An account goes at the moment something becomes of its comments: both happen, and nobody waits in a circle."""

from functools import partial

import pytest
from django.utils import timezone

from accounts.leaving import delete_account
from accounts.models import Role, User
from blog.comments.editing import edit_comment
from blog.comments.judging import NotDone
from blog.comments.models import Comment, Ruling, State
from blog.comments.rulings import PUBLISH, Stale, rule
from tests.blog.comments.test_deciding_at_once import is_whole, refused_as

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("keep", [True, False])
def test_an_account_goes_while_its_comments_are_ruled_on_and_changed(at_once, blog, make_post, make_member, keep):
    post, moderator = make_post(blog), make_member(blog, Role.MODERATOR)
    for _round in range(5):
        author, now = make_member(post.blog), timezone.now()
        comments = [
            Comment.objects.create(blog=post.blog, post=post, author=author, text="Mine.", html="", state=State.HELD)
            for _ in range(4)
        ]
        for comment in comments:
            Ruling.objects.create(comment=comment, now=State.HELD)
        acts = [
            partial(rule, comment=comment, act=PUBLISH, by=moderator, seen_state=State.HELD, now=now)
            for comment in comments[2:]
        ]
        acts += [
            partial(edit_comment, comment=comment, by=author, text="New.", seen=comment.changed_at, now=now)
            for comment in comments[:2]
        ]
        answers = at_once(partial(delete_account, user=author, keep_comments=keep), *acts)
        assert answers[0] is None, answers[0]
        assert not User.objects.filter(pk=author.pk).exists()
        refused_as(answers, (Stale, NotDone, Comment.DoesNotExist))
        for comment in comments:
            assert is_whole(comment) and comment.author is None
            assert keep or (comment.state, comment.text) == (State.WITHDRAWN, "")
