"""manage.py post: which posts there are, who changes whose, and in which blog."""

import re

import pytest
from django.utils import timezone

from accounts.models import Role
from blog.models import PostState
from tests.blog.writing.post_command.conftest import WRITE


@pytest.fixture
def one_of_each(blog, author, make_post):
    """A post in each state."""
    make_post(blog, "Begun", author=author, state=PostState.DRAFT, published_at=None)
    make_post(blog, "Out", author=author).labels.create(blog=blog, name="Letters", slug="letters")
    make_post(blog, "To come", author=author, days_ago=-2)
    make_post(blog, "Thrown away", author=author, state=PostState.TRASH, trashed_at=timezone.now())


@pytest.mark.parametrize(
    ("options", "titles"),
    [
        ([], ["Begun", "To come", "Out"]),
        (["--state", "draft"], ["Begun"]),
        (["--state", "published"], ["Out"]),
        (["--state", "scheduled"], ["To come"]),
        (["--state", "trash"], ["Thrown away"]),
        (["--label", "letters"], ["Out"]),
        (["--limit", "1"], ["Begun"]),
        (["--label", "none"], []),
    ],
)
def test_posts_are_listed_by_state_and_label(options, titles, one_of_each, run):
    said, code = run("list", *options)
    assert code == 0 and re.findall(r"^    (Begun|Out|To come|Thrown away)$", said, re.M) == titles
    assert titles or "There is no such post." in said


def test_an_author_sees_and_changes_no_post_of_somebody_else(
    blog, author, make_member, make_post, run, editor, nothing_changes
):
    post = make_post(blog, "Hers", author=make_member(blog, Role.EDITOR))
    editor('echo more >> "$1"')
    as_author = ("--as", author.email)
    with nothing_changes():
        assert "Hers" not in run("list", *as_author)[0]
        for does in ("edit", "publish"):
            said, code = run(does, post.path, *as_author)
            assert code == 1 and "There is no post" in said


def test_one_says_who_one_is_where_several_write(blog, author, make_member, run, editor, nothing_changes):
    member = make_member(blog)
    make_member(blog, Role.OWNER)
    editor(WRITE)
    with nothing_changes():
        assert "with --as EMAIL" in run("new")[0]
        said, code = run("new", "--as", member.email)
        assert code == 1 and "may write" in said
    assert run("new", "--as", author.email)[1] == 0
    assert blog.posts.get().author == author


def test_a_post_goes_into_the_blog_that_is_named(blog, author, make_blog, make_member, run, editor):
    two = make_blog(hostname="two.example.org")
    writer = make_member(two, Role.AUTHOR)
    editor(WRITE)
    assert run("new", "--blog", "two.example.org")[1] == 0
    assert two.posts.get().author == writer and not blog.posts.exists()
    assert run("edit", two.posts.get().path)[1] == 1
    assert run("list", "--blog", "three.example.org")[1] == 1
