"""What moderators decide about a change that waits."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role
from blog.comments.desk.history import told
from blog.comments.editing import edit_comment, withdraw_comment
from blog.comments.models import Comment
from blog.comments.rulings import Stale, Unruly
from blog.comments.rulings_of_edits import rule_on_edit, take_edit_back


@pytest.fixture
def edit(blog, make_post, make_member, make_comment, set_policy):
    set_policy(blog, hold_all=True)
    comment = make_comment(make_post(blog), "First.")
    return edit_comment(comment=comment, by=comment.author, text="*Second*.", now=timezone.now())


@pytest.fixture
def moderator(blog, make_member):
    return make_member(blog, Role.MODERATOR)


def test_an_accepted_change_takes_the_place_of_the_text(edit, moderator):
    now = timezone.now()
    ruling = rule_on_edit(edit=edit, accept=True, by=moderator, now=now)
    comment = Comment.objects.get()
    assert (comment.text, comment.html, comment.edited_at, comment.changed_at) == (edit.text, edit.html, now, now)
    assert (ruling.was, ruling.now, ruling.code) == ("published", "published", "edit_published")
    assert "published by" in told(ruling)


def test_a_rejected_change_leaves_the_text_and_tells_why(
    edit, moderator, mailoutbox, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        ruling = rule_on_edit(edit=edit, accept=False, by=moderator, reason="Off topic.", now=timezone.now())
    assert Comment.objects.get().text == "First."
    assert (ruling.code, ruling.reason) == ("edit_rejected", "Off topic.")
    assert "Off topic." in mailoutbox[0].body


def test_a_rejection_needs_a_reason(edit, moderator, nothing_changes):
    with nothing_changes(), pytest.raises(Unruly):
        rule_on_edit(edit=edit, accept=False, by=moderator, reason=" ", now=timezone.now())


def _decided(edit, moderator):
    rule_on_edit(edit=edit, accept=True, by=moderator, now=timezone.now())


def _taken_back(edit, moderator):
    take_edit_back(comment=edit.comment, by=edit.comment.author, now=timezone.now())


def _withdrawn(edit, moderator):
    withdraw_comment(comment=edit.comment, by=edit.comment.author, now=timezone.now())


@pytest.mark.parametrize("meanwhile", [_decided, _taken_back, _withdrawn])
def test_what_waits_no_more_is_not_ruled_on(edit, moderator, nothing_changes, meanwhile):
    meanwhile(edit, moderator)
    with nothing_changes(), pytest.raises(Stale):
        rule_on_edit(edit=edit, accept=False, by=moderator, reason="No.", now=timezone.now())


def test_the_author_sees_the_change_that_waits_and_takes_it_back(client, edit, sign_in):
    sign_in(edit.comment.author)
    html = client.get(reverse("comments:form", args=[edit.comment.post_id])).content.decode()
    assert "A change of yours waits" in html and edit.html in html
    back = reverse("comments:edit_back", args=[edit.comment_id])
    assert client.post(back).status_code == client.post(back).status_code == 303
    edit.refresh_from_db()
    assert edit.state == "withdrawn" and edit.comment.rulings.filter(code="edit_withdrawn").count() == 1


def test_nobody_else_takes_it_back(client, edit, moderator, sign_in, nothing_changes):
    sign_in(moderator)
    with nothing_changes():
        assert client.post(reverse("comments:edit_back", args=[edit.comment_id])).status_code == 404
