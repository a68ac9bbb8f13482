"""Writing a comment on a post: what is shown, what is taken, and the status and sentence of everything that is not."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from accounts.models import Role
from blog.comments.models import Comment
from blog.comments.models import State as CommentState
from blog.markup import COMMENT_LIMIT, render_comment
from blog.models import PostState

GONE = [state for state in CommentState.values if state != "published"]


@pytest.fixture
def post(blog, make_post):
    return make_post(blog)


@pytest.fixture
def member(blog, make_member, sign_in):
    """A member, signed in."""
    person = make_member(blog)
    sign_in(person)
    return person


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
        assert there.status_code == other.status_code == (405 if method == "put" else 404)
        assert there.content == other.content and dict(there.headers) == dict(other.headers)


@pytest.mark.parametrize("number", [0, 2**63, 10**30])
def test_a_number_no_post_can_have_is_not_found(client, blog, number):
    assert client.get(f"/comments/on/{number}/").status_code == 404


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
