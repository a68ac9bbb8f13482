"""Nothing typed is lost: the form is kept while it is filled, and two authors' changes are brought together."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role
from blog.models import Page, Post, PostState, WorkingCopy
from blog.writing.copies import BUSY
from tests.blog.writing.conftest import ADD, change

NEW = "/admin/blog/post/autosave/"


def autosave(post) -> str:
    return reverse("admin:blog_post_autosave_of", args=[post.pk])


@pytest.fixture
def typing(client, sign_in, form_of):
    """Types into the form of a post, as `by`: what the autosave is answered."""

    def send(by, post, **fields):
        sign_in(by)
        return client.post(autosave(post), form_of(client.get(change(post)), **fields))

    return send


def test_what_is_typed_is_kept_and_shown_again_to_whoever_opens_the_form(typing, author, editor, post, client, sign_in):
    told = typing(author, post, body="Half a sent").json()
    assert "Kept at" in told["told"]
    sign_in(editor)
    page = client.get(change(post))
    assert page.context["adminform"].form["body"].value() == "Half a sent"
    assert author.name in page.content.decode() and "not saved yet" in page.content.decode()


def test_what_is_typed_changes_nothing_for_readers(typing, author, post, client):
    before, row = client.get(post.path).content, Post.objects.values().get()
    typing(author, post, body="Half a sent", title="", state="draft", slug="elsewhere")
    assert client.get(post.path).content == before
    assert Post.objects.values().get() == row and not post.versions.exists()


def test_the_copy_rolls_and_there_is_one(typing, author, post, client, form_of):
    first = typing(author, post, body="a").json()
    sent = form_of(client.get(change(post)), body="ab", seen=first["seen"])
    second = client.post(autosave(post), sent).json()
    assert second["seen"] != first["seen"]
    assert WorkingCopy.objects.get().typed["body"] == ["ab"]


def test_a_form_that_could_not_be_saved_is_kept_as_it_is(typing, author, post, client):
    typing(author, post, title="", published_at_0="0000-13-99", path="not a path", language="??")
    shown = client.get(change(post)).content.decode()
    assert 'value="0000-13-99"' in shown and 'value="not a path"' in shown


def test_saving_ends_the_copy(typing, write, author, post):
    typing(author, post, body="Half a sent")
    write(author, post, body="Half a sentence.")
    assert not WorkingCopy.objects.exists() and Post.objects.get().body == "Half a sentence."


def test_what_was_not_saved_can_be_thrown_away(typing, author, post, client):
    typing(author, post, body="Nonsense")
    client.post(reverse("admin:blog_post_discard", args=[post.pk]))
    assert not WorkingCopy.objects.exists()
    assert client.get(change(post)).context["adminform"].form["body"].value() == post.body


def test_a_new_text_becomes_a_draft_by_its_first_words(author, client, sign_in, form_of, blog):
    sign_in(author)
    form = form_of(client.get(ADD))
    told = client.post(NEW, form | {"body": "It was a"}).json()
    post = Post.objects.get()
    assert (post.state, post.author, post.body) == (PostState.DRAFT, author, "")
    assert told["change"] == change(post) and told["autosave"] == autosave(post)
    shown = form_of(client.get(told["change"]))
    assert shown["body"] == "It was a" and shown["seen"] == told["seen"]
    assert client.post(told["change"], shown | {"title": "Nights", "state": "published"}).status_code == 302
    post.refresh_from_db()
    assert (post.title, post.slug, post.state, post.body) == ("Nights", "nights", PostState.PUBLISHED, "It was a")


def test_a_new_page_becomes_a_draft_as_well(editor, client, sign_in, form_of):
    sign_in(editor)
    form = form_of(client.get("/admin/blog/page/add/"))
    client.post("/admin/blog/page/autosave/", form | {"title": "About"})
    assert (Page.objects.get().title, Page.objects.get().state) == ("About", PostState.DRAFT)


def test_an_empty_form_makes_no_draft(author, client, sign_in, form_of, nothing_changes):
    sign_in(author)
    form = form_of(client.get(ADD))
    with nothing_changes():
        assert client.post(NEW, form | {"body": " ", "title": " "}).json() == {"told": ""}


def test_a_copy_of_the_past_does_not_replace_what_another_window_kept(typing, author, post, client):
    typing(author, post, body="From one window")
    stale = client.post(autosave(post), {"body": "From the other", "title": "A letter", "seen": "0.0"})
    assert stale.status_code == 409 and "Somebody else changed this text" in stale.json()["told"]
    assert WorkingCopy.objects.get().typed["body"] == ["From one window"]


def test_what_is_kept_too_often_waits(typing, author, post, settings):
    settings.RATE_LIMITS = settings.RATE_LIMITS | {"autosave": (1, 60)}
    typing(author, post, body="a")
    answer = typing(author, post, body="ab")
    assert WorkingCopy.objects.get().typed["body"] == ["a"]
    assert answer.status_code == 429 and 0 < answer.json()["pause"] <= 60


def test_one_is_told_who_else_is_writing(typing, author, editor, post, client, sign_in):
    typing(author, post, body="a")
    sign_in(editor)
    assert f"{author.name} is changing this text right now" in client.get(change(post)).content.decode()
    WorkingCopy.objects.update(saved_at=timezone.now() - BUSY - timedelta(seconds=1))
    assert "right now" not in client.get(change(post)).content.decode()


def test_changes_in_different_places_need_no_question(author, editor, client, sign_in, form_of, blog, write):
    lines = "one\n\ntwo\n\nthree\n"
    write(author, title="T", body=lines, state="published")
    post = Post.objects.get()
    sign_in(author)
    mine = form_of(client.get(change(post)), body="1\n\ntwo\n\nthree\n")
    write(editor, post, body="one\n\ntwo\n\n3\n", description="Hers")
    sign_in(author)
    together = client.post(change(post), mine)
    assert together.status_code == 200 and "Both changes are in the form" in together.content.decode()
    assert Post.objects.get().body == "one\n\ntwo\n\n3\n"
    form = form_of(together)
    assert (form["body"], form["description"]) == ("1\n\ntwo\n\n3\n", "Hers")
    assert client.post(change(post), form).status_code == 302
    assert Post.objects.get().body == "1\n\ntwo\n\n3\n"


@pytest.mark.parametrize(("choice", "body"), [("mine", "Mine."), ("theirs", "Hers."), ("both", "Hers.\nMine.")])
def test_where_two_changes_met_one_is_asked(choice, body, author, editor, client, sign_in, form_of, write):
    write(author, title="T", body="Ours.", state="published")
    post = Post.objects.get()
    mine = form_of(client.get(change(post)), body="Mine.", title="My title")
    write(editor, post, body="Hers.", title="Her title")
    sign_in(author)
    asked = client.post(change(post), mine)
    assert asked.status_code == 409 and editor.name in asked.content.decode()
    picked = {"choice_body_0": choice, "choice_title": "theirs"}
    together = client.post(reverse("admin:blog_post_merge", args=[post.pk]), mine | picked)
    form = form_of(together)
    assert (form["body"], form["title"]) == (body, "Her title")
    assert (Post.objects.get().body, Post.objects.get().title) == ("Hers.", "Her title")


def test_an_author_keeps_nothing_in_a_post_of_somebody_else(make_member, author, blog, post, client, sign_in):
    other = make_member(blog, Role.AUTHOR)
    sign_in(other)
    assert client.post(autosave(post), {"body": "x", "seen": "0.0"}).status_code == 404
    assert not WorkingCopy.objects.exists()
