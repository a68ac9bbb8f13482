"""What becomes of comments when their author's account goes, and what of them its author can take along."""

import json

import pytest
from django.core.serializers.json import DjangoJSONEncoder

from accounts.models import User
from accounts.signals import account_deleting, export_requested
from blog.comments.models import Appeal, Comment, Edit, Follow, Mute, Report, Ruling, State, Thanks


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
    comments["published"].edits.create(text="Mine, changed.", html="")
    delete(author, keep_comments=False)
    assert not Edit.objects.exists()
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
    assert "A person’s first comments on this blog wait" in data[0]["reasons"][0]
    assert "Off the subject." in text and "Another's." not in text


def test_the_export_holds_what_was_done_beside_writing(post, make_member, make_comment):
    person, other = make_member(post.blog), make_comment(post, "Another's.")
    mine = make_comment(post, author=person)
    ruling = mine.rulings.create(was="published", now="removed", by=post.author)
    Report.objects.create(comment=other, by=person, reason="It is rude.", answer="We saw it.", decided_by=post.author)
    Thanks.objects.create(comment=other, by=person)
    Follow.objects.create(post=post, by=person)
    Mute.objects.create(by=person, whom=other.author)
    mine.edits.create(text="Better.", html="", reasons=["links"])
    Appeal.objects.create(blog=post.blog, by=person, ruling=ruling, text="I did not.")
    parts = dict(answer for _, answer in export_requested.send(User, user=person))
    data = json.loads(json.dumps(parts["beside_comments"], cls=DjangoJSONEncoder))
    assert {key: len(rows) for key, rows in data.items()} == dict.fromkeys(
        ("reports", "thanks", "follows", "mutes", "changes", "appeals"), 1
    )
    assert data["reports"][0]["reason"] == "It is rude." and data["changes"][0]["text"] == "Better."
    assert data["appeals"][0]["text"] == "I did not." and data["mutes"][0]["name"] == other.author.name
    text = json.dumps(data)
    assert other.author.email not in text and post.author.name not in text  # neither addresses nor moderators
    [others] = [
        answer[1] for _, answer in export_requested.send(User, user=other.author) if answer[0] == "beside_comments"
    ]
    assert not any(others.values())  # who reported, thanked or muted them is not told
