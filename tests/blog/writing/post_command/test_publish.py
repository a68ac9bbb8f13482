"""manage.py post publish: at which moment a post goes out, and what is asked before."""

from datetime import UTC, datetime

import pytest

from blog.models import PostState


def test_a_draft_is_published_now_or_at_a_moment_of_the_blogs_zone(blog, author, make_post, run, client):
    blog.time_zone = "Europe/Vienna"
    blog.save()
    post = make_post(blog, author=author, state=PostState.DRAFT, published_at=None)
    said, code = run("publish", post.slug, "--at", "2999-05-03 09:00")
    assert code == 0 and "3 May 2999, 09:00 (Europe/Vienna)" in said and "In UTC that is 2999-05-03 07:00." in said
    assert blog.posts.get().published_at == datetime(2999, 5, 3, 7, tzinfo=UTC)
    other = make_post(blog, author=author, state=PostState.DRAFT, published_at=None)
    assert "Public since" in run("publish", other.slug)[0]
    assert client.get(blog.posts.get(pk=other.pk).path).status_code == 200
    assert "Nothing was changed" in run("publish", other.slug)[0]


@pytest.mark.parametrize(
    ("at", "why"),
    [
        ("tomorrow", "is no date"),
        ("0000-01-01", "is no date"),
        ("0999-01-01", "between 1000 and 2999"),
        ("2026-03-29 02:30", "never show 02:30"),
        ("2026-10-25 02:30", "“2026-10-25 02:30+0200” or “2026-10-25 02:30+0100”"),
    ],
)
def test_a_moment_that_is_none_or_two_is_asked_about(at, why, blog, author, make_post, run, nothing_changes):
    blog.time_zone = "Europe/Vienna"
    blog.save()
    post = make_post(blog, author=author, state=PostState.DRAFT)
    with nothing_changes():
        said, code = run("publish", post.slug, "--at", at)
    assert code == 1 and why in said


def test_one_of_two_moments_is_said_by_its_offset(blog, author, make_post, run):
    post = make_post(blog, author=author, state=PostState.DRAFT)
    assert run("publish", post.slug, "--at", "2026-10-25 02:30+0100")[1] == 0
    assert blog.posts.get().published_at == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


def test_the_checklist_is_asked_before_a_post_goes_out(blog, author, make_post, run, nothing_changes, tmp_path):
    blog.checks = {"description": "warn"}
    blog.save()
    post = make_post(blog, author=author, state=PostState.DRAFT, published_at=None, description="")
    file = tmp_path / "letter.md"
    file.write_text("---\ntitle: Letter\n---\nDear all.\n")
    for words in (["publish", post.slug], ["new", "--file", str(file), "--publish"]):
        with nothing_changes():
            said, code = run(*words)
        assert code == 1 and "description" in said and "--all-the-same" in said
        assert run(*words, "--all-the-same")[1] == 0
    assert blog.posts.filter(state=PostState.PUBLISHED).count() == 2
