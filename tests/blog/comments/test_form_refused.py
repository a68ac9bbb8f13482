"""What the form of a comment does not take: each refusal has its status and sentence, and the text comes back."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from accounts.models import Role
from blog.comments.models import Comment
from blog.markup import COMMENT_LIMIT
from blog.models import PostState
from tests.blog.comments.test_form import GONE, typed

# --- Not taken: the text is wrong ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "There is no text yet"),
        (" \r\n\t\u3000", "There is no text yet"),
        ("\u200b\ufeff", "There is no text yet"),
        ("a\0b", "did not arrive as text"),
        ("a\ufffdb", "did not arrive as text"),
        (
            "x" * (COMMENT_LIMIT + 1),
            f"The text has {COMMENT_LIMIT + 1} characters; a comment has at most {COMMENT_LIMIT}",
        ),
    ],
)
@pytest.mark.parametrize("button", [{}, {"preview": "1"}])
def test_a_text_that_can_not_be_taken_comes_back_with_a_sentence(
    post, member, send, nothing_changes, text, sentence, button
):
    with nothing_changes():
        response = send(post, text, **button)
    assert response.status_code == 422
    assert escape(sentence) in response.content.decode()
    assert typed(response).replace("\r\n", "\n") == escape(text).replace("\r\n", "\n")


def test_a_text_that_would_show_nothing_is_not_posted(post, member, send, nothing_changes):
    with nothing_changes():
        response = send(post, "\u200c")
    assert response.status_code == 422 and b"Nothing of this text would be seen." in response.content


def test_bytes_that_are_no_utf_8_are_said_to_be_damaged(client, post, member, form_url, nothing_changes):
    for body in (b"text=%ff%fe%00%80abc", b"text=\xff\xfe\x80abc", b"text=%ED%A0%80"):
        with nothing_changes():
            response = client.post(form_url(post), body, content_type="application/x-www-form-urlencoded")
        assert response.status_code == 422 and b"did not arrive as text" in response.content


@pytest.mark.parametrize("body", [b"", b"{}", b"\x00\x01\x02" * 1000, b"text"])
def test_a_body_that_is_no_form_is_an_empty_text(client, post, member, form_url, nothing_changes, body):
    with nothing_changes():
        assert client.post(form_url(post), body, content_type="application/octet-stream").status_code == 422


def test_a_body_of_ten_megabytes_is_refused_unread(client, post, member, form_url, nothing_changes):
    with nothing_changes():
        response = client.post(form_url(post), {"text": "x" * 10_000_000})
    assert response.status_code in (400, 413)


@pytest.mark.parametrize(
    "text", ["x" * COMMENT_LIMIT, ("x" * 99 + "\r\n") * 100, "[" * COMMENT_LIMIT, "> " * 4999 + "a"]
)
def test_a_text_of_the_greatest_length_is_taken_however_it_is_made(post, member, send, text):
    """Line ends count once, as they are stored."""
    assert send(post, text).status_code == 303


@pytest.mark.parametrize("key", ["", "x", "\0", "-" * 36, "zz" * 16])
def test_a_key_that_is_none_is_as_good_as_a_new_one(post, member, send, key):
    assert send(post, "Hm.", key=key).status_code == 303
    assert Comment.objects.get().key


def test_a_form_used_again_with_another_text_gives_the_text_back_with_a_new_key(post, member, send, nothing_changes):
    key = str(uuid.uuid4())
    first = send(post, "Once.", key=key)
    with nothing_changes():
        response = send(post, "Once, and better.", key=key)
    assert response.status_code == 409
    assert b"This form has been sent before" in response.content and typed(response) == "Once, and better."
    assert f"/comments/{Comment.objects.get().pk}/".encode() in response.content
    new = response.context["page"].key
    assert str(new) != key and first.status_code == send(post, "Once, and better.", key=str(new)).status_code == 303


# --- Not taken: the policy ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("parent", "state"), [("missing", ""), ("foreign", ""), ("other_post", ""), *(("here", s) for s in GONE)]
)
def test_a_parent_that_is_not_there_to_be_answered_is_a_conflict(
    post, member, send, make_post, make_blog, make_comment, nothing_changes, parent, state
):
    number = {
        "missing": lambda: 987_654,
        "foreign": lambda: make_comment(make_post(make_blog(hostname="two.example.org"))).pk,
        "other_post": lambda: make_comment(make_post(post.blog)).pk,
        "here": lambda: make_comment(post, state=state).pk,
    }[parent]()
    with nothing_changes():
        response = send(post, "Yes.", parent=number)
    assert response.status_code == 409
    assert b"The comment you are answering is no longer there." in response.content
    assert typed(response) == "Yes." and b'name="parent"' not in response.content


def test_who_is_too_fast_is_told_when_to_try_again_and_keeps_the_text(
    post, member, send, make_comment, nothing_changes
):
    now = timezone.now()
    for number in range(10):
        make_comment(post, f"Number {number}", author=member, created_at=now - timedelta(seconds=number))
    with nothing_changes():
        response = send(post, "And another thing.")
    assert response.status_code == 429
    assert 40 <= int(response["Retry-After"]) <= 60
    assert b"You are posting very fast" in response.content and typed(response) == "And another thing."


def test_previews_have_a_pace_of_their_own(post, member, send, settings, nothing_changes):
    settings.RATE_LIMITS = {**settings.RATE_LIMITS, "preview": (2, 3600)}
    assert [send(post, "Hm.", preview="1").status_code for _ in range(3)] == [200, 200, 429]
    response = send(post, "Hm.", preview="1")
    assert 0 < int(response["Retry-After"]) <= 3600 and typed(response) == "Hm."
    assert b"Too many previews" in response.content
    assert send(post, "Hm.").status_code == 303


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"comments": "shown"}, "Comments on this post are closed."),
        ({"comments": "hidden"}, "Comments are switched off for this post."),
        ({"close_after_days": 1}, "Comments on this post closed on"),
        ({"audience": "nobody"}, "Nobody may comment on this post."),
        ({"audience": "team"}, "Note: Only the team of this blog may post a comment."),
    ],
)
def test_a_thread_closed_while_somebody_wrote_gives_the_text_back(
    client, post, member, send, set_policy, form_url, nothing_changes, fields, sentence
):
    set_policy(post.blog, post, **fields)
    with nothing_changes():
        response = send(post, "Too late?")
    assert response.status_code == 403
    assert sentence in response.content.decode() and typed(response) == "Too late?"
    assert typed(client.get(form_url(post))) == "Too late?"


def test_an_age_boundary_closes_to_the_second(post, member, send, set_policy):
    set_policy(post.blog, close_after_days=1)
    post.published_at = timezone.now() - timedelta(days=1)
    post.save()
    assert send(post).status_code == 403
    post.published_at = timezone.now() - timedelta(days=1) + timedelta(seconds=30)
    post.save()
    assert send(post).status_code == 303


# --- Posts that are not there --------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["draft", "scheduled", "foreign"])
@pytest.mark.parametrize("who", ["visitor", "member", "author"])
def test_a_post_that_is_not_public_here_answers_like_one_that_never_was(
    client, blog, make_blog, make_post, make_member, sign_in, nothing_changes, form_url, kind, who
):
    author = make_member(blog, Role.AUTHOR)
    post = {
        "draft": lambda: make_post(blog, state=PostState.DRAFT, published_at=None, author=author),
        "scheduled": lambda: make_post(blog, days_ago=-1, author=author),
        "foreign": lambda: make_post(make_blog(hostname="two.example.org")),
    }[kind]()
    if who != "visitor":
        sign_in(author if who == "author" else make_member(blog))
    never = reverse("comments:form", args=[987_654])
    for method in ("get", "post", "head", "put"):
        with nothing_changes():
            there = getattr(client, method)(form_url(post), {"text": "Hm."} if method == "post" else None)
            other = getattr(client, method)(never, {"text": "Hm."} if method == "post" else None)
        for answer in (there, other):
            answer.headers.pop("X-Request-ID", None)  # each request's own
        assert there.status_code == other.status_code == (405 if method == "put" else 404)
        assert there.content == other.content and dict(there.headers) == dict(other.headers)


@pytest.mark.parametrize("number", [0, 2**63, 10**30])
def test_a_number_no_post_can_have_is_not_found(client, blog, number):
    assert client.get(f"/comments/on/{number}/").status_code == 404
