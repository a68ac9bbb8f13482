"""The one-time link of manage.py owner_link, and its page."""

import re
from datetime import timedelta
from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from accounts.links import link_of, make_link, use_link, user_of
from accounts.models import Role, State, User
from tests.accounts.test_own_pages import dump

NEW = "another horse, another staple"


def printed(*args, **options) -> str:
    out = StringIO()
    call_command("owner_link", *args, stdout=out, **options)
    return out.getvalue()


def address_in(text: str) -> str:
    return re.search(r"^(https?://\S+)$", text, re.M).group(1)


def path_in(text: str) -> str:
    return re.sub(r"^https?://[^/]+", "", address_in(text))


@pytest.fixture
def owner(blog, make_member) -> User:
    """An owner as the first start makes them: no password, no address row, never signed in."""
    user = make_member(blog, Role.OWNER, name="The First")
    user.set_unusable_password()
    user.save()
    user.emailaddress_set.all().delete()
    return user


def test_the_first_link_sets_a_password_signs_in_and_leads_to_the_desk(owner, client):
    path = path_in(printed(at="http://127.0.0.1:8000"))
    page = client.get(path)
    assert page.status_code == 200
    assert 'name="password1"' in page.content.decode()
    answer = client.post(path, {"password1": NEW, "password2": NEW})
    assert (answer.status_code, answer["Location"]) == (302, "/admin/")
    owner.refresh_from_db()
    assert owner.check_password(NEW)
    assert EmailAddress.objects.get().verified
    assert client.get("/accounts/").status_code == 200
    assert "You are an owner" in client.get("/accounts/standing/").content.decode()
    assert mail.outbox[-1].subject == "A password for The Blog was set"
    again = Client()
    assert again.post("/accounts/login/", {"login": owner.email, "password": NEW}).status_code == 302


def test_looking_at_a_link_uses_nothing_up(owner, client):
    path = path_in(printed())
    before = dump()
    for _look in range(3):
        assert client.get(path).status_code == 200
        client.head(path)
        client.options(path)
    assert dump() == before
    assert client.get("/accounts/").status_code == 302


def test_a_link_works_once(owner, client):
    path = path_in(printed())
    client.post(path, {"password1": NEW, "password2": NEW})
    for answer in (Client().get(path), Client().post(path, {"password1": "x" * 20, "password2": "x" * 20})):
        assert answer.status_code == 404
        assert "does not work any more" in answer.content.decode()
    owner.refresh_from_db()
    assert owner.check_password(NEW)


def test_a_newer_link_ends_the_older_one(owner, client):
    older, newer = path_in(printed()), path_in(printed())
    assert client.get(older).status_code == 404
    assert client.get(newer).status_code == 200


def test_a_link_is_dead_after_a_day_with_a_new_password_and_for_who_is_switched_off(owner):
    now = timezone.now()
    path = make_link(user=owner, now=now)
    token = path.split("/")[-2]
    assert user_of(token, now + timedelta(hours=23)) == owner
    assert user_of(token, now + timedelta(days=1)) is None
    assert link_of(owner, now + timedelta(days=1)) == ""
    User.objects.filter(pk=owner.pk).update(is_active=False)
    assert user_of(token, now) is None
    owner.set_password(NEW)
    owner.is_active = True
    owner.save()
    assert user_of(token, now) is None


@pytest.mark.parametrize("token", ["x", "a.b.c", "%00", "..", "W10:1abc:xyz"])
def test_a_forged_link_is_no_link(token, blog, client):
    assert client.get(f"/accounts/owner/{token}/").status_code == 404
    assert client.post(f"/accounts/owner/{token}/").status_code == 404


def test_two_who_use_one_link_in_one_moment_are_one(owner):
    now = timezone.now()
    token = make_link(user=owner, now=now).split("/")[-2]
    first, second = user_of(token, now), user_of(token, now)
    assert use_link(user=first, password=NEW, now=now)
    assert not use_link(user=second, password="stolen password", now=now)
    owner.refresh_from_db()
    assert owner.check_password(NEW)


@pytest.mark.parametrize(
    "data", [{}, {"password1": "short", "password2": "short"}, {"password1": NEW, "password2": "other"}]
)
def test_a_password_that_cannot_be_leaves_the_link_alive(data, owner, client):
    path = path_in(printed())
    assert client.post(path, data).status_code == 422
    assert client.get(path).status_code == 200
    assert client.get("/accounts/").status_code == 302


def test_who_lost_access_keeps_their_password_or_chooses_a_new_one(blog, make_member, client):
    user = make_member(blog)
    path = path_in(printed(user.email.upper()))
    assert "You may choose a new password" in client.get(path).content.decode()
    answer = client.post(path, {"password1": "", "password2": ""})
    assert answer["Location"] == "/accounts/"
    user.refresh_from_db()
    assert user.has_usable_password()
    assert client.get("/accounts/").status_code == 200
    assert not mail.outbox


def test_a_link_signs_out_whoever_was_signed_in_here(owner, make_user, sign_in):
    client = sign_in(make_user("Somebody Else"))
    client.post(path_in(printed()), {"password1": NEW, "password2": NEW})
    assert "The First" in client.get("/accounts/").content.decode()


def test_the_first_start_prints_one_link_until_it_is_used_then_none(owner, client):
    before_it_is_used = [user_of(path_in(printed(first=True)).split("/")[-2], timezone.now()) for _start in range(2)]
    made_at = User.objects.get().link_made_at
    path = path_in(printed(first=True))
    assert before_it_is_used == [owner, owner]
    assert User.objects.get().link_made_at == made_at
    client.post(path, {"password1": NEW, "password2": NEW})
    assert printed(first=True) == ""
    assert path_in(printed())


def test_a_first_start_without_an_owner_says_nothing_and_goes_on(db):
    assert printed(first=True) == ""


@pytest.mark.parametrize(
    "args, options, word",
    [
        ([], {}, "No blog has an owner"),
        ([], {"blog": "no.example.org"}, "No blog at no.example.org"),
        (["nobody@example.org"], {}, "Nobody here has the address"),
    ],
)
def test_who_is_not_there_gets_no_link(args, options, word, db):
    with pytest.raises(CommandError, match=word):
        printed(*args, **options)


def test_an_account_that_is_switched_off_gets_no_link(owner):
    User.objects.update(is_active=False)
    with pytest.raises(CommandError, match="switched off"):
        printed(owner.email)


def test_an_address_that_is_none_is_refused_before_a_link_is_made(owner):
    with pytest.raises(CommandError, match="Not an address"):
        printed(at="blog.example.org")
    assert User.objects.get().link_made_at is None


def test_of_several_owners_one_must_be_named(blog, make_blog, make_member):
    one = make_member(blog, Role.OWNER)
    other = make_member(blog, Role.OWNER)
    make_member(blog, Role.OWNER, state=State.LEFT)
    third = make_member(make_blog(hostname="two.example.org"), Role.OWNER)
    with pytest.raises(CommandError, match=f"{one.email}[\\s\\S]*{other.email}"):
        printed()
    assert other.email in printed(other.email)
    text = printed(blog="TWO.example.org")
    assert third.email in text
    assert address_in(text).startswith("http://two.example.org/accounts/owner/")


def test_the_address_given_is_the_links(owner):
    assert address_in(printed(at="https://blog.example.org/")).startswith("https://blog.example.org/accounts/owner/")
