"""Letters: written with what they tell, by preference, once; sent afterwards, whatever the mail server does."""

import threading
from datetime import timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from accounts.mail import tell, tell_address, tell_all
from accounts.models import How, Kind, Letter, MailPreference, Sanction, Topic
from accounts.preferences import DEFAULTS, prefer
from accounts.sending import CLAIM, GIVEN_UP, NOT_DUE, SENT, TRIES, message_id, pause_after, send
from tests.accounts.conftest import TEMPLATE

DOWN = "tests.accounts.broken_mail.EmailBackend"


@pytest.fixture
def blog(make_blog):
    return make_blog(name="The Blog", hostname="one.example.org")


def test_a_letter_is_sent_after_the_commit_and_says_why_and_how_to_get_no_more(told, blog, make_member):
    user = make_member(blog)
    told(user, blog)
    [letter] = mail.outbox
    assert letter.to == [user.email]
    assert letter.extra_headers["Auto-Submitted"] == "auto-generated"
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = letter.extra_headers["List-Unsubscribe"].strip("<>")
    assert link.startswith("http://one.example.org/accounts/mail/stop/") and link in letter.body
    assert "this is among what you are told of: Answers to my comments" in letter.body
    assert Letter.objects.get().state == Letter.State.SENT


def test_what_is_rolled_back_is_told_to_nobody(blog, make_member, django_capture_on_commit_callbacks):
    user = make_member(blog)
    with django_capture_on_commit_callbacks(execute=True):
        try:
            with transaction.atomic():
                tell(user, blog=blog, topic=Topic.REPLY, about="x", template=TEMPLATE)
                raise ValueError
        except ValueError:
            pass
    assert not mail.outbox and not Letter.objects.exists()


def test_the_same_is_told_once(told, blog, make_member):
    user = make_member(blog)
    told(user, blog)
    told(user, blog)
    assert len(mail.outbox) == Letter.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_tell_the_same_at_once_write_one_letter(blog, make_member):
    user, start, faults = make_member(blog), threading.Barrier(4), []

    def run():
        try:
            start.wait()
            with transaction.atomic():
                tell(user, blog=blog, topic=Topic.REPLY, about="once", template=TEMPLATE)
        except Exception as error:  # noqa: BLE001
            faults.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not faults
    assert Letter.objects.count() == len(mail.outbox) == 1


def test_nobody_is_told_of_their_own_act(told, blog, make_member):
    user = make_member(blog)
    told(user, blog, by=user)
    assert not Letter.objects.exists()


@pytest.mark.parametrize("topic", Topic.values)
@pytest.mark.parametrize("fields", [{"confirmed": False}, {"inactive": True}])
def test_nobody_is_written_to_whose_address_may_not_be_theirs_or_who_is_inactive(
    topic, fields, told, blog, make_member
):
    user = make_member(blog, confirmed=fields.get("confirmed", True))
    user.is_active = "inactive" not in fields
    user.save()
    told(user, blog, topic)
    assert not Letter.objects.exists()


@pytest.mark.parametrize("how", [None, *How.values])
@pytest.mark.parametrize("topic", Topic.values)
def test_the_table_of_preferences(topic, how, told, blog, make_member):
    user = make_member(blog)
    if how:
        MailPreference.objects.create(user=user, blog=blog, topic=topic, how=how)
    told(user, blog, topic)
    meant = How.AT_ONCE if topic == Topic.STANDING else how or DEFAULTS[topic]
    assert Letter.objects.count() == (meant != How.NEVER)
    assert Letter.objects.filter(digest=True).count() == (meant == How.DIGEST)
    assert len(mail.outbox) == (meant == How.AT_ONCE and topic != Topic.FOLLOWED)


def test_telling_many_costs_no_more_queries_than_telling_one(blog, make_member, django_assert_max_num_queries):
    people = [make_member(blog) for _ in range(30)]
    with django_assert_max_num_queries(6):  # two of them the savepoint's
        tell_all(people, blog=blog, topic=Topic.REPLY, about="all", template=TEMPLATE)
    assert Letter.objects.count() == 30


def test_an_address_without_an_account_is_told_once(blog, django_capture_on_commit_callbacks):
    for _ in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            tell_address("Guest@example.org", blog=blog, topic=Topic.STANDING, about="i", template=TEMPLATE)
    [letter] = mail.outbox
    assert letter.to == ["guest@example.org"] and "List-Unsubscribe" not in letter.extra_headers


def test_a_mail_server_that_is_down_fails_nothing_and_is_asked_once_a_minute(told, blog, make_member, settings, caplog):
    settings.EMAIL_BACKEND = DOWN
    first, second = make_member(blog), make_member(blog)
    told(first, blog)
    told(second, blog)
    assert list(Letter.objects.order_by("pk").values_list("state", "tries")) == [("waiting", 1), ("waiting", 0)]
    assert "could not be sent" in caplog.text
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    Letter.objects.update(next_at=timezone.now())
    call_command("tend")
    assert {tuple(letter.to) for letter in mail.outbox} == {(first.email,), (second.email,)}


def test_a_letter_is_tried_with_longer_and_longer_pauses_and_given_up(told, blog, make_member, settings, caplog):
    settings.EMAIL_BACKEND = DOWN
    cache.set("mail-is-down", 1)
    told(make_member(blog), blog)
    [letter] = Letter.objects.all()
    now = letter.next_at
    for n in range(1, TRIES):
        assert send(letter.pk, now=now) == "down"
        letter.refresh_from_db()
        assert letter.next_at == now + pause_after(n)
        assert send(letter.pk, now=letter.next_at - timedelta(seconds=1)) == NOT_DUE
        now = letter.next_at
    assert timedelta(days=2.5) < now - letter.made_at < timedelta(days=3.5)
    assert send(letter.pk, now=now) == GIVEN_UP
    assert "given up" in caplog.text
    assert Letter.objects.get().state == Letter.State.GIVEN_UP
    assert [pause_after(1), pause_after(2), pause_after(14)] == [
        timedelta(minutes=1),
        timedelta(minutes=2),
        timedelta(hours=12),
    ]


def test_a_letter_that_is_being_sent_is_nobody_elses_until_the_claim_is_over(told, blog, make_member, monkeypatch):
    cache.set("mail-is-down", 1)
    told(make_member(blog), blog)
    [letter] = Letter.objects.all()
    now, seen = letter.next_at, []

    def sends(self, fail_silently=False):
        seen.append(send(letter.pk, now=now + CLAIM - timedelta(seconds=1)))
        raise KeyboardInterrupt  # killed

    monkeypatch.setattr("django.core.mail.EmailMessage.send", sends)
    with pytest.raises(KeyboardInterrupt):
        send(letter.pk, now=now)
    monkeypatch.undo()
    assert seen == [NOT_DUE]
    assert send(letter.pk, now=now + CLAIM) == SENT
    assert mail.outbox[0].extra_headers["Message-ID"] == message_id(letter)


def test_who_is_banned_meanwhile_gets_only_what_is_about_themselves(told, blog, make_member):
    cache.set("mail-is-down", 1)
    user = make_member(blog)
    for topic in Topic.values:
        told(user, blog, topic, about=topic)
    Letter.objects.update(digest=False)
    Sanction.objects.create(blog=blog, user=user, kind=Kind.BAN, reason="It had to be.")
    call_command("tend")
    assert set(Letter.objects.values_list("topic", "state")) == {("ruling", "sent"), ("standing", "sent")}


def test_the_days_letter_brings_all_that_waits_once(told, blog, make_blog, make_member):
    user, other = make_member(blog), make_blog(name="Two", hostname="two.example.org")
    for n in range(3):
        told(user, blog, Topic.FOLLOWED, about=f"comment {n}")
    told(user, other, Topic.FOLLOWED, about="comment 9")
    call_command("tend")
    Letter.objects.update(made_at=timezone.now() - timedelta(days=1))
    for _ in range(2):
        call_command("tend")
    assert sorted(letter.subject for letter in mail.outbox) == [
        "1 piece of news from Two",
        "3 pieces of news from The Blog",
    ]
    assert not Letter.objects.exclude(state=Letter.State.SENT).exists()


def test_what_waits_follows_a_change_of_mind(told, blog, make_member):
    user = make_member(blog)
    told(user, blog, Topic.FOLLOWED)
    prefer(user=user, blog=blog, topic=Topic.FOLLOWED, how=How.AT_ONCE)
    assert Letter.objects.get().digest is False
    prefer(user=user, blog=blog, topic=Topic.FOLLOWED, how=How.NEVER)
    assert not Letter.objects.exists()
