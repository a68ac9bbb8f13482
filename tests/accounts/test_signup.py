"""From the comment form to membership: signing up, confirming, and coming back."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.db import IntegrityError
from django.test import Client
from django.utils import timezone

from accounts.models import Membership, State, User
from accounts.signups import forget_unconfirmed, hold_name, is_taken
from tests.accounts.conftest import PASSWORD


def test_from_a_comment_form_somebody_signs_up_confirms_joins_and_is_back(blog, client, sign_up, type_code, code):
    back = "/comments/on/7/?parent=3"
    page = client.get("/accounts/login/", {"next": back}).content.decode()
    way_in = re.search(r'href="(/accounts/signup/[^"]+)"', page).group(1)
    page = client.get(way_in.replace("&amp;", "&")).content.decode()
    assert f'value="{back}"' in page
    answer = sign_up(next=back)
    assert answer.status_code == 302
    page = client.get(answer["Location"])
    assert page.status_code == 200
    assert not User.objects.get().emailaddress_set.get().verified
    answer = type_code(code())
    assert (answer.status_code, answer["Location"]) == (302, back)
    user = User.objects.get()
    assert (user.name, user.email) == ("Anna", "anna@example.org")
    assert user.emailaddress_set.get().verified
    answer = client.post("/accounts/join/", {"note": "", "next": back})
    assert (answer.status_code, answer["Location"]) == (302, back)
    assert Membership.objects.get(user=user, blog=blog).state == State.MEMBER


def test_whoever_has_not_typed_the_code_is_not_signed_in(blog, client, sign_up, type_code, code):
    sign_up()
    assert client.get("/accounts/").status_code == 302
    right = code()
    answer = type_code("BCDF-GHJK")
    assert answer.status_code == 200
    assert "Incorrect code" in answer.content.decode()
    assert client.get("/accounts/").status_code == 302
    assert type_code(right).status_code == 302
    assert client.get("/accounts/").status_code == 200


def test_a_code_is_dead_after_three_wrong_ones(blog, client, sign_up, type_code, code):
    sign_up()
    right = code()
    for _try in range(3):
        type_code("BCDF-GHJK")
    type_code(right)
    assert not EmailAddress.objects.get().verified


def test_a_code_is_dead_after_ten_minutes(blog, client, sign_up, type_code, code, monkeypatch):
    sign_up()
    later = timezone.now().timestamp() + 601
    monkeypatch.setattr("allauth.account.internal.flows.code_verification.time.time", lambda: later)
    type_code(code())
    assert not EmailAddress.objects.get().verified


def test_the_sign_up_mail_speaks_for_the_blog_and_names_no_host(make_blog, client, sign_up):
    make_blog(name="Letters from\nHome", hostname="one.example.org")
    data = {"name": "Anna", "email": "anna@example.org", "password1": PASSWORD}
    client.post("/accounts/signup/", data, headers={"host": "one.example.org:4711"})
    [letter] = mail.outbox
    assert letter.subject == "Your code for Letters from Home"
    assert letter.from_email.startswith("Letters from Home <")
    assert letter.to == ["anna@example.org"]
    assert ":4711" not in letter.message().as_string()  # with the colon: digits may stand in its id by chance
    assert letter.content_subtype == "plain"


def test_a_mail_that_cannot_be_sent_fails_no_sign_up(blog, client, sign_up, settings, caplog):
    settings.EMAIL_BACKEND = "tests.accounts.broken_mail.EmailBackend"
    answer = sign_up()
    assert answer.status_code == 302
    page = client.get(answer["Location"]).content.decode()
    assert "could not be sent" in page
    assert "Your code for" in caplog.text
    assert User.objects.count() == 1


def test_another_code_can_be_asked_for(blog, client, sign_up, type_code, code, monkeypatch):
    sign_up()
    first = code()
    later = timezone.now().timestamp() + 11
    monkeypatch.setattr("allauth.core.internal.ratelimit.time.time", lambda: later)
    client.post("/accounts/confirm-email/", {"action": "resend"})
    assert len(mail.outbox) == 2
    assert code() != first
    type_code(code())
    assert EmailAddress.objects.get().verified


@pytest.mark.parametrize("name", ["anna", "Аnnа", "Anna\u200b", "ANNA"])
def test_a_name_that_is_taken_or_looks_so_is_refused_and_makes_nobody(name, blog, make_user, sign_up):
    make_user("Anna")
    answer = sign_up(name=name, email="other@example.org")
    assert answer.status_code == 200
    assert answer.context["form"].errors["name"]
    assert User.objects.count() == 1
    assert not mail.outbox


@pytest.mark.parametrize(
    "fields",
    [
        {"name": ""},
        {"name": " "},
        {"name": "x" * 41},
        {"name": "Moderator"},
        {"name": "An\x00na"},
        {"email": "no address"},
        {"email": "a@example.org\nBcc: b@example.org"},
        {"password1": "short"},
        {"password1": "1234567890"},
        {"password1": "anna@example.org"},
        {"name": "Annabella Maria", "password1": "annabella maria"},
    ],
)
def test_what_cannot_be_is_refused_in_the_form_which_keeps_the_rest(fields, blog, sign_up):
    answer = sign_up(**({"name": "Anna B", "email": "anna@example.org"} | fields))
    assert answer.status_code == 200
    assert set(answer.context["form"].errors) == {list(fields)[-1]}
    if "email" not in fields:
        assert 'value="anna@example.org"' in answer.content.decode()
    assert PASSWORD not in answer.content.decode()
    assert not User.objects.exists()


def test_a_robot_that_fills_in_the_hidden_field_makes_nobody_and_is_told_nothing(blog, sign_up):
    answer = sign_up(phone_number="555 1234")
    assert answer.status_code == 302
    assert not User.objects.exists()
    assert not mail.outbox


def test_the_hidden_field_is_hidden_without_a_style(blog, client):
    page = client.get("/accounts/signup/").content.decode()
    [trap] = re.findall(r'<div hidden><input[^>]*name="phone_number"[^>]*></div>', page)
    assert "style" not in trap
    assert '<label for="id_phone_number"' not in page


RANDOM = ("Content-Length", "Expires", "X-Request-ID")


def answers_to(email: str, name: str) -> list:
    """All that a stranger sees when they sign up with an address: each answer without what is random in it."""
    client = Client()
    seen = []
    answer = client.post("/accounts/signup/", {"name": name, "email": email, "password1": PASSWORD})
    seen.append(answer)
    seen.append(client.get("/accounts/confirm-email/"))
    for _try in range(2):
        seen.append(client.post("/accounts/confirm-email/", {"code": "BCDF-GHJK", "action": "verify"}))
    seen.append(client.get("/accounts/"))

    def told(answer):
        body = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode())
        heads = {key: value for key, value in answer.items() if key not in RANDOM}
        return answer.status_code, heads, body.replace(email, "ADDRESS"), sorted(answer.cookies)

    return [told(answer) for answer in seen]


def test_a_taken_address_answers_like_a_free_one(blog, make_user):
    taken = make_user().email
    assert answers_to(taken, "First") == answers_to("free@example.org", "Second")
    told, welcome = mail.outbox
    assert told.to == [taken]
    assert "You have an account" in told.body
    assert welcome.to == ["free@example.org"]


def test_a_name_sent_with_a_taken_address_is_as_taken_afterwards_as_with_a_free_one(blog, make_user, sign_up):
    sign_up(name="Probe One", email=make_user().email)
    sign_up(name="Probe Two", email="free@example.org", client=Client())
    for name in ("Probe One", "Probe Two"):
        answer = sign_up(name=name, email="third@example.org", client=Client())
        assert "Somebody has this name already" in answer.content.decode()


def test_an_account_nobody_confirmed_is_forgotten_after_an_hour(blog, make_user, make_member, sign_up):
    kept = [
        make_user("Confirmed"),
        make_member(blog, name="Member", confirmed=False),
        make_user("New", confirmed=False),
    ]
    signed_in = make_user("Signed in before", confirmed=False, last_login=timezone.now())
    stale = make_user("Anna", confirmed=False)
    old = timezone.now() - timedelta(minutes=61)
    User.objects.exclude(name="New").update(joined_at=old)
    sign_up(name="Anna", email=stale.email)
    assert not User.objects.filter(pk=stale.pk).exists()
    assert User.objects.filter(pk__in=[user.pk for user in (*kept, signed_in)]).count() == 4
    assert User.objects.get(name="Anna").email == stale.email


def test_forgetting_takes_no_account_that_was_made_by_hand(db):
    User.objects.create_user("imported@example.org", "Imported", joined_at=timezone.now() - timedelta(days=9))
    forget_unconfirmed(timezone.now())
    assert User.objects.count() == 1


def test_a_held_name_is_taken_for_everybody(db, make_user):
    hold_name("Anna")
    assert is_taken("аnna")
    assert is_taken("Anna", but=make_user("Berta"))
    assert not is_taken("Hanna")


def test_two_people_who_send_one_name_in_one_moment_get_a_sentence(blog, sign_up, make_user, monkeypatch):
    monkeypatch.setattr("accounts.forms.is_taken", lambda name, but=None: False)
    make_user("Anna")
    answer = sign_up(name="Anna", email="second@example.org")
    assert answer.status_code == 200
    assert "Somebody has this name already" in answer.content.decode()
    assert 'value="second@example.org"' in answer.content.decode()
    assert User.objects.count() == 1
    assert not mail.outbox


def test_two_sign_ups_with_one_address_in_one_moment_are_answered_as_one_after_the_other(
    blog, sign_up, make_user, monkeypatch
):
    taken = make_user().email
    monkeypatch.setattr(
        "allauth.account.internal.flows.manage_email.assess_unique_email", lambda email, user=None: True
    )
    answer = sign_up(name="Second", email=taken)
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/confirm-email/")
    assert "You have an account" in mail.outbox[0].body
    assert User.objects.count() == 1


def test_the_database_itself_lets_no_two_people_look_alike(make_user):
    make_user("Anna")
    with pytest.raises(IntegrityError):
        make_user("Аnnа")
