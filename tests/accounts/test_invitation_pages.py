"""The pages of invitations: the link one is sent, and the team's list, form and tree."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.invitation_tree import tree_of
from accounts.invitations import accept, invite, revoke
from accounts.models import Invitation, Membership, Role


@pytest.fixture
def owner(blog, make_member):
    return make_member(blog, Role.OWNER, name="Olga Owner")


@pytest.fixture
def make(blog, owner):
    def make_(email="", by=None, **fields):
        return invite(blog=blog, by=by or owner, by_role=Role.OWNER, email=email, now=timezone.now(), **fields)

    return make_


def url_of(secret: str) -> str:
    return f"/accounts/invitation/{secret}/"


def test_a_visitor_sees_who_invites_them_and_the_way_in(make, client):
    _invitation, secret = make(note="Do come.", limit=3)
    answer = client.get(url_of(secret))
    page = answer.content.decode()
    assert "Olga Owner invites you to The Blog" in page and "Do come." in page
    assert f"/accounts/signup/?next=%2Faccounts%2Finvitation%2F{secret}" in page
    assert answer["Referrer-Policy"] == "no-referrer" and "no-store" in answer["Cache-Control"]
    assert answer["X-Robots-Tag"] == "noindex"


def test_looking_uses_nothing_up_and_accepting_does(make, client, make_user, sign_in, nothing_changes):
    invitation, secret = make()
    sign_in(make_user())
    with nothing_changes():
        assert "Accept the invitation" in client.get(url_of(secret)).content.decode()
    assert client.post(url_of(secret)).headers["Location"] == "/accounts/standing/"
    invitation.refresh_from_db()
    assert invitation.used == 1


def test_a_dead_link_says_so_and_a_forged_one_is_nothing(make, owner, client, make_user, sign_in, make_blog):
    invitation, secret = make()
    revoke(invitation=invitation, by=owner, now=timezone.now())
    for signed_in in (False, True):
        if signed_in:
            sign_in(make_user())
        for method in (client.get, client.post):
            answer = method(url_of(secret))
            assert answer.status_code == 410 and "lets nobody in any more" in answer.content.decode()
            assert method(url_of("never")).status_code == 404
    make_blog(hostname="two.example.org")
    assert client.get(url_of(secret), headers={"host": "two.example.org"}).status_code == 404


def test_a_banned_person_is_told_why(make, client, make_member, blog, sign_in, nothing_changes):
    _invitation, secret = make()
    sign_in(make_member(blog, state="banned"))
    with nothing_changes():
        assert client.post(url_of(secret)).status_code == 403
    assert "banned" in client.get(url_of(secret)).content.decode()


def test_an_owner_invites_by_mail_and_by_a_link_that_is_shown_once(client, owner, sign_in):
    sign_in(owner)
    sent = {"email": "anna@example.org", "role": "author", "limit": "", "days": "", "note": ""}
    assert client.post("/accounts/invitations/", sent).status_code == 303
    page = client.post("/accounts/invitations/", sent | {"email": "", "role": "member", "limit": "7"}).content.decode()
    link = re.search(r'value="http://[^/]+(/accounts/invitation/[^"]+)"', page)[1]
    assert client.get(link).status_code == 200
    page = client.get("/accounts/invitations/").content.decode()
    assert link not in page and "anna@example.org" in page and "0 of 7 came." in page


@pytest.mark.parametrize(
    "sent, status, words",
    [
        ({"email": "no address"}, 422, "valid"),
        ({"role": "king"}, 422, "valid choice"),
        ({"limit": "0"}, 422, "1"),
        ({"days": "91"}, 422, "90"),
        ({"note": "x" * 501}, 422, "500"),
        ({"role": "owner"}, 403, "A link makes members only."),
    ],
)
def test_what_cannot_be_made_comes_back_with_a_sentence(sent, status, words, client, owner, sign_in, nothing_changes):
    sign_in(owner)
    with nothing_changes():
        answer = client.post("/accounts/invitations/", {"role": "member"} | sent)
    assert answer.status_code == status and words in answer.content.decode()


def test_a_moderator_invites_members_and_sees_their_own_alone(blog, make, client, make_member, sign_in):
    hidden, _secret = make("hidden@example.org")
    sign_in(make_member(blog, Role.MODERATOR))
    page = client.get("/accounts/invitations/").content.decode()
    assert "hidden@example.org" not in page and "owner" not in re.findall(r'<option value="(\w+)"', page)
    assert client.post(f"/accounts/invitations/{hidden.pk}/", {"revoke": "1"}).status_code == 404
    assert client.get("/accounts/invitations/list/").status_code == 403


def test_sent_again_and_revoked_by_their_buttons(make, client, owner, sign_in):
    invitation, secret = make("a@example.org")
    sign_in(owner)
    url = f"/accounts/invitations/{invitation.pk}/"
    assert client.post(url, {"again": "1"}).status_code == 403
    Invitation.objects.update(sent_at=timezone.now() - timedelta(hours=2))
    assert client.post(url, {"again": "1"}).status_code == 303
    assert client.get(url_of(secret)).status_code == 404
    assert client.post(url, {"revoke": "1"}).status_code == 303
    assert client.post(url, {"revoke": "1"}).status_code == 403


def test_the_tree_goes_down_from_who_invited_and_each_stands_once(blog, make, owner, make_user, client, sign_in):
    first, second, third = make_user("First"), make_user("Second"), make_user("Third")
    for host, guest in ((owner, first), (first, second), (owner, third)):
        invitation, _secret = make(by=host)
        accept(invitation=invitation, user=guest, now=timezone.now())
    leaves, more = tree_of(blog)
    names = [(leaf.membership.user.name, leaf.depth) for leaf in leaves]
    assert names == [("Olga Owner", 0), ("First", 1), ("Second", 2), ("Third", 1)] and not more
    circle, _secret = make(by=second)
    Membership.objects.filter(user=owner).update(invitation=circle)
    assert sorted(leaf.membership.user.name for leaf in tree_of(blog)[0]) == sorted(name for name, _depth in names)
    sign_in(owner)
    assert "Second" in client.get("/accounts/invitations/tree/").content.decode()
