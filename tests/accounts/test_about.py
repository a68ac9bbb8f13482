"""What the page of somebody's posts says of them: theirs to write, for who belongs to the team."""

import pytest
from django.utils import timezone

from accounts.export import export_account
from accounts.leaving import leave_blog
from accounts.models import Membership, Role, State

URL = "/accounts/about/"


@pytest.mark.parametrize("role", [Role.AUTHOR, Role.EDITOR, Role.MODERATOR, Role.OWNER])
def test_everybody_of_the_team_says_who_they_are(role, blog, make_member, sign_in):
    person = make_member(blog, role)
    client = sign_in(person)
    assert URL in client.get("/accounts/").content.decode()
    assert client.post(URL, {"bio": "I sail.\r\nAnd <write>."}).status_code == 302
    assert person.memberships.get().bio == "I sail.\nAnd <write>."
    assert "I sail." in client.get(URL).content.decode()
    client.post(URL, {"bio": ""})
    assert person.memberships.get().bio == ""


def test_it_is_said_of_this_blog_alone(blog, make_blog, make_member, sign_in):
    person = make_member(blog, Role.AUTHOR)
    other = make_blog(hostname="two.example.org").memberships.create(user=person, role=Role.AUTHOR, state=State.MEMBER)
    sign_in(person).post(URL, {"bio": "I sail."})
    assert Membership.objects.get(pk=other.pk).bio == ""


def test_nobody_else_does(blog, make_member, make_user, client, sign_in, nothing_changes):
    for person in (make_member(blog), make_member(blog, Role.AUTHOR, state="suspended"), make_user()):
        sign_in(person)
        with nothing_changes():
            assert client.get(URL).status_code == client.post(URL, {"bio": "x"}).status_code == 403
        assert URL not in client.get("/accounts/").content.decode()
    client.logout()
    with nothing_changes():
        assert "/login/" in client.post(URL, {"bio": "x"})["Location"]


def test_what_is_too_long_is_refused_and_kept_in_the_form(blog, make_member, sign_in, nothing_changes):
    client = sign_in(make_member(blog, Role.AUTHOR))
    with nothing_changes():
        answer = client.post(URL, {"bio": "x" * 501})
    assert answer.status_code == 422 and "x" * 501 in answer.content.decode() and "500" in answer.content.decode()


def test_it_is_among_ones_own_data_and_goes_with_who_leaves(blog, make_member):
    make_member(blog, Role.OWNER)
    person = make_member(blog, Role.AUTHOR, bio="I sail.")
    assert "I sail." in str(export_account(user=person, now=timezone.now()))
    leave_blog(user=person, blog=blog, now=timezone.now())
    assert person.memberships.get().bio == ""
