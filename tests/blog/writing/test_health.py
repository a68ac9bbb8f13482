"""What is not well is said in words, with what to do; where all is well, nothing is said."""

import os
import shutil
from collections import namedtuple
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from accounts.models import Letter
from blog.writing import health
from blog.writing.health import findings

Usage = namedtuple("Usage", "total used free")


@pytest.fixture
def codes(blog, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda path: Usage(100 * 1024**3, 0, 50 * 1024**3))
    return lambda: [finding.code for finding in findings(blog, timezone.now())]


def letter(blog, user, **fields):
    fields.setdefault("next_at", timezone.now())
    return Letter.objects.create(
        blog=blog, user=user, topic="reply", about=f"about {Letter.objects.count()}", subject="s", body="b", **fields
    )


def test_where_all_is_well_nothing_is_said_for_one_query(blog, codes, make_user, django_assert_num_queries):
    letter(blog, make_user())
    letter(blog, make_user(), state=Letter.State.SENT, tries=9)
    letter(blog, make_user(), digest=True, next_at=timezone.now() - timedelta(hours=9))
    with django_assert_num_queries(1):
        assert codes() == []


def test_letters_that_nobody_takes_out_and_those_no_server_takes_are_two_things(blog, codes, make_user, make_blog):
    letter(blog, make_user(), next_at=timezone.now() - timedelta(hours=1))
    assert codes() == ["mail_left"]
    letter(blog, make_user(), tries=4, next_at=timezone.now() + timedelta(hours=1))
    assert codes() == ["mail_refused", "mail_left"]
    Letter.objects.update(blog=make_blog(hostname="two.example.org"))
    assert codes() == []


def test_letters_that_were_given_up_are_counted_with_what_to_do_and_tried_again_by_it(
    blog, codes, make_user, mailoutbox
):
    for days in (1, 30):
        person, made_at = make_user(), timezone.now() - timedelta(days=days)
        letter(blog, person, state=Letter.State.GIVEN_UP, tries=15, made_at=made_at)
    (found,) = findings(blog, timezone.now())
    assert found.told == "1 letter of the last days was given up after many tries: its reader was not told."
    assert "manage.py tend --again" in found.todo
    call_command("tend", "--again")
    assert codes() == []
    assert len(mailoutbox) == 1  # what is long past is told to nobody


def test_a_comment_that_waits_for_longer_than_the_owner_will_have_it_is_said(blog, codes, make_post, make_comment):
    comment = make_comment(make_post(blog), state="held", created_at=timezone.now() - timedelta(hours=25))
    found = findings(blog, timezone.now())
    assert [finding.told for finding in found] == ["1 comment has waited for more than 24 hours."]
    assert found[0].url == "/comments/desk/?state=held"
    blog.overdue_hours = 48
    assert codes() == []
    blog.overdue_hours = blog.remind_hours = 0
    assert codes() == []
    comment.delete()


def test_more_than_a_hundred_are_not_counted_on(blog, make_post, make_comment, make_member, monkeypatch):
    monkeypatch.setattr(health, "CAP", 2)
    post, author = make_post(blog), make_member(blog)
    for _ in range(3):
        make_comment(post, author=author, state="held", created_at=timezone.now() - timedelta(hours=25))
    assert findings(blog, timezone.now())[0].told.startswith("1+ comments")


def test_a_change_that_should_have_gone_public_is_said(blog, codes):
    blog.next_due_at = timezone.now() - timedelta(hours=2)
    assert codes() == ["change_late"]


def test_a_full_disk_is_said(blog, codes, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda path: Usage(100 * 1024**3, 0, 500 * 1024**2))
    assert codes() == ["disk"]
    assert "500 MB are left" in findings(blog, timezone.now())[0].told


def test_the_age_of_the_newest_backup_is_said_where_there_are_any(blog, codes):
    folder = Path(settings.MEDIA_ROOT).parent / "backups"
    assert codes() == []
    folder.mkdir(parents=True)
    assert codes() == ["backup_none"]
    (folder / "one.sqlite3").write_bytes(b"x")
    assert codes() == []
    then = (timezone.now() - timedelta(days=3)).timestamp()
    os.utime(folder / "one.sqlite3", (then, then))
    assert codes() == ["backup_old"]


def test_whoever_has_more_to_ask_adds_a_check(blog, codes, monkeypatch):
    more = [*health.CHECKS, lambda blog, now: iter([health.Finding("more", "Told.", "Do.")])]
    monkeypatch.setattr(health, "CHECKS", more)
    assert codes() == ["more"]
