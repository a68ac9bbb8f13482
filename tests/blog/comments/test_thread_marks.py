"""What stands at each comment of a thread: its anchor, whose it is, its number, thanks, and what is folded away."""

import re

import pytest
from django.template.loader import render_to_string
from django.utils import timezone

from blog.comments.models import Comment
from blog.comments.models import State as CommentState
from blog.comments.thread import thread_of


@pytest.fixture
def post(blog, make_post):
    return make_post(blog)


def page(post, now=None) -> str:
    return render_to_string("comments/_thread.html", {"thread": thread_of(post, now or timezone.now())})


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", html)).strip()


def test_a_comment_has_an_anchor_a_permalink_and_a_way_to_answer(post, make_comment):
    comment = make_comment(post)
    html = page(post)
    assert f'id="comment-{comment.pk}"' in html
    assert f'href="/comments/{comment.pk}/"' in html
    assert f'href="/comments/on/{post.pk}/?parent={comment.pk}"' in html


def test_the_author_of_the_post_is_marked_and_a_former_member_has_no_name(post, make_comment):
    make_comment(post, author=post.author)
    gone = make_comment(post)
    gone.author.delete()
    said = words(page(post))
    assert f"{post.author.name} author of this post" in said
    assert "former member" in said


def test_a_guest_is_marked_in_words_and_so_is_who_answers_one(post, make_comment):
    guest = make_comment(post)
    Comment.objects.filter(pk=guest.pk).update(author=None, guest_name="Gus")
    make_comment(post, parent=guest)
    said = words(page(post))
    assert "Gus (guest)" in said and "in reply to Gus (guest)" in said
    Comment.objects.filter(pk=guest.pk).update(state=CommentState.REMOVED)
    assert "Gus" not in words(page(post))


def test_each_comment_says_which_of_how_many_it_is(post, make_comment):
    first, last = make_comment(post), make_comment(post)
    gone = make_comment(post, parent=first, state=CommentState.REMOVED)
    make_comment(post, parent=gone)
    html = page(post)
    assert re.findall(r"comment (\d+) of (\d+)", words(html)) == [("1", "3"), ("2", "3"), ("3", "3")]
    assert "comment 3 of 3" in words(html[html.index(f'id="comment-{last.pk}"') :])


def test_thanks_are_counted_but_not_whose_they_are(post, make_comment, make_member, django_assert_num_queries):
    comment, other = make_comment(post), make_comment(post)
    people = [make_member(post.blog, name=f"Thankful {number}") for number in range(3)]
    for person in people:
        comment.thanks.create(by=person)
    read = post.blog.posts.with_names().get(pk=post.pk)  # as the page of a post reads it
    with django_assert_num_queries(2):
        html = page(read)
    assert words(html).count("thanks") == 1 and "3 thanks" in words(html) and "Thankful" not in html
    assert "thanks" not in html[html.index(f'id="comment-{other.pk}"') :]


def test_the_same_voice_stands_at_each_comment_of_a_person_and_at_nobodys_else(post, make_comment):
    first = make_comment(post)
    make_comment(post, author=first.author)
    make_comment(post)
    gone = make_comment(post)
    gone.author.delete()
    voices = re.findall(r'data-author="(\w+)"', page(post))
    assert len(voices) == 3 and voices[0] == voices[1] != voices[2]


def test_who_is_muted_is_folded_away_on_a_personal_page_alone(post, make_comment):
    comment, other = make_comment(post, "Loud words."), make_comment(post, "Calm words.")
    assert "You have muted" not in words(page(post))
    thread = thread_of(post, timezone.now(), frozenset({comment.author_id}))
    html = render_to_string("comments/_thread.html", {"thread": thread})
    assert words(html).count("You have muted this person. Show") == 1 and other.html in html
