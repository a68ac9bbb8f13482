"""A post's comments as everybody sees them: what is shown, in which order, how deep, and in how many queries."""

import re
from html.parser import HTMLParser

import pytest
from django.template.loader import render_to_string
from django.utils import timezone

from blog.comments.branches import DEPTH
from blog.comments.models import State as CommentState
from blog.comments.thread import thread_of

MEMBERS_ONLY = "Note: Only a member of this blog may post a comment."
HIDDEN_STATES = [CommentState.HELD, CommentState.REJECTED, CommentState.REMOVED, CommentState.WITHDRAWN]


@pytest.fixture
def post(blog, make_post):
    return make_post(blog)


def page(post, now=None) -> str:
    return render_to_string("comments/_thread.html", {"thread": thread_of(post, now or timezone.now())})


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", html)).strip()


class Lists(HTMLParser):
    """Fails where lists and items are not nested as HTML has it."""

    def __init__(self, html):
        super().__init__()
        self.open, self.deepest, self.order = [], 0, []
        self.feed(html)
        assert not self.open

    def handle_starttag(self, tag, attrs):
        if tag in ("ol", "ul", "li"):
            assert (self.open[-1:] == ["ol"]) == (tag == "li"), self.getpos()
            self.open.append(tag)
            self.deepest = max(self.deepest, self.open.count("ol"))
            self.order += [value for name, value in attrs if name == "id" and tag == "li"]

    def handle_endtag(self, tag):
        if tag in ("ol", "ul", "li"):
            assert self.open.pop() == tag


def test_a_post_without_comments_says_so_then_leads_to_the_form_then_tells_the_rule(post):
    said = words(page(post))
    assert said.startswith(f"No comments: Post a Comment {MEMBERS_ONLY} ")
    assert said.endswith("Sign in or sign up; then you can become a member at once.")


def test_the_way_in_leads_back_to_the_form(post):
    html = page(post)
    assert f'href="/comments/on/{post.pk}/"' in html
    assert f'href="/accounts/login/?next=%2Fcomments%2Fon%2F{post.pk}%2F"' in html


@pytest.mark.parametrize(("count", "heading"), [(1, "1 comment:"), (2, "2 comments:"), (12, "12 comments:")])
def test_the_heading_counts_the_published_ones_alone(post, make_comment, count, heading):
    for _ in range(count):
        make_comment(post)
    for state in HIDDEN_STATES:
        make_comment(post, state=state)
    assert words(page(post)).startswith(f"{heading} ")


@pytest.mark.parametrize("state", HIDDEN_STATES)
def test_what_is_not_published_and_not_answered_leaves_no_trace(post, make_comment, state):
    before = page(post)
    make_comment(post, "a secret", state=state, parent=None)
    assert page(post) == before


@pytest.mark.parametrize("state", HIDDEN_STATES)
def test_what_was_answered_leaves_a_place_with_neither_text_nor_name(post, make_comment, make_member, state):
    gone = make_comment(post, "a secret", state=state, author=make_member(post.blog, name="Nameless"))
    answer = make_comment(post, "An answer", parent=gone)
    html = page(post)
    assert "a secret" not in html and "Nameless" not in html
    assert Lists(html).order == [f"comment-{gone.pk}", f"comment-{answer.pk}"]
    assert words(html).startswith("1 comment:")
    assert "in reply to a comment that is gone" in words(html)


def test_a_tombstone_says_whose_act_it_was_if_that_is_public(post, make_comment):
    for state, said in (
        (CommentState.WITHDRAWN, "This comment was withdrawn by its author."),
        (CommentState.REMOVED, "This comment was removed by the team."),
        (CommentState.REJECTED, "This comment is not shown."),
        (CommentState.HELD, "This comment is not shown."),
    ):
        make_comment(post, parent=make_comment(post, state=state))
        assert said in words(page(post))


def test_a_tombstone_stays_for_an_answer_far_below_it(post, make_comment):
    first = make_comment(post, state=CommentState.REMOVED)
    second = make_comment(post, state=CommentState.WITHDRAWN, parent=first)
    third = make_comment(post, parent=second)
    make_comment(post, state=CommentState.REMOVED, parent=third)
    assert Lists(page(post)).order == [f"comment-{comment.pk}" for comment in (first, second, third)]


def test_answers_stand_below_what_they_answer_and_all_in_the_order_they_came(post, make_comment):
    one, two = make_comment(post), make_comment(post)
    two_one, one_one = make_comment(post, parent=two), make_comment(post, parent=one)
    one_one_one, one_two = make_comment(post, parent=one_one), make_comment(post, parent=one)
    order = [one, one_one, one_one_one, one_two, two, two_one]
    assert Lists(page(post)).order == [f"comment-{comment.pk}" for comment in order]


def test_answers_deeper_than_the_page_shows_stay_in_the_order_of_the_talk_and_say_whom_they_answer(
    post, make_comment, make_member
):
    chain = [make_comment(post, author=make_member(post.blog, name="Ann"))]
    for number in range(1, DEPTH + 3):
        author = make_member(post.blog, name=f"Speaker {number}")
        chain.append(make_comment(post, parent=chain[-1], author=author))
    html = page(post)
    lists = Lists(html)
    assert lists.deepest == DEPTH
    assert lists.order == [f"comment-{comment.pk}" for comment in chain]
    for parent, comment in zip(chain, chain[1:], strict=False):
        own = html[html.index(f'id="comment-{comment.pk}"') :]
        link = re.search(r'href="#(comment-\d+)">\s*in reply to ([^<]*?)\s*<', own)
        assert link.groups() == (f"comment-{parent.pk}", parent.author.name)


@pytest.mark.parametrize("count", [0, 1, 40])
def test_a_thread_costs_two_queries_however_long(post, make_comment, count, django_assert_num_queries):
    parent = None
    for _ in range(count):
        parent = make_comment(post, parent=parent)
    read = post.blog.posts.with_names().get(pk=post.pk)  # as the page of a post reads it
    with django_assert_num_queries(2):
        page(read)


def test_the_stored_html_is_sent_as_it_is_byte_for_byte(post, make_comment):
    texts = [
        "*a* **b** `c`",
        "> quoted\n\n<script>alert(1)</script>",
        "[x](https://example.org)",
        "&amp; < > \" '",
        "é😀‍",
    ]
    comments = [make_comment(post, text) for text in texts]
    html = page(post)
    for comment in comments:
        assert f">{comment.html}</div>" in html
