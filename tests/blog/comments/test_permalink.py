"""Where the permalink of a comment leads, and for whom."""

import pytest
from django.urls import reverse

from blog.comments.models import State
from blog.models import PostState


@pytest.fixture
def post(blog, make_post):
    return make_post(blog)


def url(comment):
    return reverse("comments:comment", args=[comment.pk])


@pytest.fixture
def never(client, blog):
    return client.get("/comments/987654/")


def test_it_leads_to_the_place_on_the_page_and_opens_no_session(client, post, make_comment):
    comment = make_comment(post)
    assert comment.get_absolute_url() == url(comment)
    response = client.get(url(comment))
    assert (response.status_code, response["Location"]) == (302, f"{post.path}#comment-{comment.pk}")
    assert not response.cookies and "Cookie" not in response.get("Vary", "")


@pytest.mark.parametrize("state", [state for state in State.values if state != "published"])
def test_what_readers_do_not_see_is_as_absent_as_what_never_was(client, post, make_comment, never, state):
    response = client.get(url(make_comment(post, state=state)))
    assert (response.status_code, response.content) == (404, never.content)


def test_it_leads_to_a_tombstone_too(client, post, make_comment):
    gone = make_comment(post, state=State.WITHDRAWN)
    make_comment(post, parent=gone)
    assert client.get(url(gone))["Location"] == f"{post.path}#comment-{gone.pk}"


@pytest.mark.parametrize("state", ["held", "rejected", "removed"])
def test_the_author_is_led_to_what_became_of_it(client, post, make_comment, sign_in, state):
    comment = make_comment(post, state=state)
    sign_in(comment.author)
    assert client.get(url(comment))["Location"] == f"/comments/on/{post.pk}/?done={comment.pk}"
    assert client.get(client.get(url(comment))["Location"]).status_code == 200


def test_a_hidden_thread_has_no_permalinks(client, post, make_comment, set_policy, never):
    comment = make_comment(post)
    set_policy(post.blog, post, comments="hidden")
    assert client.get(url(comment)).content == never.content
    set_policy(post.blog, post, comments="shown")
    assert client.get(url(comment)).status_code == 302


def test_a_comment_of_a_draft_or_of_another_blog_is_not_found(client, blog, make_blog, make_post, make_comment, never):
    for post in (
        make_post(blog, state=PostState.DRAFT),
        make_post(blog, days_ago=-1),
        make_post(make_blog(hostname="two.example.org")),
    ):
        response = client.get(url(make_comment(post)))
        assert (response.status_code, response.content) == (404, never.content)


def test_a_comment_on_a_post_for_members_is_as_absent_for_others(
    client, post, make_comment, make_member, sign_in, never
):
    comment = make_comment(post)
    post.readers = "members"
    post.save()
    response = client.get(url(comment))
    assert (response.status_code, response.content) == (404, never.content)
    sign_in(make_member(post.blog))
    response = client.get(url(comment))
    assert response.status_code == 302 and "Cookie" in response["Vary"]  # and no cache gives it to others


def test_nothing_is_done_there(client, post, make_comment):
    assert client.post(url(make_comment(post))).status_code == 405
