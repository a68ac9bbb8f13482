"""Going: out of a blog, or altogether; and what stays behind."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.utils import timezone

from accounts.joining import join_or_apply
from accounts.leaving import delete_account, leave_blog
from accounts.models import Invitation, Membership, Role, Sanction, State, User
from accounts.refusals import Refused
from accounts.signals import account_deleting
from accounts.standing import standing_of
from tests.accounts.conftest import PASSWORD
from tests.accounts.test_own_pages import dump


@pytest.mark.parametrize("state", [State.MEMBER, State.APPLICANT])
def test_who_leaves_has_left_and_comes_back_as_a_member_only(state, blog, make_member):
    now = timezone.now()
    user = make_member(blog, Role.EDITOR, state=state, note="note", reason="reason")
    leave_blog(blog=blog, user=user, now=now)
    membership = user.memberships.get()
    assert (membership.state, membership.role, membership.since) == (State.LEFT, Role.MEMBER, now)
    assert (membership.note, membership.reason) == ("", "")


@pytest.mark.parametrize(
    "state, code",
    [
        (None, "not_here"),
        (State.LEFT, "not_here"),
        (State.DECLINED, "not_here"),
        ("banned", "not_here"),
    ],
)
def test_nobody_leaves_what_they_are_not_in(state, code, blog, make_user, make_member):
    user = make_member(blog, state=state) if state else make_user()
    before = list(Membership.objects.values())
    with pytest.raises(Refused, match=code) as refused:
        leave_blog(blog=blog, user=user, now=timezone.now())
    assert refused.value.sentence
    assert list(Membership.objects.values()) == before


def test_who_leaves_leaves_no_sanction_behind(blog, make_member):
    now = timezone.now()
    user = make_member(blog, state="suspended")
    before = list(Sanction.objects.values())
    leave_blog(blog=blog, user=user, now=now)
    assert user.memberships.get().state == State.LEFT
    assert list(Sanction.objects.values()) == before
    assert standing_of(user, blog, now).name == "suspended"
    with pytest.raises(Refused, match="suspended"):
        join_or_apply(blog=blog, user=user, note="", now=now)


def test_an_invitation_that_is_turned_down_is_revoked_and_no_other(blog, make_member):
    now = timezone.now()
    user, other = make_member(blog, state="invited"), make_member(blog, state="invited")
    leave_blog(blog=blog, user=user, now=now)
    turned_down = Invitation.objects.get(email=user.email)
    assert (turned_down.revoked_at, turned_down.revoked_by, turned_down.used) == (now, user, 0)
    assert Invitation.objects.get(email=other.email).revoked_at is None
    assert standing_of(user, blog, now).name == "signed_in"
    assert not Membership.objects.exists()
    row = blog.log.get()
    assert (row.code, row.by, row.whom, row.detail["invitation"]) == (
        "invitation_turned_down", user, user, turned_down.pk,
    )  # fmt: skip


def test_a_suspension_that_is_over_holds_nobody(blog, make_member):
    user = make_member(blog, state="suspended", until=timezone.now() - timedelta(days=1))
    leave_blog(blog=blog, user=user, now=timezone.now())
    assert user.memberships.get().state == State.LEFT


def test_the_last_owner_stays_until_there_is_another(blog, make_blog, make_member):
    user = make_member(blog, Role.OWNER)
    make_member(make_blog(hostname="two.example.org"), Role.OWNER)
    make_member(blog, Role.EDITOR)
    off = make_member(blog, Role.OWNER)
    User.objects.filter(pk=off.pk).update(is_active=False)
    make_member(blog, Role.OWNER, state="invited")
    with pytest.raises(Refused, match="last_owner"):
        leave_blog(blog=blog, user=user, now=timezone.now())
    assert user.memberships.get().state == State.MEMBER
    make_member(blog, Role.OWNER)
    leave_blog(blog=blog, user=user, now=timezone.now())
    assert user.memberships.get().state == State.LEFT


def test_the_leave_page_asks_first_and_then_does_it(blog, make_member, sign_in):
    user = make_member(blog)
    client = sign_in(user)
    assert "begin as a member" in client.get("/accounts/leave/").content.decode()
    assert user.memberships.get().state == State.MEMBER
    answer = client.post("/accounts/leave/", follow=True)
    assert "You have left The Blog" in answer.content.decode()
    assert user.memberships.get().state == State.LEFT


def test_the_last_owner_is_told_on_the_leave_page(blog, make_member, sign_in):
    user = make_member(blog, Role.OWNER)
    answer = sign_in(user).post("/accounts/leave/")
    assert answer.status_code == 403
    assert "You are the only owner of The Blog" in answer.content.decode()
    assert user.memberships.get().state == State.MEMBER


# --- Deleting the account -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("keep", ["keep", "remove"])
def test_a_deleted_account_leaves_no_row_with_the_persons_data(keep, blog, make_user, make_member):
    user = make_member(blog, name="Annabella Canary", note="note-of-canary")
    user.email = "canary@example.org"
    user.save()
    user.emailaddress_set.update(email="canary@example.org")
    Membership.objects.create(blog=blog, user=make_user(), state=State.MEMBER, decided_by=user)
    moderator = make_member(blog, Role.OWNER)
    for row, who in ((user.memberships.get(), moderator), (user, moderator), (blog, user)):
        LogEntry.objects.create(
            user=who,
            content_type=ContentType.objects.get_for_model(row),
            object_id=str(row.pk),
            object_repr=str(row),
            action_flag=CHANGE,
        )
    client, elsewhere = Client(headers={"user-agent": "Canarybrowser"}), Client()
    for browser in (elsewhere, client):
        browser.post("/accounts/login/", {"login": "canary@example.org", "password": PASSWORD})
    assert "Canarybrowser" in repr(dump())
    sent = []

    def listen(sender, user, keep_comments, **kwargs):
        assert User.objects.filter(pk=user.pk).exists()  # others act first
        sent.append(keep_comments)

    account_deleting.connect(listen)
    try:
        answer = client.post("/accounts/delete/", {"comments": keep, "password": PASSWORD})
    finally:
        account_deleting.disconnect(listen)
    assert answer.status_code == 200
    assert sent == [keep == "keep"]
    assert not User.objects.filter(pk=user.pk).exists()
    everything = repr(dump()).lower()
    assert "canary" not in everything
    assert LogEntry.objects.count() == 2
    for browser in (client, elsewhere):
        assert browser.get("/accounts/").status_code == 302


@pytest.mark.parametrize(
    "data", [{}, {"comments": "keep"}, {"comments": "keep", "password": "wrong"}, {"password": PASSWORD}]
)
def test_without_the_choice_and_the_password_nothing_is_deleted(data, blog, make_member, sign_in):
    user = make_member(blog)
    client = sign_in(user)
    before = dump()
    answer = client.post("/accounts/delete/", data)
    assert answer.status_code == 422
    assert dump() == before
    assert "What becomes of your comments?" in answer.content.decode()


def test_guessing_the_password_of_an_open_session_has_an_end(blog, make_member, sign_in):
    user = make_member(blog)
    client = sign_in(user)
    for _try in range(5):
        client.post("/accounts/delete/", {"comments": "keep", "password": "wrong"})
    answer = client.post("/accounts/delete/", {"comments": "keep", "password": PASSWORD})
    assert answer.status_code == 422
    assert "Too many" in answer.content.decode()
    assert User.objects.filter(pk=user.pk).exists()


def test_who_has_no_password_types_their_name(blog, make_member, sign_in):
    user = make_member(blog, name="Anna")
    user.set_unusable_password()
    user.save()
    client = sign_in(user)
    assert "Your display name, to be sure" in client.get("/accounts/delete/").content.decode()
    assert client.post("/accounts/delete/", {"comments": "keep", "name": "Hanna"}).status_code == 422
    assert client.post("/accounts/delete/", {"comments": "keep", "name": "Anna"}).status_code == 200
    assert not User.objects.exists()


def test_the_last_owner_of_a_blog_is_told_which_and_stays(blog, make_blog, make_member, sign_in):
    user = make_member(blog, Role.OWNER)
    two = make_blog(name="The Other", hostname="two.example.org")
    Membership.objects.create(blog=two, user=user, state=State.MEMBER, role=Role.OWNER)
    make_member(blog, Role.OWNER)
    client = sign_in(user)
    page = client.get("/accounts/delete/").content.decode()
    assert "You are the only owner of The Other." in page
    answer = client.post("/accounts/delete/", {"comments": "keep", "password": PASSWORD})
    assert answer.status_code == 403
    assert User.objects.filter(pk=user.pk).exists()
    with pytest.raises(Refused, match="last_owner"):
        delete_account(user=user, keep_comments=True)


def test_a_room_that_cannot_follow_stops_the_deletion_whole(blog, make_member):
    user = make_member(blog)

    def fail(**kwargs):
        raise RuntimeError("the comments could not be kept")

    account_deleting.connect(fail)
    try:
        with pytest.raises(RuntimeError):
            delete_account(user=user, keep_comments=True)
    finally:
        account_deleting.disconnect(fail)
    assert User.objects.filter(pk=user.pk).exists()


@pytest.mark.parametrize("state", ["banned", "suspended"])
def test_who_is_sanctioned_can_still_see_take_and_delete_what_is_theirs(state, blog, make_member, sign_in):
    user = make_member(blog, state=state)
    client = sign_in(user)
    for path in ("/accounts/", "/accounts/standing/", "/accounts/export/", "/accounts/delete/"):
        assert client.get(path).status_code == 200
    client.post("/accounts/delete/", {"comments": "keep", "password": PASSWORD})
    assert not User.objects.filter(pk=user.pk).exists()
