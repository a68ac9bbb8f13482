"""A change of a text can wait for its date, and a text can end at one; what is thrown away can be had back."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from blog.comments.models import Comment
from blog.models import Blog, Kind, Post, PostState, Version
from blog.writing.due import publish_due, scheduled
from blog.writing.trash import KEPT, empty, throw_away
from tests.blog.writing.conftest import change


def later(**span) -> dict:
    at = timezone.now() + timedelta(**(span or {"days": 3}))
    return {"update_at_0": at.strftime("%Y-%m-%d"), "update_at_1": at.strftime("%H:%M")}


def fall_due() -> None:
    """The clock of a schedule, set back: what waited is due now."""
    past = timezone.now() - timedelta(seconds=1)
    Version.objects.filter(kind=Kind.SCHEDULED).update(due_at=past)
    Blog.objects.update(next_due_at=past)


def test_a_change_that_waits_is_not_seen_before_its_date_and_then_by_the_first_who_asks(write, author, post, client):
    before = client.get(post.path).content
    write(author, post, body="From May on.", note="As planned.", **later())
    assert client.get(post.path).content == before
    fall_due()
    text = client.get(post.path).content.decode()
    assert "From May on." in text and "As planned." in text
    assert Blog.objects.get().next_due_at is None
    assert [version.kind for version in post.versions.order_by("pk")] == [Kind.PUBLISHED, Kind.PUBLISHED]
    assert post.versions.order_by("pk").last().by == author


def test_a_page_that_nothing_is_due_for_asks_for_nothing(
    post, client, django_assert_num_queries, django_assert_max_num_queries
):
    client.get(post.path)
    with django_assert_max_num_queries(8) as plain:
        client.get(post.path)
    Blog.objects.update(next_due_at=timezone.now() + timedelta(days=1))
    with django_assert_num_queries(len(plain)):
        client.get(post.path)


def test_the_form_tells_of_what_waits_and_takes_it_back(write, author, post, client):
    write(author, post, body="From May on.", **later())
    page = client.get(change(post)).content.decode()
    assert "go public on" in page and author.name in page
    client.post(reverse("admin:blog_post_unschedule", args=[post.pk]))
    assert scheduled(post) is None and Blog.objects.get().next_due_at is None
    assert post.versions.filter(kind=Kind.NAMED, fields__body="From May on.").exists()


def test_a_second_change_that_waits_takes_the_place_of_the_first(write, author, post):
    write(author, post, body="First plan.", **later())
    write(author, post, body="Second plan.", **later(days=5))
    assert scheduled(post).fields["body"] == "Second plan."
    assert post.versions.filter(kind=Kind.SCHEDULED).count() == 1


def test_what_was_changed_meanwhile_elsewhere_stays(write, author, post):
    write(author, post, body="one\n\ntwo\n\nthree\n")
    write(author, post, body="1\n\ntwo\n\nthree\n", **later())
    write(author, post, body="one\n\ntwo\n\n3\n")
    fall_due()
    assert publish_due(Blog.objects.get(), timezone.now()) == 1
    assert Post.objects.get().body == "1\n\ntwo\n\n3\n"


def test_what_was_changed_meanwhile_in_the_same_place_is_not_overwritten_and_the_author_is_told(
    write, author, post, client
):
    write(author, post, body="Planned.", **later())
    write(author, post, body="Urgent.")
    fall_due()
    assert publish_due(Blog.objects.get(), timezone.now()) == 0
    assert Post.objects.get().body == "Urgent."
    assert Version.objects.get(kind=Kind.FAILED).fault
    listed = client.get(reverse("admin:blog_post_history", args=[post.pk])).content.decode()
    assert "changed in the same places" in listed


def test_a_change_of_a_post_that_was_taken_back_is_not_published(write, author, post, client):
    write(author, post, body="Planned.", **later())
    write(author, post, state=PostState.DRAFT)
    fall_due()
    assert client.get(post.path).status_code == 404
    assert Version.objects.get(kind=Kind.FAILED) and Post.objects.get().state == PostState.DRAFT


def test_the_tending_publishes_what_is_due(write, author, post, capsys):
    write(author, post, body="From May on.", **later())
    fall_due()
    call_command("tend")
    assert Post.objects.get().body == "From May on."
    assert "1 scheduled changes published" in capsys.readouterr().out


@pytest.mark.parametrize("day", ["2001-01-01", "0000-01-01", "not a day"])
def test_a_date_that_is_past_or_none_is_told_at_its_field(day, write, author, post, nothing_changes, client):
    client.get("/")
    answer = write(author, post, body="New", update_at_0=day, update_at_1="10:00")
    assert answer.status_code == 200 and answer.context["adminform"].form.errors["update_at"]
    assert Post.objects.get().body == post.body and not Version.objects.exists()


def test_a_post_ends_at_its_date_and_is_as_absent_as_a_draft(write, author, post, client):
    at = timezone.now() + timedelta(days=1)
    write(author, post, expires_at_0=at.strftime("%Y-%m-%d"), expires_at_1=at.strftime("%H:%M"))
    assert client.get(post.path).status_code == 200
    Post.objects.update(expires_at=timezone.now())
    client.logout()
    for url in (post.path, "/", "/feed/", "/sitemap.xml"):
        answer = client.get(url)
        assert post.title.encode() not in answer.content, url
    assert client.get(post.path).status_code == 404
    assert not Post.objects.get().is_published(timezone.now())
    assert not Post.objects.get().is_scheduled(timezone.now())


def test_an_end_before_the_beginning_is_refused(write, author, post):
    answer = write(author, post, expires_at_0="2001-01-01", expires_at_1="10:00")
    assert "after the date of the post" in str(answer.context["adminform"].form.errors["expires_at"])
    assert Post.objects.get().expires_at is None


def test_what_is_in_the_trash_is_for_nobody_to_read_and_can_be_had_back(
    editor, post, client, sign_in, form_of, make_comment
):
    make_comment(post)
    throw_away(text=post, by=editor, now=timezone.now())
    assert client.get(post.path).status_code == 404
    sign_in(editor)
    assert post.title not in client.get("/admin/blog/post/").content.decode()
    assert post.title in client.get("/admin/blog/post/?state__exact=trash").content.decode()
    page = client.get(change(post))
    assert "In the trash" in page.content.decode()
    assert client.post(change(post), form_of(page, state="draft")).status_code == 302
    post.refresh_from_db()
    assert (post.state, post.trashed_at) == (PostState.DRAFT, None)
    assert Comment.objects.count() == 1


def test_the_trash_is_emptied_after_thirty_days(editor, post, make_post, blog):
    throw_away(text=post, by=editor, now=timezone.now() - KEPT)
    throw_away(text=make_post(blog), by=editor, now=timezone.now() - KEPT + timedelta(minutes=1))
    assert empty(timezone.now()) == 1
    assert Post.objects.get().pk != post.pk
