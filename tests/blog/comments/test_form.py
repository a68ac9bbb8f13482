"""Writing a comment on a post: what is shown, what is taken, and the status and sentence of everything that is not."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from blog.comments.models import Comment
from blog.comments.models import State as CommentState
from blog.markup import render_comment

GONE = [state for state in CommentState.values if state != "published"]


def typed(response) -> str:
    """What stands in the field of the page."""
    html = response.content.decode()
    return html[html.index("<textarea") :].split(">\n", 1)[1].split("</textarea>")[0]


# --- Shown ---------------------------------------------------------------------------------------------------------


def test_a_member_is_shown_the_form(client, post, member, form_url):
    response = client.get(form_url(post))
    assert response.status_code == 200
    assert b'class="comment-form"' in response.content and b'class="note"' not in response.content
    assert "no-store" in response["Cache-Control"] and "private" in response["Cache-Control"]


def test_a_visitor_is_told_that_only_members_may_comment_and_shown_the_way_in(client, post, form_url):
    response = client.get(form_url(post))
    assert response.status_code == 200
    assert b"Note: Only a member of this blog may post a comment." in response.content
    assert f"/accounts/login/?next=%2Fcomments%2Fon%2F{post.pk}%2F".encode() in response.content
    assert b"<form" not in response.content.split(b'id="write"')[1].split(b"</article>")[0]


def test_a_person_is_told_before_writing_that_the_comment_will_wait(client, post, member, form_url, set_policy):
    set_policy(post.blog, hold_first=1)
    assert "A person’s first comments on this blog wait" in client.get(form_url(post)).content.decode()


def test_who_answers_sees_whom_they_answer(client, post, member, make_comment, make_member, form_url):
    parent = make_comment(post, author=make_member(post.blog, name="Ann"))
    response = client.get(f"{form_url(post)}?parent={parent.pk}")
    assert b"In reply to Ann" in response.content
    assert f'name="parent" value="{parent.pk}"'.encode() in response.content


@pytest.mark.parametrize("state", [None, *GONE])
def test_what_can_not_be_answered_is_said_and_the_form_is_shown_without_it(
    client, post, member, make_comment, form_url, state
):
    number = make_comment(post, "a secret", state=state).pk if state else 987_654
    response = client.get(f"{form_url(post)}?parent={number}")
    assert response.status_code == 200
    assert b"The comment you are answering is no longer there." in response.content
    assert b'name="parent"' not in response.content and b"a secret" not in response.content


@pytest.mark.parametrize("parent", ["x", "-1", "9" * 40, "1 OR 1", "\u0663"])
def test_a_parent_that_is_no_number_is_treated_as_gone(client, post, member, form_url, parent):
    assert client.get(form_url(post), {"parent": parent}).status_code == 200


# --- Taken ---------------------------------------------------------------------------------------------------------


def test_a_published_comment_leads_to_its_place_on_the_page(post, member, send):
    response = send(post, "So *true*.")
    comment = Comment.objects.get()
    assert (response.status_code, response["Location"]) == (303, f"{post.path}#comment-{comment.pk}")
    assert (comment.author, comment.state, comment.parent) == (member, "published", None)


def test_a_held_comment_leads_to_the_page_that_says_why_it_waits(client, post, member, send, set_policy):
    set_policy(post.blog, hold_all=True)
    response = send(post, "So *true*.")
    comment = Comment.objects.get()
    assert response.status_code == 303
    assert response["Location"] == f"/comments/on/{post.pk}/?done={comment.pk}"
    told = client.get(response["Location"]).content.decode()
    assert "Your comment is waiting for a moderator." in told
    assert "Every comment on this post waits for a moderator" in told.split("Your comments here")[1]
    assert comment.html in told


def test_a_form_sent_twice_leads_to_the_same_place(post, member, send):
    key = str(uuid.uuid4())
    first, second = send(post, "Once.", key=key), send(post, "Once.", key=key)
    assert (first.status_code, first["Location"]) == (second.status_code, second["Location"])
    assert Comment.objects.count() == 1


def test_an_answer_is_kept_under_what_it_answers(post, member, send, make_comment):
    parent = make_comment(post)
    send(post, "Yes.", parent=parent.pk)
    assert Comment.objects.get(author=member).parent == parent


def test_a_preview_is_what_will_be_stored_and_stores_nothing(post, member, send, nothing_changes):
    texts = ["*a*\r\n\r\n> b", "<script>alert(1)</script>", "https://example.org", "[" * 500, "- " * 600, "\ufeffé"]
    for text in texts:
        with nothing_changes():
            preview = send(post, text, preview="1")
        assert preview.status_code == 200
        assert send(post, text).status_code == 303
        final = Comment.objects.latest("pk").html
        assert f'<div class="comment-body prose" dir="auto">{final}</div>' in preview.content.decode()
        assert final == render_comment(text)
        Comment.objects.all()[0].rulings.all().delete()
        Comment.objects.all().delete()  # so that nobody is too fast


def test_only_the_post_button_posts(post, member, send):
    response = send(post, "Hm.", preview="1")
    assert not Comment.objects.exists() and typed(response) == "Hm."


# --- A person's own ------------------------------------------------------------------------------------------------


def test_everybody_sees_what_became_of_their_own_and_of_nobody_elses(client, post, member, make_comment, form_url):
    own = {state: make_comment(post, f"mine {state}", author=member, state=state) for state in CommentState.values}
    make_comment(post, "somebody else's", state="held")
    own["rejected"].rulings.create(was="held", now="rejected", reason="Off the subject.")
    html = client.get(form_url(post)).content.decode()
    for state, comment in own.items():
        assert (comment.html in html) == (state != "withdrawn")
    assert "Off the subject." in html and "somebody else" not in html


def test_what_can_be_changed_has_a_link_and_says_until_when(client, post, member, make_comment, form_url):
    make_comment(post, author=member, created_at=timezone.now() - timedelta(minutes=20))
    fresh = make_comment(post, author=member)
    html = client.get(form_url(post)).content.decode()
    assert html.count("/edit/") == 1 and html.count("/withdraw/") == 2
    until = timezone.localtime(fresh.created_at + timedelta(minutes=15))
    assert f"Change (until {until:%H:%M})" in html


@pytest.mark.parametrize("state", ["banned", "suspended"])
def test_who_may_not_comment_still_sees_their_own_and_can_withdraw_it(
    client, post, make_member, make_comment, sign_in, form_url, state
):
    person = make_member(post.blog, state=state)
    sign_in(person)
    make_comment(post, "from better days", author=person)
    html = client.get(form_url(post)).content.decode()
    assert "from better days" in html and "/withdraw/" in html and "/edit/" not in html
