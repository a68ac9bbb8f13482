"""Removing all that somebody has said: an act of its own, told and in the log, and one that can be taken back."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Letter, LogEntry, Role, Sanction
from blog.comments.models import Comment, Ruling, State
from blog.comments.removing import remove_all
from blog.comments.rulings import rule


@pytest.fixture
def person(blog, make_member):
    return make_member(blog, name="Petra")


@pytest.fixture
def said(post, person, make_comment):
    """Three published comments of a person, and others that the act must not touch."""
    mine = [make_comment(post, f"Word {number}", author=person) for number in range(3)]
    make_comment(post, "It waits", author=person, state=State.HELD)
    make_comment(post, "Somebody else's")
    return mine


@pytest.fixture
def remove(at_desk, person):
    def remove_(reason="Copied from elsewhere, all of it"):
        return at_desk.post(reverse("comments:removal", args=[person.pk]), {"reason": reason})

    return remove_


def states(comments) -> set[str]:
    return set(Comment.objects.filter(pk__in=[comment.pk for comment in comments]).values_list("state", flat=True))


def test_the_page_says_what_would_go_and_changes_nothing(at_desk, person, said, nothing_changes):
    with nothing_changes():
        page = at_desk.get(reverse("comments:removal", args=[person.pk])).content.decode()
    assert "Word 2" in page and "It waits" not in page and "Remove them all" in page
    assert (
        reverse("comments:removal", args=[person.pk])
        in at_desk.get(reverse("comments:person", args=[person.pk])).content.decode()
    )


def test_all_that_is_published_goes_each_with_its_ruling_and_the_person_is_told_once(
    blog, post, person, said, moderator, remove, client, mailoutbox, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        assert remove().status_code == 303
    assert states(said) == {State.REMOVED}
    assert blog.comments.filter(state=State.REMOVED).count() == 3
    rulings = Ruling.objects.filter(comment__in=said, now=State.REMOVED)
    assert {(ruling.by, ruling.was, ruling.reason) for ruling in rulings} == {
        (moderator, State.PUBLISHED, "Copied from elsewhere, all of it")
    }
    entry = LogEntry.objects.get(code="comments_removed")
    assert (entry.by, entry.whom, entry.detail) == (moderator, person, {"comments": 3})
    assert [mail.to for mail in mailoutbox if "removed" in mail.subject] == [[person.email]]
    body = mailoutbox[-1].body.split("\n-- ")[0].rstrip()
    assert "Copied from elsewhere" in body and not body.endswith(":"), "it announces no link that is not there"
    assert not Sanction.objects.exists()
    assert "Word 1" not in client.get(post.get_absolute_url()).content.decode()


def test_it_can_be_taken_back_but_for_what_somebody_ruled_on_since(
    blog, person, said, moderator, remove, at_desk, mailoutbox, django_capture_on_commit_callbacks
):
    remove()
    entry, now = LogEntry.objects.get(code="comments_removed"), timezone.now()
    rule(comment=said[0], act="restore", by=moderator, seen_state=State.REMOVED, now=now)
    rule(comment=said[0], act="remove", by=moderator, seen_state=State.PUBLISHED, now=now)
    with django_capture_on_commit_callbacks(execute=True):
        answer = at_desk.post(reverse("comments:restoring", args=[entry.pk]))
    assert answer.status_code == 303
    assert states(said[:1]) == {State.REMOVED} and states(said[1:]) == {State.PUBLISHED}
    assert LogEntry.objects.get(code="comments_restored").detail == {"comments": 2, "act": entry.pk}
    assert Ruling.objects.filter(now=State.PUBLISHED, was=State.REMOVED, comment__in=said[1:]).count() == 2
    assert [mail.to for mail in mailoutbox if "published again" in mail.subject] == [[person.email]]
    assert "Publish these again" not in at_desk.get(reverse("comments:removal", args=[person.pk])).content.decode()
    again = at_desk.post(reverse("comments:restoring", args=[entry.pk]))
    assert again.status_code == 409 and "left to be published again" in again.content.decode()


@pytest.mark.parametrize(("reason", "status"), [("", 422), ("  ", 422), ("x" * 501, 422)])
def test_without_a_fitting_reason_nothing_goes(said, remove, nothing_changes, reason, status):
    with nothing_changes():
        answer = remove(reason)
    assert answer.status_code == status
    assert reason.strip() in answer.content.decode()


def test_where_nothing_is_published_there_is_nothing_to_remove(person, post, make_comment, remove, nothing_changes):
    make_comment(post, author=person, state=State.HELD)
    with nothing_changes():
        answer = remove()
    assert answer.status_code == 409 and "nothing to remove" in answer.content.decode()


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.OWNER])
def test_nobody_but_an_owner_does_it_to_who_moderates(
    blog, post, make_member, make_comment, at_desk, nothing_changes, role
):
    colleague = make_member(blog, role)
    make_comment(post, author=colleague)
    with nothing_changes():
        answer = at_desk.post(reverse("comments:removal", args=[colleague.pk]), {"reason": "I say so"})
    assert answer.status_code == 403 and "I say so" in answer.content.decode()


def test_nobody_does_it_to_themselves(blog, post, make_member, make_comment, sign_in, nothing_changes):
    owner = make_member(blog, Role.OWNER)
    make_comment(post, author=owner)
    client = sign_in(owner)
    with nothing_changes():
        answer = client.post(reverse("comments:removal", args=[owner.pk]), {"reason": "I say so"})
    assert answer.status_code == 403


def test_another_blogs_act_is_not_found(person, said, moderator, make_blog, at_desk, blog, nothing_changes):
    other = make_blog(hostname="other.example.org")
    entry = LogEntry.objects.create(blog=other, code="comments_removed", by=moderator, whom=person)
    with nothing_changes():
        assert at_desk.post(reverse("comments:restoring", args=[entry.pk])).status_code == 404


def test_hundreds_of_comments_go_in_a_few_queries(
    blog, post, person, moderator, make_comment, django_assert_max_num_queries
):
    make_comment(post, author=person)
    Comment.objects.bulk_create(
        Comment(blog=blog, post=post, author=person, text="x", html="<p>x</p>", state=State.PUBLISHED)
        for _ in range(400)
    )
    with django_assert_max_num_queries(20):
        assert remove_all(blog=blog, user=person, by=moderator, reason="All", now=timezone.now()) == 401
    assert Letter.objects.filter(about__startswith="act ").count() == 1
