"""Each publish and each named save is a version: what changed is shown, and any can be put into the form again."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from blog.models import Kind, Post, PostState, Version, WorkingCopy
from blog.writing.publishing import publish_post
from blog.writing.versions import KEPT, fields_of, put
from tests.blog.writing.conftest import change


@pytest.fixture
def post(blog, author) -> Post:
    return publish_post(
        blog=blog,
        author=author,
        title="A letter",
        body="First words.",
        labels=["Letters"],
        published_at=timezone.now() - timedelta(days=2),
    )


def versions(post) -> list[tuple[str, str]]:
    return [(version.kind, version.fields["body"]) for version in post.versions.order_by("pk")]


def test_a_post_that_was_never_recorded_is_when_it_is_first_changed(write, author, post):
    assert not Version.objects.exists()
    write(author, post, body="Second words.")
    assert versions(post) == [(Kind.PUBLISHED, "First words."), (Kind.PUBLISHED, "Second words.")]
    assert [version.by for version in post.versions.order_by("pk")] == [None, author]


def test_a_save_that_changes_nothing_is_no_version(write, author, post):
    write(author, post, body="Second words.")
    write(author, post)
    assert post.versions.count() == 2


def test_a_save_under_a_name_is_a_version_even_when_nothing_changed(write, author, post):
    write(author, post, version_name="Before the trip")
    assert [version.name for version in post.versions.order_by("pk")] == ["", "Before the trip"]


def test_of_saves_of_a_draft_the_newest_are_kept_and_named_ones_for_good(blog, author, write):
    draft = publish_post(blog=blog, author=author, title="T", body="0", state=PostState.DRAFT)
    for number in range(1, KEPT + 6):
        write(author, draft, body=str(number), version_name="third" if number == 3 else "")
    kept = versions(draft)
    assert len([one for one in kept if one[0] == Kind.SAVED]) == KEPT
    assert (Kind.NAMED, "3") in kept and (Kind.SAVED, str(KEPT + 5)) in kept and (Kind.SAVED, "1") not in kept


def test_a_versions_fields_make_the_same_text_again(post):
    fields = fields_of(post)
    other = Post(blog=post.blog)
    assert put(other, fields) == {"labels": ["Letters"], "series": "", "coauthors": []}
    assert fields_of(other, ["Letters"]) == fields


def test_readers_see_nothing_of_what_is_saved_and_not_published(write, author, post, client):
    before = client.get(post.path).content
    write(author, post, body="Not yet.", _keep="1", version_name="A try")
    assert client.get(post.path).content == before
    post.refresh_from_db()
    assert post.body == "First words." and post.versions.get().name == "A try"


def test_what_is_saved_and_not_published_stands_in_the_form_until_it_is(write, author, post, client, form_of):
    write(author, post, body="Not yet.", _keep="1")
    shown = form_of(client.get(change(post)))
    assert shown["body"] == "Not yet."
    assert client.post(change(post), shown).status_code == 302
    post.refresh_from_db()
    assert post.body == "Not yet." and not WorkingCopy.objects.exists()


def test_a_note_for_readers_stands_below_the_post(write, author, post, client):
    write(author, post, body="Corrected words.", note="The name of the <river>.")
    text = client.get(post.path).content.decode()
    assert "The name of the &lt;river&gt;." in text and "Updated" in text
    assert post.versions.order_by("pk").last().note == "The name of the <river>."


def test_the_list_of_versions_says_who_and_when(write, author, post, client):
    write(author, post, body="Second words.", version_name="After lunch")
    listed = client.get(reverse("admin:blog_post_history", args=[post.pk])).content.decode()
    assert author.name in listed and "After lunch" in listed


def test_a_version_shows_field_by_field_which_words_changed(write, author, post, client):
    write(author, post, title="Another letter", body="First sentences.")
    newest = post.versions.order_by("pk").last()
    shown = client.get(reverse("admin:blog_post_version", args=[post.pk, newest.pk]))
    words = {one.label: [(part.kind, part.text) for part in one.parts] for one in shown.context["changes"]}
    assert words["text"] == [("same", "First "), ("gone", "words."), ("new", "sentences.")]
    assert set(words) == {"title", "text"}


def test_a_version_can_be_compared_with_the_newest(write, author, post, client):
    for body in ("Second.", "Third."):
        write(author, post, body=body)
    first = post.versions.order_by("pk").first()
    shown = client.get(reverse("admin:blog_post_version", args=[post.pk, first.pk]), {"with": "newest"})
    assert "<del>First words.</del><ins>Third.</ins>" in shown.content.decode().replace("</del> <ins>", "</del><ins>")


def test_a_version_is_put_into_the_form_and_changes_nothing_until_it_is_saved(write, author, post, client, form_of):
    write(author, post, body="Second words.")
    first = post.versions.order_by("pk").first()
    before = client.get(post.path).content
    assert client.post(reverse("admin:blog_post_restore", args=[post.pk, first.pk])).status_code == 302
    assert client.get(post.path).content == before
    shown = form_of(client.get(change(post)))
    assert shown["body"] == "First words." and shown["state"] == PostState.PUBLISHED
    client.post(change(post), shown)
    assert Post.objects.get().body == "First words."


def test_an_old_version_moves_no_post_in_time(write, author, post, client, form_of):
    when = post.published_at
    write(author, post, body="Second words.")
    version = post.versions.order_by("pk").first()
    version.fields |= {"published_at": "2001-01-01T00:00:00+00:00"}
    version.save()
    client.post(reverse("admin:blog_post_restore", args=[post.pk, version.pk]))
    client.post(change(post), form_of(client.get(change(post))))
    assert Post.objects.get().published_at == when
