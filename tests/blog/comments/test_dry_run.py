"""Listed words are tried on what was said, and nothing is stored."""

import pytest
from django.urls import reverse

from accounts.models import Role
from blog.comments.dry_run import dry_run, pieces

WORDS = reverse("comments:words")


@pytest.fixture
def moderator(blog, make_member, sign_in):
    return sign_in(make_member(blog, Role.MODERATOR))


def test_the_matched_parts_are_marked_and_nothing_is_stored(blog, make_post, make_comment, moderator, nothing_changes):
    post = make_post(blog)
    make_comment(post, "Visit my <b>Casinó</b> now")
    make_comment(post, "Nothing here")
    make_comment(post, "casino, taken back", state="withdrawn")
    with nothing_changes():
        answer = moderator.post(WORDS, {"rules": "casino*\nfree money\na*\n!!!"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "&lt;b&gt;<mark>Casinó</mark>&lt;/b&gt;" in page
    assert "1 of 2 comments caught" in page and "Nothing here" not in page
    assert "would match too much" in page and "no letter or digit" in page


def test_the_form_begins_with_the_words_of_the_blog_and_keeps_what_was_typed(blog, moderator, set_policy):
    set_policy(blog, hold_words=["spam"])
    assert "\nspam</textarea>" in moderator.get(WORDS).content.decode()
    answer = moderator.post(WORDS, {"rules": "!!"})
    assert answer.status_code == 422 and "\n!!</textarea>" in answer.content.decode()
    assert moderator.post(WORDS, {"rules": "a" * 100_001}).status_code == 422


def test_another_blogs_comments_are_not_tried(blog, make_blog, make_post, make_comment, django_assert_num_queries):
    make_comment(make_post(make_blog(hostname="two.example.org")), "casino")
    make_comment(make_post(blog), "casino")
    with django_assert_num_queries(1):
        tried = dry_run(blog, "casino")
        assert [caught.comment.post.title for caught in tried.caught] and tried.count == 1


@pytest.mark.parametrize("person", [None, Role.MEMBER, Role.AUTHOR])
def test_only_who_moderates_may_try(person, blog, make_member, client, sign_in, nothing_changes):
    if person:
        sign_in(make_member(blog, person))
    with nothing_changes():
        assert client.post(WORDS, {"rules": "x"}).status_code == 403


def test_a_long_text_is_shortened_around_its_matches():
    text = "a" * 500 + " casino " + "b" * 500
    cut = pieces(text, [(501, 507)])
    assert [piece for piece, marked in cut if marked] == ["casino"]
    assert all(len(piece) < 200 for piece, _marked in cut) and cut[0][0][0] == "…" and cut[-1][0][-1] == "…"
