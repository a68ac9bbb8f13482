"""The pages about oneself: profile, name, export."""

import json

import pytest
from django.db import IntegrityError
from django.urls import reverse

from accounts.models import Membership, Role, State, User
from accounts.signals import export_requested
from accounts.signups import hold_name
from blog.permissions import MODERATE, allows
from tests.accounts.conftest import PASSWORD


def test_the_profile_says_what_i_am_and_links_to_all_i_can_do(blog, make_member, sign_in):
    user = make_member(blog, name="Anna")
    page = sign_in(user).get("/accounts/").content.decode()
    assert "Anna" in page
    assert user.email in page
    assert "You are a member of this blog" in page
    for name in (
        "accounts_name",
        "accounts_standing",
        "accounts_export",
        "accounts_leave",
        "accounts_delete",
        "account_email",
        "account_change_password",
        "usersessions_list",
    ):
        assert f'href="{reverse(name)}"' in page, name
    assert f'<form method="post" action="{reverse("account_logout")}">' in page


@pytest.mark.parametrize("role", Role.values)
def test_the_team_finds_the_desk_and_moderators_their_queue(role, blog, make_member, sign_in):
    page = sign_in(make_member(blog, role)).get("/accounts/").content.decode()
    assert ('href="/admin/"' in page) == (role != Role.MEMBER)
    assert ('href="/comments/desk/"' in page) == allows(role, MODERATE)


def test_a_role_in_another_blog_shows_nothing_here(blog, make_blog, make_member, sign_in):
    page = sign_in(make_member(make_blog(hostname="two.example.org"), Role.OWNER)).get("/accounts/").content.decode()
    assert 'href="/admin/"' not in page
    assert "not a member of this blog" in page


def test_the_profile_costs_a_known_number_of_queries(blog, make_member, sign_in, django_assert_num_queries):
    client = sign_in(make_member(blog))
    client.get("/accounts/")
    with django_assert_num_queries(6):  # blog, session, person, standing, addresses, menu
        client.get("/accounts/")


def test_a_new_name_is_shown_everywhere_at_once(blog, make_member, sign_in):
    user = make_member(blog, name="Anna")
    client = sign_in(user)
    assert 'value="Anna"' in client.get("/accounts/name/").content.decode()
    answer = client.post("/accounts/name/", {"name": " Berta  M. "}, follow=True)
    assert "You are called “Berta M.” now." in answer.content.decode()
    user.refresh_from_db()
    assert user.name == "Berta M."


def test_changing_the_case_of_ones_own_name_is_no_clash(blog, make_member, sign_in):
    user = make_member(blog, name="anna")
    assert sign_in(user).post("/accounts/name/", {"name": "Anna"}).status_code == 302
    user.refresh_from_db()
    assert user.name == "Anna"


@pytest.mark.parametrize(
    "name", ["", "B", "Berta", "Веrtа", "Moderator", "x" * 41, "An\u200bna", "held name", "a@b.example"]
)
def test_a_name_that_cannot_be_comes_back_as_typed_with_a_sentence(name, blog, make_user, make_member, sign_in):
    make_user("Berta")
    hold_name("Held Name")
    user = make_member(blog, name="Anna")
    answer = sign_in(user).post("/accounts/name/", {"name": name})
    assert answer.status_code == 422
    assert answer.context["form"].errors["name"]
    assert answer.context["form"]["name"].value() == name
    user.refresh_from_db()
    assert user.name == "Anna"


def test_a_name_taken_since_the_form_looked_is_a_sentence(blog, make_user, make_member, sign_in, monkeypatch):
    monkeypatch.setattr("accounts.forms.is_taken", lambda name, but=None: False)
    make_user("Berta")
    user = make_member(blog, name="Anna")
    answer = sign_in(user).post("/accounts/name/", {"name": "Berta"})
    assert answer.status_code == 422
    assert "Somebody has this name already" in answer.content.decode()
    assert User.objects.get(pk=user.pk).name == "Anna"
    with pytest.raises(IntegrityError):
        User.objects.create_user("x@example.org", "berta")


def test_nobody_changes_their_name_all_day_long(blog, make_member, sign_in):
    user = make_member(blog, name="Anna")
    client = sign_in(user)
    for letter in "abcde":
        assert client.post("/accounts/name/", {"name": f"Anna {letter}"}).status_code == 302
    answer = client.post("/accounts/name/", {"name": "Anna z"})
    assert answer.status_code == 429
    assert 'value="Anna z"' in answer.content.decode()
    assert User.objects.get(pk=user.pk).name == "Anna e"


def test_the_export_holds_all_we_know_and_what_other_rooms_add(blog, make_blog, make_member, make_user, client):
    user = make_member(blog, state=State.APPLICANT, name="Änna", note="my note")
    two = make_blog(name="Two", hostname="two.example.org")
    Membership.objects.create(blog=two, user=user, state=State.MEMBER, role=Role.AUTHOR)
    stranger = make_user("Berta")
    client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})

    def contribute(sender, user, **kwargs):
        return "letters", [{"to": user.name}]

    export_requested.connect(contribute)
    try:
        answer = client.get("/accounts/export/")
    finally:
        export_requested.disconnect(contribute)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/json"
    assert answer["Content-Disposition"].startswith("attachment")
    assert "no-store" in answer["Cache-Control"]
    assert "Änna" in answer.content.decode()
    data = json.loads(answer.content)
    assert data["account"]["name"] == "Änna"
    assert data["account"]["email"] == user.email
    assert data["addresses"] == [{"email": user.email, "verified": True, "primary": True}]
    assert [(row["blog"], row["state"], row["role"], row["note"]) for row in data["memberships"]] == [
        ("The Blog", "applicant", "member", "my note"),
        ("Two", "member", "author", ""),
    ]
    assert data["sessions"][0]["ip"] == "127.0.0.1"
    assert data["letters"] == [{"to": "Änna"}]
    assert "password" not in answer.content.decode()
    assert "password" not in json.dumps(data).replace('"method": "password"', "")
    assert stranger.email not in answer.content.decode()
