"""Pages about oneself and sessions: kept by no cache, closed to visitors, changed by no look."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from tests.accounts.test_signing_in import sign_in_with

PERSONAL = [
    "/accounts/",
    "/accounts/standing/",
    "/accounts/join/",
    "/accounts/leave/",
    "/accounts/name/",
    "/accounts/export/",
    "/accounts/delete/",
    "/accounts/owner/nothing/",
    "/accounts/login/",
    "/accounts/login/code/",
    "/accounts/signup/",
    "/accounts/logout/",
    "/accounts/email/",
    "/accounts/password/change/",
    "/accounts/password/reset/",
    "/accounts/reauthenticate/",
    "/accounts/sessions/",
    "/accounts/inactive/",
    "/accounts/no-such-page/",
]


@pytest.mark.parametrize("path", PERSONAL)
def test_no_cache_keeps_a_page_about_somebody(path, blog, make_member, sign_in):
    signed_in = sign_in(make_member(blog))
    for client in (Client(), signed_in):
        answer = client.get(path)
        assert answer.status_code < 500
        assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("path", PERSONAL[:7])
def test_a_visitor_is_sent_to_sign_in_and_back(path, blog, client):
    for method in (client.get, client.post):
        answer = method(path)
        assert (answer.status_code, answer["Location"]) == (302, f"/accounts/login/?next={path}")


def test_looking_changes_nothing(blog, make_member, sign_in):
    client = sign_in(make_member(blog))
    before = dump()
    for path in PERSONAL:
        client.get(path)
        client.head(path)
        client.options(path)
    assert dump() == before


def dump() -> dict:
    """Every row of every table but the sessions'."""
    with connection.cursor() as cursor:
        tables = [name for name in connection.introspection.table_names(cursor) if name != "django_session"]
        rows = {}
        for table in tables:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 (our own tables)
            rows[table] = cursor.fetchall()
    return rows


def test_a_session_that_is_signed_in_gets_a_key_of_its_own(blog, client, make_user):
    client.get("/accounts/login/")
    session = client.session
    session["something"] = "here"
    session.save()
    before = session.session_key
    client.cookies["sessionid"] = before
    sign_in_with(client, make_user().email)
    assert client.session.session_key != before


def test_an_answer_is_a_page_whatever_the_browser_asks_for(blog, client, make_user):
    answer = client.post(
        "/accounts/login/", {"login": "x@example.org", "password": "secret"}, headers={"accept": "application/json"}
    )
    assert answer["Content-Type"].startswith("text/html")


def test_a_session_lasts_two_weeks(blog, client, make_user):
    user = make_user()
    sign_in_with(client, user.email)
    assert client.session.get_expiry_date() > timezone.now() + timedelta(days=13)
