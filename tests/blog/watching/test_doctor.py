"""The doctor: finds what is wrong, says what to do, and touches nothing."""

import json
import os
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from accounts.models import Letter, Topic
from blog.backups.making import make_backup
from blog.comments.models import Ruling
from blog.models import Blog
from blog.watching.beat import beat
from blog.watching.doctor import backups, cache, clock, database, mail, pages, proxies, rights, storage, work
from blog.watching.doctor import settings as settings_
from blog.watching.doctor.examining import GROUPS, examine
from blog.watching.doctor.findings import FAIL, OK, WARN
from tests.rows import rows


def states(findings) -> dict[str, str]:
    return {finding.name: finding.state for finding in findings}


@pytest.fixture
def doctor(settings, tmp_path):
    def doctor_(*arguments) -> tuple[int, str]:
        said = StringIO()
        try:
            call_command("doctor", *arguments, stdout=said, no_color=True)
        except SystemExit as end:
            return end.code, said.getvalue()
        return 0, said.getvalue()

    settings.DATA, settings.BACKUPS = tmp_path, tmp_path / "backups"
    return doctor_


def test_everything_is_looked_at_and_nothing_is_changed(blog, make_post, doctor):
    make_post(blog)
    before = rows()
    status, said = doctor("--json")
    found = json.loads(said)
    assert {one["group"] for one in found} == set(GROUPS)
    assert all(one["todo"] for one in found if one["state"] != OK)
    assert status == any(one["state"] == FAIL for one in found)
    assert not [one for one in found if one["name"] == "could not be looked at"]
    assert rows() == before


def test_for_people_it_says_what_to_do(blog, doctor, settings):
    settings.DEBUG = True
    status, said = doctor()
    assert status == 1
    assert "  fail  DEBUG: It is on" in said and "→ Unset DEBUG." in said and "failures." in said


def test_a_group_that_breaks_is_a_finding_and_the_others_go_on(monkeypatch, db):
    monkeypatch.setitem(GROUPS, "clock", lambda: 1 / 0)
    found = [(group, finding.state) for group, finding in examine()]
    assert ("clock", FAIL) in found and found[-1][0] == "pages"


@pytest.mark.parametrize(
    "key, state", [("django-insecure-" + "abcd" * 9, FAIL), ("short", FAIL), ("a" * 60, FAIL), ("0123456789" * 6, OK)]
)
def test_a_secret_that_can_be_guessed(key, state):
    assert settings_.secret_key(key).state == state


@pytest.mark.parametrize("hosts, state", [(["*"], FAIL), (["localhost"], OK), (["blog.example.org"], OK)])
def test_hosts(hosts, state):
    assert settings_.hosts(hosts).state == state


@pytest.mark.parametrize(
    "hosts, on, state", [(["localhost"], False, OK), (["a.example"], False, WARN), (["a.example"], True, OK)]
)
def test_https(hosts, on, state):
    assert settings_.https(hosts, on).state == state


@pytest.mark.parametrize("count, https, state", [(1, True, OK), (0, True, WARN), (0, False, OK)])
def test_proxies(count, https, state):
    assert proxies.counted(count, https).state == state


def test_what_others_on_the_machine_can_read(tmp_path):
    key = tmp_path / "secret-key"
    key.write_text("x")
    key.chmod(0o644)
    tmp_path.chmod(0o755)
    assert rights.closed("key", key, 0o600).state == FAIL
    found = rights.closed("data", tmp_path, 0o700)
    assert found.state == WARN and found.todo == f"chmod 700 {tmp_path}"
    key.chmod(0o600)
    tmp_path.chmod(0o700)
    assert rights.closed("key", key, 0o600).state == rights.closed("data", tmp_path, 0o700).state == OK
    assert rights.closed("data", tmp_path / "gone", 0o700).state == FAIL


def test_the_database_of_the_tests_is_well(db):
    assert set(states(database.look()).values()) <= {OK, WARN}


def test_a_disk_that_is_elsewhere_is_known(tmp_path):
    mounts = tmp_path / "mounts"
    mounts.write_text(f"/dev/sda / ext4 rw 0 0\nserver:/x {tmp_path} nfs4 rw 0 0\n")
    assert database.kind_of_disk(tmp_path / "db.sqlite3", mounts) == "nfs4" in database.REMOTE
    assert database.kind_of_disk(tmp_path.parent, mounts) == "ext4"
    assert database.kind_of_disk(tmp_path, tmp_path / "none") == ""


def test_little_room_is_told(tmp_path, monkeypatch):
    assert database.room(tmp_path).state in (OK, WARN)
    monkeypatch.setattr(database, "ROOM", 1 << 60)
    assert database.room(tmp_path).state == WARN


@pytest.mark.parametrize(
    "told, state",
    [
        ({"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}, FAIL),
        ({"BACKEND": "django.core.cache.backends.db.DatabaseCache"}, FAIL),
        ({"BACKEND": "django.core.cache.backends.db.DatabaseCache", "OPTIONS": {"MAX_ENTRIES": 100_000}}, OK),
        ({"BACKEND": "django.core.cache.backends.redis.RedisCache"}, OK),
    ],
)
def test_a_cache_of_ones_own_or_a_small_one(told, state):
    assert cache.shared(told).state == state


def test_a_cache_or_storage_that_fails(monkeypatch, db):
    assert cache.round_trip().state == storage.round_trip().state == OK

    def fail(*args, **kwargs):
        raise ConnectionError

    monkeypatch.setattr(cache.cache, "set", fail)
    monkeypatch.setattr(storage.default_storage, "save", fail, raising=False)
    assert cache.round_trip().state == storage.round_trip().state == FAIL


def test_mail_that_goes_nowhere_and_a_server_that_does_not_answer(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    assert mail.server(public=True).state == FAIL and mail.server(public=False).state == OK
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    found = mail.server(public=True)
    assert found.state == FAIL and "could not be talked to" in found.sentence


@pytest.mark.parametrize(
    "domain, state", [("blog.invalid", FAIL), ("example.org", OK), ("one.example.org", OK), ("other.net", WARN)]
)
def test_where_mails_come_from(domain, state, settings):
    settings.ALLOWED_HOSTS = ["one.example.org"]
    assert mail.sender(domain, public=True).state == state


def test_a_clock_that_went_back_and_a_zone_nobody_knows(blog, make_post, make_comment):
    assert set(states(clock.look()).values()) == {OK}
    make_comment(make_post(blog))
    Ruling.objects.update(at=timezone.now() + timedelta(days=1))
    Blog.objects.update(time_zone="Mars/Olympus")
    found = states(clock.look())
    assert found["clock"] == found["time zones"] == FAIL


def test_backups_that_are_none_old_or_damaged(transactional_db, settings, tmp_path):
    settings.BACKUPS = tmp_path / "backups"
    assert states(backups.look()) == {"newest": WARN}
    old = make_backup(settings.BACKUPS, keep=7, now=timezone.now() - timedelta(days=5))
    assert states(backups.look()) == {"newest": WARN, "whole": OK}
    new = make_backup(settings.BACKUPS, keep=7, now=timezone.now())
    assert states(backups.look()) == {"newest": OK, "whole": OK}
    os.truncate(next(new.glob("database.*")), 100)
    assert states(backups.look()) == {"newest": OK, "whole": FAIL}
    assert old.exists()


def test_letters_that_wait_and_a_tend_that_does_not_go_round(blog, make_user):
    assert states(work.look()) == {"tend": WARN, "letters": OK}
    beat(timezone.now())
    assert states(work.look()) == {"tend": OK, "letters": OK}
    letter = {"blog": blog, "user": make_user(), "topic": Topic.STANDING, "subject": "s", "body": "b"}
    ago = timezone.now() - timedelta(hours=2)
    Letter.objects.create(about="1", made_at=ago, **letter)
    Letter.objects.create(about="2", state=Letter.State.GIVEN_UP, **letter)
    assert states(work.look()) == {"tend": OK, "letters": WARN, "given up": WARN}


def test_links_that_lead_nowhere_and_feeds_that_can_be_read(make_blog, make_post):
    blog = make_blog(hostname="one.example.org")
    good = make_post(blog)
    assert set(states(pages.look()).values()) == {OK}
    post = make_post(
        blog,
        body=f"[good]({good.path}) [bad](/2020/01/never/) [bad](https://one.example.org/gone/) [far](https://far.example/)",
    )
    found = [finding for finding in pages.look() if finding.name == "links"][0]
    assert found.state == WARN and "2 links lead nowhere" in found.sentence
    assert f"{post.path} links to /2020/01/never/" in found.sentence and "far.example" not in found.sentence


def test_the_address_of_a_feed_that_is_no_xml_is_told(blog, monkeypatch):
    class Broken:
        def get(self, path, **more):
            return type("Response", (), {"status_code": 200, "content": b"<rss>"})()

    assert {finding.state for finding in pages.feeds(blog, Broken())} == {FAIL}
