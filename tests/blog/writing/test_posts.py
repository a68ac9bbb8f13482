"""Posts, written at the desk through its form."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.admin.models import LogEntry
from django.utils import timezone

from accounts.models import Membership, Role, State
from blog.comments.models import PolicyVersion
from blog.markup import render_post
from blog.models import Post
from tests.blog.writing.conftest import change

SEED = Path(__file__).resolve().parents[4] / "shared" / "seed" / "lavrov-article.txt"


def errors(response) -> dict:
    assert response.status_code == 200
    return {field: " ".join(found) for field, found in response.context["adminform"].form.errors.items()}


def test_an_author_publishes_a_post_and_everybody_can_read_it(write, author, client, blog):
    answer = write(author, title="A  letter", body="Dear *reader*,", state="published", label_names="Letters, letters")
    post = blog.posts.get()
    assert answer.status_code == 302
    client.logout()
    text = client.get(post.path).content.decode()
    assert "<h1>A letter</h1>" in text and "Dear <em>reader</em>," in text
    assert (post.author, [label.name for label in post.labels.all()]) == (author, ["Letters"])
    assert LogEntry.objects.get().user == author


def test_a_draft_and_a_scheduled_post_are_not_public_and_the_desk_says_so(write, author, client, blog):
    blog.time_zone = "Europe/Vienna"
    blog.save()
    write(author, title="Begun", body="", state="draft")
    write(author, title="Soon", body="x", state="published", published_at_0="2096-05-03", published_at_1="09:00")
    begun, soon = blog.posts.get(title="Begun"), blog.posts.get(title="Soon")
    assert soon.path == "/2096/05/soon/"
    text = client.get("/admin/blog/post/").content.decode()
    assert "Draft: only the team can read it" in text
    assert "Goes public on 3 May 2096, 09:00 (Europe/Vienna)" in text
    assert "Goes public on 3 May 2096, 09:00 (Europe/Vienna)" in client.get(change(soon)).content.decode()
    client.logout()
    for path in (begun.path, soon.path):
        assert client.get(path).status_code == 404
    assert "Soon" not in client.get("/").content.decode() + client.get("/feed/").content.decode()
    Post.objects.filter(pk=soon.pk).update(published_at=timezone.now() - timedelta(seconds=1))
    assert client.get(soon.path).status_code == 200


def test_an_author_can_give_a_post_to_nobody_else_whatever_they_send(write, author, editor, blog):
    never = 987_654_321  # no row gets this number by itself
    more = {"author": editor.pk, "blog": 999, "html": "<b>x</b>", "pk": never, "id": never}
    write(author, title="Mine", body="x", state="published", **more)
    post = blog.posts.get()
    assert (post.author, post.html, post.pk == never) == (author, "<p>x</p>", False)


def test_sending_fields_the_form_does_not_have_changes_none_of_them(write, author, post, make_blog, blog):
    before = Post.objects.filter(pk=post.pk).values("blog", "author", "created_at").get()
    other = make_blog(hostname="two.example.org")
    write(author, post, body="New", blog=other.pk, author="", created_at="2001-01-01", html="<b>x</b>", teaser="y")
    after = Post.objects.get(pk=post.pk)
    assert Post.objects.filter(pk=post.pk).values("blog", "author", "created_at").get() == before
    assert (after.body, after.html, after.teaser) == ("New", "<p>New</p>", "")


def test_an_editor_gives_a_post_to_another_writer_of_this_blog_only(
    write, editor, author, post, make_member, make_blog, blog
):
    strange = make_member(make_blog(hostname="two.example.org"), Role.AUTHOR)
    for nobody in (strange, make_member(blog), make_member(blog, Role.MODERATOR)):
        assert "author" in errors(write(editor, post, author=nobody.pk))
    assert Post.objects.get().author == author
    assert write(editor, post, author=editor.pk).status_code == 302
    assert Post.objects.get().author == editor


def test_a_post_of_somebody_who_left_the_team_can_still_be_changed(write, editor, author, post):
    Membership.objects.filter(user=author).update(state=State.LEFT, role=Role.MEMBER)
    assert write(editor, post, body="New").status_code == 302
    assert (Post.objects.get().body, Post.objects.get().author) == ("New", author)


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"title": "   "}, "title", "required"),
        ({"title": "a" * 201}, "title", "200"),
        ({"body": "a" * 500_001}, "body", "500000"),
        ({"body": " \n"}, "body", "no text yet"),
        ({"slug": "a" * 300}, "slug", "120"),
        ({"slug": "a b"}, "slug", "slug"),
        ({"path": "/accounts/x/"}, "path", "another part"),
        ({"path": "/2026/01/a-letter/"}, "path", "Another post"),
        ({"path": "/" + "a" * 400}, "path", "300"),
        ({"published_at_0": "0000-01-01", "published_at_1": "00:00"}, "published_at", "in the calendar"),
        ({"published_at_0": "0001-01-01", "published_at_1": "00:00"}, "published_at", "between 1000 and 2999"),
        ({"published_at_0": "9999-12-31", "published_at_1": "23:59"}, "published_at", "between 1000 and 2999"),
        ({"published_at_0": "yesterday", "published_at_1": "noon"}, "published_at", "in the calendar"),
        ({"label_names": "a" * 61}, "label_names", "too long for a label"),
        ({"language": "<b>"}, "language", "language code"),
        ({"state": "secret"}, "state", "valid choice"),
        ({"policy_audience": "everyone"}, "policy_audience", "valid choice"),
        ({"policy_close_after_days": "-1"}, "policy_close_after_days", "0"),
        ({"policy_close_after_days": "9" * 30}, "policy_close_after_days", "36500"),
    ],
)
def test_what_cannot_be_is_told_by_its_field_and_nothing_is_lost_or_stored(
    fields, field, words, write, author, post, client
):
    sent = {"title": "Kept title", "body": "Kept <text>", "state": "published"} | fields
    answer = write(author, **sent)
    assert words in errors(answer)[field]
    page = answer.content.decode()
    for name, kept in (("title", "Kept title"), ("body", "Kept &lt;text&gt;")):
        assert name == field or kept in page
    assert [found.pk for found in Post.objects.all()] == [post.pk]
    assert not PolicyVersion.objects.exists()


def test_a_body_of_ten_megabytes_is_refused_and_nothing_is_stored(write, author, blog):
    answer = write(author, title="Long", body="a" * 10_000_000, state="draft")
    assert answer.status_code in (400, 413)
    assert not blog.posts.exists()


def test_a_long_text_beyond_ascii_is_taken_whole(write, author, blog):
    body = "语" * 499_000
    assert write(
        author, title="Long", body="\n\n".join(body[at : at + 1000] for at in range(0, 499_000, 1100)), state="draft"
    )
    assert blog.posts.get().body.startswith("语")


@pytest.mark.skipif(not SEED.is_file(), reason="the text lies beside the project only where it is developed")
def test_the_article_it_all_began_with_is_published_and_every_sentence_stands_on_the_page(write, author, client, blog):
    lines = [line for line in SEED.read_text(encoding="utf-8").splitlines() if line.strip()]
    article = lines[: lines.index("No comments:")]
    write(author, title="Lavrov to visit North Korea", body="\n\n".join(article), state="published",
          published_at_0="2018-05-31", published_at_1="09:00")  # fmt: skip
    client.logout()
    page = client.get("/2018/05/lavrov-to-visit-north-korea/").content.decode()
    for line in article:
        assert render_post(line) in page, line
    assert "No comments:" in page and "Post a Comment" in page
    assert "Note: Only a member of this blog may post a comment." in page
