"""What becomes of comments when their author's account goes, and what of them its author can take along."""

import json

import pytest
from django.core.serializers.json import DjangoJSONEncoder

from accounts.models import User
from accounts.signals import account_deleting, export_requested
from blog.comments.models import Comment, Ruling, State


@pytest.fixture
def post(blog, make_post):
    return make_post(blog)


def delete(user, keep_comments):
    account_deleting.send(User, user=user, keep_comments=keep_comments)
    user.delete()


def test_comments_that_stay_are_a_former_members(post, make_member, make_comment):
    author = make_member(post.blog)
    comment = make_comment(post, "Still true.", author=author)
    delete(author, keep_comments=True)
    comment.refresh_from_db()
    assert (comment.author, comment.text, comment.state) == (None, "Still true.", "published")


def test_comments_that_go_leave_neither_text_nor_name(post, make_member, make_comment):
    author = make_member(post.blog)
    comments = {state: make_comment(post, f"Mine, {state}.", author=author, state=state) for state in State.values}
    make_comment(post, "An answer.", parent=comments["published"])
    other = make_comment(post, "Another's.")
    delete(author, keep_comments=False)
    for state, comment in comments.items():
        comment.refresh_from_db()
        assert (comment.author, comment.text, comment.html, comment.state) == (None, "", "", "withdrawn")
        last = Ruling.objects.filter(comment=comment).latest("pk")
        assert (last.was, last.code) == (("", "") if state == "withdrawn" else (state, "account_deleted"))
    assert Comment.objects.get(pk=other.pk).text == "Another's."


def test_the_export_holds_everything_said_and_why_it_stands_as_it_does(post, make_member, make_comment):
    author = make_member(post.blog)
    comment = make_comment(post, "Hm.", author=author, state="rejected", reasons=["first_comment"])
    comment.rulings.create(was="held", now="rejected", reason="Off the subject.")
    make_comment(post, "Another's.")
    [(key, data)] = [answer for _, answer in export_requested.send(User, user=author) if answer[0] == "comments"]
    text = json.dumps({key: data}, cls=DjangoJSONEncoder)
    assert len(data) == 1 and data[0]["text"] == "Hm." and data[0]["state"] == "rejected"
    assert "A first comment on this blog waits" in data[0]["reasons"][0]
    assert "Off the subject." in text and "Another's." not in text
