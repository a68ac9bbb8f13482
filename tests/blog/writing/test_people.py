"""People, settings and the policy of the blog, as its owner changes them."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from accounts.models import LogEntry, Membership, Role, State
from blog.comments.models import PolicyVersion
from blog.comments.rules import rules_for_blog
from blog.models import Blog
from blog.writing.people import change_role


def page_of(user) -> str:
    return reverse("admin:accounts_membership_change", args=[user.memberships.get().pk])


def errors(response) -> dict:
    assert response.status_code == 200
    return {field: " ".join(found) for field, found in response.context["adminform"].form.errors.items()}


@pytest.fixture
def set_member(client, sign_in, owner, form_of):
    """Sends the form of a person's membership as the owner."""

    def send(user, /, **fields):
        sign_in(owner)
        return client.post(page_of(user), form_of(client.get(page_of(user)), **fields))

    return send


def test_an_owner_gives_and_takes_a_role(set_member, blog, make_member):
    user = make_member(blog)
    for role in (Role.EDITOR, Role.OWNER, Role.MEMBER):
        assert set_member(user, role=role).status_code == 302
        assert user.memberships.get().role == role


def test_the_last_owner_stays_and_is_told_why(set_member, owner):
    assert "A blog needs an owner" in errors(set_member(owner, role=Role.EDITOR))["role"]
    membership = owner.memberships.get()
    assert (membership.role, membership.state) == (Role.OWNER, State.MEMBER)


def test_one_of_two_owners_may_go(set_member, owner, blog, make_member):
    make_member(blog, Role.OWNER)
    assert set_member(owner, role=Role.AUTHOR).status_code == 302
    assert owner.memberships.get().role == Role.AUTHOR


def test_a_suspended_owner_is_no_owner_to_rely_on(set_member, owner, blog, make_member):
    make_member(blog, Role.OWNER, state="suspended")
    assert "role" in errors(set_member(owner, role=Role.AUTHOR))


def test_a_change_of_role_is_logged_once(set_member, owner, blog, make_member):
    user = make_member(blog)
    set_member(user, role=Role.EDITOR)
    set_member(user, role=Role.EDITOR)
    entry = LogEntry.objects.get()
    assert (entry.code, entry.by, entry.whom, entry.blog) == ("role_changed", owner, user, blog)
    assert entry.detail == {"was": "member", "now": "editor"}


@pytest.mark.parametrize(
    ("state", "role"), [("banned", "owner"), (State.LEFT, "owner"), (State.APPLICANT, "owner"), (State.MEMBER, "king")]
)
def test_what_cannot_follow_is_refused_by_its_field(state, role, set_member, blog, make_member):
    user = make_member(blog, state=state)
    before = Membership.objects.filter(user=user).values().get()
    assert "role" in errors(set_member(user, role=role))
    assert Membership.objects.filter(user=user).values().get() == before
    assert not LogEntry.objects.exists()


def test_two_owners_who_put_each_other_out_leave_one(blog, owner, make_member):
    other = make_member(blog, Role.OWNER)
    now = timezone.now()
    change_role(membership=owner.memberships.get(), by=other, role=Role.MEMBER, now=now)
    with pytest.raises(ValidationError):
        change_role(membership=other.memberships.get(), by=owner, role=Role.MEMBER, now=now)
    assert blog.memberships.filter(role=Role.OWNER).count() == 1


def test_the_person_and_blog_of_a_membership_cannot_be_exchanged(set_member, blog, make_member, make_user, make_blog):
    user, stranger = make_member(blog), make_user()
    set_member(user, role=Role.AUTHOR, user=stranger.pk, blog=make_blog(hostname="two.example.org").pk)
    assert (user.memberships.get().blog, user.memberships.get().role) == (blog, Role.AUTHOR)
    assert not stranger.memberships.exists()


def test_nobodys_address_is_shown(set_member, owner, blog, make_member, client, sign_in):
    user = make_member(blog)
    sign_in(owner)
    for url in ("/admin/accounts/membership/", page_of(user)):
        text = client.get(url).content.decode()
        assert user.name in text and user.email not in text


@pytest.fixture
def set_blog(client, sign_in, owner, form_of, blog):
    def send(**fields):
        sign_in(owner)
        url = reverse("admin:blog_blog_change", args=[blog.pk])
        return client.post(url, form_of(client.get(url), **fields))

    return send


def test_an_owner_changes_the_settings_and_readers_see_it(set_blog, blog, client):
    assert set_blog(name="A new name", time_zone="Europe/Vienna", joining="approval").status_code == 302
    blog.refresh_from_db()
    assert (blog.name, blog.time_zone, blog.joining) == ("A new name", "Europe/Vienna", "approval")
    client.logout()
    assert "A new name" in client.get("/").content.decode()


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "a" * 101}, "name"),
        ({"language": "<b>"}, "language"),
        ({"time_zone": "Mars/Olympus"}, "time_zone"),
        ({"time_zone": "../../etc/passwd"}, "time_zone"),
        ({"permalinks": "/{slug.__class__}/"}, "permalinks"),
        ({"joining": "whoever"}, "joining"),
        ({"policy_hold_all": "some"}, "policy_hold_all"),
        ({"policy_close_after_days": "soon"}, "policy_close_after_days"),
    ],
)
def test_a_setting_that_cannot_be_is_refused_by_its_field(fields, field, set_blog, blog):
    before = Blog.objects.values().get()
    assert field in errors(set_blog(**fields))
    assert Blog.objects.values().get() == before
    assert not PolicyVersion.objects.exists()


def test_the_host_name_is_not_the_owners_to_change(set_blog, blog):
    set_blog(hostname="other.example.org", name="Changed")
    blog.refresh_from_db()
    assert (blog.hostname, blog.name) == (None, "Changed")


def test_the_blogs_policy_is_kept_as_versions_with_a_reason_and_a_log(set_blog, blog, owner, client):
    set_blog(policy_audience="signed_in", policy_hold_first=1, policy_close_after_days="30", policy_reason="Spam")
    version = PolicyVersion.objects.get()
    assert (version.post, version.by, version.reason) == (None, owner, "Spam")
    assert rules_for_blog(blog).rules.close_after_days == 30
    set_blog(tagline="Only this")
    assert PolicyVersion.objects.count() == 1
    set_blog(policy_close_after_days="0")
    assert rules_for_blog(blog).rules.close_after_days is None
    log = client.get("/admin/comments/policyversion/").content.decode()
    assert "Spam" in log and "30 days" in log and owner.name in log
