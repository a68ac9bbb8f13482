"""A thread that has closed, or is for few, as everybody sees it; and when it changed last."""

import re
from datetime import timedelta

import pytest
from django.template.loader import render_to_string
from django.utils import timezone

from blog.comments.models import State as CommentState
from blog.comments.thread import post_page_changed_at, thread_of

MEMBERS_ONLY = "Note: Only a member of this blog may post a comment."


@pytest.fixture
def post(blog, make_post):
    return make_post(blog)


def page(post, now=None) -> str:
    return render_to_string("comments/_thread.html", {"thread": thread_of(post, now or timezone.now())})


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", html)).strip()


def test_a_closed_thread_is_still_read_but_has_no_way_to_the_form(post, make_comment, set_policy):
    comment = make_comment(post, "Said before.")
    set_policy(post.blog, post, comments="shown")
    html = page(post)
    assert comment.html in html
    assert "Comments on this post are closed." in words(html)
    assert "Post a Comment" not in html and "Reply" not in html


def test_a_hidden_thread_shows_nothing_that_was_said(post, make_comment, set_policy):
    make_comment(post, "Said before.")
    set_policy(post.blog, post, comments="hidden")
    html = page(post)
    assert words(html) == "Comments Comments are switched off for this post."
    assert thread_of(post, timezone.now()).count == 0


def test_a_thread_says_when_it_will_close_and_when_it_has(post, set_policy):
    set_policy(post.blog, close_after_days=7)
    end = post.published_at + timedelta(days=7)
    told = timezone.localtime(end).strftime(f"{end.day} %B %Y, %H:%M")
    assert f"Comments close on {told}." in words(page(post, end - timedelta(seconds=1)))
    closed = words(page(post, end))
    assert f"Comments on this post closed on {told}." in closed and "Post a Comment" not in closed


def test_a_thread_for_nobody_has_no_way_to_the_form_and_one_for_the_team_has(post, set_policy):
    set_policy(post.blog, post, audience="nobody")
    assert words(page(post)) == "No comments: Nobody may comment on this post."
    set_policy(post.blog, post, audience="team")
    assert words(page(post)).startswith("No comments: Post a Comment Note: Only the team of this blog")


def test_the_thread_changed_when_a_comment_or_the_policy_did(post, make_comment, set_policy):
    assert post_page_changed_at(post) is None
    comment = make_comment(post)
    assert post_page_changed_at(post) == comment.changed_at
    assert post_page_changed_at(post) < set_policy(post.blog).at == post_page_changed_at(post)


def test_what_nobody_ever_saw_does_not_change_the_date(post, make_comment):
    before = make_comment(post).changed_at
    make_comment(post, state=CommentState.HELD)
    make_comment(post, state=CommentState.REJECTED)
    assert post_page_changed_at(post) == before
    removed = make_comment(post, state=CommentState.REMOVED, published_at=timezone.now())
    assert post_page_changed_at(post) == removed.changed_at
