"""The page on which one's own words are changed: what it shows, what it keeps, what it says when it can't be."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from blog.comments.editing import EDIT_WINDOW, edit_comment
from blog.comments.models import Comment
from blog.comments.models import State as CommentState
from blog.markup import render_comment


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


def edit_url(comment):
    return reverse("comments:edit", args=[comment.pk])


def change(client, comment, text="Second thoughts.", **fields):
    fields.setdefault("seen", comment.changed_at.isoformat())
    return client.post(edit_url(comment), {"text": text, **fields})


def test_the_page_shows_the_text_and_until_when_it_can_be_changed(client, comment):
    html = client.get(edit_url(comment)).content.decode()
    assert "First thoughts.</textarea>" in html
    until = timezone.localtime(comment.created_at + EDIT_WINDOW)
    assert f"You can change it until {until:%H:%M}." in html


def test_a_saved_change_leads_back_to_the_comment(client, post, comment):
    response = change(client, comment)
    assert (response.status_code, response["Location"]) == (303, f"{post.path}#comment-{comment.pk}")
    comment.refresh_from_db()
    assert comment.text == "Second thoughts."


def test_a_change_can_be_looked_at_first(client, comment, nothing_changes):
    with nothing_changes():
        response = change(client, comment, "*New*", preview="1")
    assert response.status_code == 200
    html = response.content.decode()
    assert render_comment("*New*") in html and "*New*</textarea>" in html
    assert f'name="seen" value="{comment.changed_at.isoformat()}"' in html


@pytest.mark.parametrize(
    ("text", "status"), [("", 422), (" ", 422), ("a\0", 422), ("x" * 10_001, 422), ("\u200c", 422)]
)
def test_a_text_that_can_not_be_taken_comes_back(client, comment, nothing_changes, text, status):
    with nothing_changes():
        response = change(client, comment, text)
    assert response.status_code == status
    assert f"{text}</textarea>" in response.content.decode()


def test_a_change_that_lost_the_race_comes_back_and_can_be_saved_on_purpose(client, comment, member):
    edit_comment(comment=comment, by=member, text="In another window.", now=timezone.now())
    response = change(client, comment, "In this one.")
    assert response.status_code == 409 and "In this one.</textarea>" in response.content.decode()
    again = client.post(edit_url(comment), {"text": "In this one.", "seen": response.context["seen"]})
    comment.refresh_from_db()
    assert (again.status_code, comment.text) == (303, "In this one.")


@pytest.mark.parametrize(
    ("fields", "status", "sentence"),
    [
        ({"created_at": timezone.now() - timedelta(minutes=16)}, 403, "that time is over"),
        ({"state": CommentState.REMOVED}, 409, "no longer stands"),
        ({"state": CommentState.REJECTED}, 409, "no longer stands"),
        ({"state": CommentState.WITHDRAWN}, 409, "no longer stands"),
    ],
)
def test_a_refused_change_says_why_and_gives_the_text_back(client, comment, nothing_changes, fields, status, sentence):
    Comment.objects.filter(pk=comment.pk).update(**fields)
    with nothing_changes():
        response = change(client, comment, "My better text.")
    assert response.status_code == status
    html = response.content.decode()
    assert sentence in html and "My better text.</textarea>" in html and "<button" not in html
    assert client.get(edit_url(comment)).status_code == status


def test_who_was_signed_out_meanwhile_finds_the_change_again(client, comment, member, sign_in, nothing_changes):
    client.logout()
    with nothing_changes():
        response = change(client, comment, "My better text.")
    assert response.status_code == 403
    assert f"/accounts/login/?next={edit_url(comment)}" in response.content.decode()
    sign_in(member)
    assert "My better text.</textarea>" in client.get(edit_url(comment)).content.decode()
    change(client, comment, "My better text.")
    assert "My better text." not in str(dict(client.session.items()))


def test_a_visitor_learns_nothing_from_numbers(client, comment):
    client.logout()
    there, never = client.get(edit_url(comment)), client.get("/comments/987654/edit/")
    assert there.status_code == never.status_code == 403
    assert there.content.replace(edit_url(comment).encode(), b"/comments/987654/edit/") == never.content


def test_changes_have_a_pace(client, comment, settings):
    settings.RATE_LIMITS = {**settings.RATE_LIMITS, "preview": (1, 3600)}
    assert change(client, comment, "One.", preview="1").status_code == 200
    response = change(client, comment, "Two.")
    assert response.status_code == 429 and int(response["Retry-After"]) > 0
    assert "Two.</textarea>" in response.content.decode()
