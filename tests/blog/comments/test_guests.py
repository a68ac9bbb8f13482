"""Guests who left an address: nothing goes there but one question until they answer it, and then one letter."""

import time
import uuid
from datetime import timedelta

import pytest
from django.core import signing
from django.utils import timezone

from accounts.models import Letter
from blog.comments.changing import change_policy
from blog.comments.forms import opened_now
from blog.comments.guests import CONFIRM, KEPT, LIFE, WITHDRAW, forget_addresses, link_of
from blog.comments.judging import Guest
from blog.comments.models import Comment, State
from blog.comments.posting import post_comment
from blog.comments.rulings import rule
from blog.comments.undoing import undo

ADDRESS = "gus@example.net"


@pytest.fixture
def post(blog, make_post, make_member):
    blog.hostname = "testserver"
    blog.save()
    post = make_post(blog, "Open to all")
    change_policy(
        blog=blog, post=post, by=make_member(blog, "owner"), values={"audience": "anyone"}, now=timezone.now()
    )
    return post


@pytest.fixture
def write(post, django_capture_on_commit_callbacks):
    def write_(text="Rather loud words", email=ADDRESS, name="Gus"):
        with django_capture_on_commit_callbacks(execute=True):
            posted = post_comment(
                post=post, by=None, guest=Guest(name, email), text=text, key=uuid.uuid4(), now=timezone.now()
            )
        return posted.comment

    return write_


@pytest.fixture
def decide(make_member, blog, django_capture_on_commit_callbacks):
    moderator = make_member(blog, "moderator", name="Mo")

    def decide_(comment, act, reason=""):
        comment.refresh_from_db()
        with django_capture_on_commit_callbacks(execute=True):
            return rule(
                comment=comment, act=act, by=moderator, reason=reason, seen_state=comment.state, now=timezone.now()
            )

    return decide_


@pytest.fixture
def confirmed(write, client, mailoutbox):
    comment = write()
    client.post(link_of(comment, CONFIRM))
    comment.refresh_from_db()
    mailoutbox.clear()
    return comment


def to_guest(mailoutbox) -> list:
    return [mail for mail in mailoutbox if mail.to == [ADDRESS]]


def assert_dead(client, link, nothing_changes):
    with nothing_changes():
        assert client.get(link).status_code == 404
        answer = client.post(link)
    assert answer.status_code == 404 and "does not work any more" in answer.content.decode()


def test_the_first_letter_asks_and_brings_no_word_that_somebody_typed(write, mailoutbox, client):
    comment = write(name="Buy pills", text="Buy them at example.com")
    (mail,) = to_guest(mailoutbox)
    assert "Buy" not in mail.body + mail.subject and link_of(comment, CONFIRM).split("/")[-2][:20] in mail.body
    assert Comment.objects.get().guest_confirmed_at is None


def test_looking_at_the_link_confirms_nothing(write, client, nothing_changes):
    link = link_of(write(), CONFIRM)
    with nothing_changes():
        answer = client.get(link)
    assert answer.status_code == 200 and "no-store" in answer["Cache-Control"]
    assert "This is my address" in answer.content.decode() and "loud words" not in answer.content.decode()


def test_confirming_publishes_nothing_and_works_once(write, client, nothing_changes):
    comment = write()
    link = link_of(comment, CONFIRM)
    assert client.post(link).status_code == 200
    comment.refresh_from_db()
    assert comment.guest_confirmed_at and comment.state == State.HELD and comment.published_at is None
    assert_dead(client, link, nothing_changes)


def test_a_confirmed_address_buys_no_trust(confirmed, write, decide):
    decide(confirmed, "publish")
    another = write("Words again")
    assert another.state == State.HELD and "guest" in another.reasons and another.guest_confirmed_at is None


@pytest.mark.parametrize("act", ["publish", "reject"])
def test_an_address_that_nobody_confirmed_gets_no_other_letter(write, decide, mailoutbox, act):
    decide(write(), act, "So it is")
    assert len(to_guest(mailoutbox)) == 1 and "Is this your address?" in to_guest(mailoutbox)[0].subject


def test_who_confirmed_it_hears_once_what_was_decided_and_why(confirmed, decide, mailoutbox):
    decide(confirmed, "reject", "Off the subject")
    decide(confirmed, "restore")
    decide(confirmed, "remove", "After all")
    (mail,) = to_guest(mailoutbox)
    assert "Off the subject" in mail.body and "loud words" in mail.body and "rejected" in mail.subject


def test_who_confirms_after_it_was_published_is_told_then(
    write, decide, client, mailoutbox, django_capture_on_commit_callbacks
):
    comment = write()
    decide(comment, "publish")
    mailoutbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(link_of(comment, CONFIRM))
    (mail,) = to_guest(mailoutbox)
    assert "published" in mail.subject


def test_a_ruling_taken_back_before_the_letter_went_is_not_told(confirmed, decide):
    Letter.objects.all().delete()
    ruling = decide(confirmed, "publish")
    Letter.objects.update(state="waiting")
    undo(ruling=ruling, by=ruling.by, now=timezone.now())
    assert not Letter.objects.filter(email=ADDRESS).exists()


def test_by_the_link_of_that_letter_they_withdraw_it(confirmed, decide, client, mailoutbox, nothing_changes):
    decide(confirmed, "publish")
    confirmed.refresh_from_db()
    link = link_of(confirmed, WITHDRAW)
    assert link.split(":")[0] in to_guest(mailoutbox)[0].body
    with nothing_changes():
        assert "loud words" in client.get(link).content.decode()
    assert client.post(link).status_code == 200
    confirmed.refresh_from_db()
    assert confirmed.state == State.WITHDRAWN
    assert confirmed.rulings.latest("pk").by is None
    assert_dead(client, link, nothing_changes)


@pytest.mark.parametrize("act", ["reject", "erased", "another address", "moved", "gone"])
def test_a_link_dies_with_what_it_is_about(act, write, decide, client, make_blog, settings, nothing_changes):
    comment = write()
    link = link_of(comment, CONFIRM)
    found = Comment.objects.filter(pk=comment.pk)
    if act == "reject":
        decide(comment, "reject", "No")
    elif act == "gone":
        comment.delete()
    elif act == "moved":
        found.update(blog=make_blog(hostname="two.example.org"))
    else:
        found.update(guest_email="" if act == "erased" else "other@example.net")
    assert_dead(client, link, nothing_changes)


def test_a_link_that_withdraws_is_none_before_the_address_is_confirmed_and_one_that_is_forged_never(
    write, client, nothing_changes
):
    comment = write()
    assert_dead(client, link_of(comment, WITHDRAW), nothing_changes)
    assert_dead(client, link_of(comment, CONFIRM)[:-4] + "abc/", nothing_changes)
    other = signing.dumps([CONFIRM, comment.pk, "x"], salt="something else")
    assert_dead(client, f"/comments/guest/{other}/", nothing_changes)


def test_after_a_week_nobody_confirms(write, client, monkeypatch, nothing_changes):
    link, then = link_of(write(), CONFIRM), time.time() + LIFE.total_seconds() + 60
    monkeypatch.setattr(signing.time, "time", lambda: then)
    assert_dead(client, link, nothing_changes)


def test_nobody_fills_a_strangers_mailbox(write, mailoutbox):
    for number in range(5):
        write(f"Words, number {number}")
    assert len(to_guest(mailoutbox)) == 3


@pytest.mark.parametrize("emails", [["g.us@gmail.com", "gus+{}@gmail.com"]])
def test_one_mailbox_has_one_pace_however_it_is_spelled_and_wherever_it_comes_from(
    post, client, emails, nothing_changes
):
    url = f"/comments/on/{post.pk}/"

    def send(number):
        data = {"text": f"Words, number {number}", "name": "Gus", "key": str(uuid.uuid4())}
        data["email"] = emails[number % 2].format(number)
        return client.post(url, data, REMOTE_ADDR=f"10.{number}.0.1")

    assert [send(number).status_code for number in range(5)] == [303] * 5
    with nothing_changes():
        answer = send(6)
    assert answer.status_code == 429 and answer["Retry-After"] and "Words, number 6" in answer.content.decode()


def test_the_answer_is_the_same_whosever_the_address_is(post, client, make_user):
    known = make_user("known@example.org").email

    def answer_to(email):
        data = {"text": "The same words", "name": "Gus", "email": email, "key": str(uuid.uuid4())}
        answer = client.post(f"/comments/on/{post.pk}/", data)
        return answer.status_code, answer["Location"]

    assert answer_to(known) == answer_to("unknown@example.org")


def test_an_address_is_erased_with_its_letters_when_it_serves_no_longer(write, decide, client):
    waits, unasked = write(), write("Never confirmed")
    client.post(link_of(waits, CONFIRM))
    now = timezone.now()
    assert forget_addresses(now) == 0
    assert forget_addresses(now + LIFE + timedelta(hours=1)) == 1
    unasked.refresh_from_db()
    assert unasked.guest_email == "" and unasked.text == "Never confirmed"
    assert forget_addresses(now + KEPT * 2) == 0, "it waits for a moderator still"
    decide(waits, "publish")
    assert forget_addresses(now + KEPT + timedelta(hours=1)) == 1
    waits.refresh_from_db()
    assert (waits.guest_email, waits.guest_confirmed_at, waits.state) == ("", None, State.PUBLISHED)
    assert not Letter.objects.filter(email=ADDRESS).exists()


@pytest.mark.parametrize(("website", "seconds", "reasons"), [("x", 60, ["guest", "trap"]), ("", 1, ["guest", "haste"])])
def test_what_a_program_seems_to_have_sent_waits_and_is_not_lost(post, client, website, seconds, reasons):
    page = client.get(f"/comments/on/{post.pk}/").content.decode()
    assert 'name="website"' in page and 'tabindex="-1"' in page and 'aria-hidden="true"' in page
    opened = opened_now(post.pk, timezone.now() - timedelta(seconds=seconds))
    data = {"text": "A person's words", "name": "Gus", "website": website, "opened": opened, "key": str(uuid.uuid4())}
    assert client.post(f"/comments/on/{post.pk}/", data).status_code == 303
    comment = Comment.objects.get()
    assert (comment.state, comment.reasons, comment.text) == (State.HELD, reasons, "A person's words")
