"""Coming in and going out: passwords, codes, sessions, limits, and pages no cache may keep."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client

from accounts.models import State, User
from tests.accounts.conftest import PASSWORD


def sign_in_with(client, email, password=PASSWORD, **fields):
    return client.post("/accounts/login/", {"login": email, "password": password} | fields)


def test_a_password_signs_in_and_leads_back(blog, client, make_user):
    user = make_user()
    answer = sign_in_with(client, user.email.upper(), next="/comments/on/7/")
    assert (answer.status_code, answer["Location"]) == (302, "/comments/on/7/")
    assert client.get("/accounts/").status_code == 200


def test_a_code_signs_in_and_leads_back(blog, client, make_user, code):
    user = make_user()
    answer = client.post("/accounts/login/code/", {"email": user.email, "next": "/comments/on/7/"})
    page = client.get(answer["Location"]).content.decode()
    assert 'value="/comments/on/7/"' in page
    assert mail.outbox[0].subject == "Your code to sign in to The Blog"
    answer = client.post("/accounts/login/code/confirm/", {"code": code(), "next": "/comments/on/7/"})
    assert (answer.status_code, answer["Location"]) == (302, "/comments/on/7/")
    assert client.get("/accounts/").status_code == 200


def test_a_forgotten_password_is_replaced_with_a_code_and_leads_back(blog, client, make_user, code):
    user = make_user()
    elsewhere = Client()
    elsewhere.force_login(user, backend="accounts.backends.AddressBackend")
    page = client.get("/accounts/login/", {"next": "/comments/on/7/?parent=3"}).content.decode()
    way = re.search(r'href="(/accounts/password/reset/[^"]*)"', page).group(1)
    page = client.get(way).content.decode()
    assert 'value="/comments/on/7/?parent=3"' in page
    fields = {"next": "/comments/on/7/?parent=3"}
    answer = client.post("/accounts/password/reset/", {"email": user.email} | fields)
    assert "next" in answer["Location"]
    answer = client.post(answer["Location"], {"code": code()} | fields)
    page = client.get(answer["Location"]).content.decode()
    assert "/comments/on/7/?parent=3" in page
    new = "another horse, another staple"
    answer = client.post("/accounts/password/reset/complete/", {"password1": new, "password2": new} | fields)
    assert (answer.status_code, answer["Location"]) == (302, "/comments/on/7/?parent=3")
    assert client.get("/accounts/").status_code == 200
    assert User.objects.get(pk=user.pk).check_password(new)
    assert elsewhere.get("/accounts/").status_code == 302  # other sessions end
    assert mail.outbox[-1].subject == "You have a new password for The Blog"


@pytest.mark.parametrize("door", ["/accounts/login/code/", "/accounts/password/reset/"])
def test_an_unknown_address_is_answered_like_a_known_one(door, blog, make_user):
    known = make_user().email

    def told(email):
        client = Client()
        answers = [client.post(door, {"email": email})]
        answers.append(client.get(answers[0]["Location"]))
        answers.append(client.post(answers[0]["Location"], {"code": "BCDF-GHJK"}))
        return [
            (
                answer.status_code,
                answer.headers.get("Location"),
                re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode()).replace(
                    email, "ADDRESS"
                ),
                sorted(answer.cookies),
            )
            for answer in answers
        ]

    assert told(known) == told("nobody@example.org")
    assert [letter.to for letter in mail.outbox] == [[known], ["nobody@example.org"]]


def test_a_wrong_password_and_an_unknown_address_are_answered_alike(blog, make_user):
    def told(email):
        answer = sign_in_with(Client(), email, "a wrong password")
        return re.sub(r'value="\w{64}"', "", answer.content.decode()).replace(email, "ADDRESS")

    assert told(make_user().email) == told("nobody@example.org")


@pytest.mark.parametrize(
    "url",
    [
        "//evil.example/",
        "https://evil.example/",
        "/\\evil.example",
        "http:///evil.example",
        "javascript:alert(1)",
        "\thttps://evil.example",
        "https://two.example.org/",
        "@evil.example",
        "///evil.example",
        "evil",
    ],
)
@pytest.mark.parametrize("door", ["login", "join", "code", "logout"])
def test_no_way_leads_out_of_the_blog(door, url, blog, client, make_user):
    user = make_user()
    if door == "login":
        answer = sign_in_with(client, user.email, next=url)
    elif door == "code":
        answer = client.post("/accounts/login/code/", {"email": user.email, "next": url})
        code = re.search(r"^    (\S+)$", mail.outbox[-1].body, re.M).group(1)
        answer = client.post("/accounts/login/code/confirm/", {"code": code, "next": url})
    else:
        client.force_login(user, backend="accounts.backends.AddressBackend")
        answer = client.post(f"/accounts/{door}/", {"next": url})
    assert answer.status_code == 302
    assert answer["Location"] in ("/accounts/", "/accounts/standing/", "/")


def test_looking_at_the_sign_out_page_signs_nobody_out(blog, client, make_user, sign_in):
    sign_in(make_user())
    assert client.get("/accounts/logout/").status_code == 200
    assert client.get("/accounts/").status_code == 200
    answer = client.post("/accounts/logout/")
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.get("/accounts/").status_code == 302


def test_signing_in_and_out_leaves_no_message_for_a_page_that_shows_none(blog, client, make_user):
    user = make_user()
    sign_in_with(client, user.email)
    assert "_messages" not in client.session
    client.post("/accounts/logout/")
    assert not Session.objects.exists()


def test_a_deactivated_person_is_out_at_the_next_request(blog, make_member, sign_in):
    user = make_member(blog)
    client = sign_in(user)
    assert client.get("/accounts/").status_code == 200
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert client.get("/accounts/").status_code == 302
    assert client.post("/accounts/leave/").status_code == 302
    assert user.memberships.get().state == State.MEMBER


def test_a_deactivated_person_is_told_so_when_they_sign_in_and_stays_out(blog, client, make_user):
    user = make_user(is_active=False)
    answer = sign_in_with(client, user.email)
    assert answer["Location"] == "/accounts/inactive/"
    assert client.get("/accounts/inactive/").status_code == 200
    assert client.get("/accounts/").status_code == 302


def test_after_five_wrong_passwords_an_address_waits_whatever_host_is_named(blog, make_user):
    user = make_user()
    for number in range(5):
        Client().post(
            "/accounts/login/",
            {"login": user.email, "password": "wrong"},
            headers={"host": f"localhost:{8000 + number}"},
        )
    answer = sign_in_with(Client(), user.email)
    assert answer.status_code == 200
    assert "Too many failed login attempts" in answer.content.decode()


def test_too_many_tries_of_one_machine_get_the_styled_429(blog, client):
    for _try in range(30):
        client.post("/accounts/login/", {})
    answer = client.post("/accounts/login/", {})
    assert answer.status_code == 429
    assert "That was a little fast" in answer.content.decode()
    assert "The Blog" in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]


def test_changing_the_address_asks_for_the_password_and_then_for_a_code(blog, client, make_user, code):
    user = make_user()
    sign_in_with(client, user.email)
    answer = client.post("/accounts/email/", {"email": "new@example.org", "action_add": ""})
    assert "/accounts/reauthenticate/" in answer["Location"]
    assert not mail.outbox
    assert client.get(answer["Location"]).status_code == 200
    answer = client.post(answer["Location"], {"password": PASSWORD, "next": "/accounts/email/"}, follow=True)
    assert "new@example.org" in answer.content.decode()
    answer = client.post("/accounts/confirm-email/", {"code": code(), "action": "verify"})
    assert answer.status_code == 302
    user.refresh_from_db()
    assert user.email == "new@example.org"
    [address] = user.emailaddress_set.all()
    assert (address.email, address.verified, address.primary) == ("new@example.org", True, True)
    assert mail.outbox[-1].subject == "Your address at The Blog was changed"
    assert "new@example.org" in mail.outbox[-1].body


def test_changing_the_password_ends_the_other_sessions_and_writes_a_letter(blog, client, make_user):
    user = make_user()
    other = Client()
    sign_in_with(other, user.email)
    sign_in_with(client, user.email)
    new = "another horse, another staple"
    client.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert other.get("/accounts/").status_code == 302
    assert [letter.subject for letter in mail.outbox] == ["Your password for The Blog was changed"]


def test_other_sessions_are_listed_and_ended(blog, client, make_user):
    user = make_user()
    other = Client(headers={"user-agent": "A browser far away"})
    sign_in_with(other, user.email)
    sign_in_with(client, user.email)
    page = client.get("/accounts/sessions/").content.decode()
    assert "A browser far away" in page
    client.post("/accounts/sessions/")
    assert other.get("/accounts/").status_code == 302
    assert client.get("/accounts/").status_code == 200
