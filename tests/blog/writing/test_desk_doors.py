"""The desk beyond the table of its pages: histories, signing in and out, and what is not made or changed there."""

import pytest
from django.contrib.admin.models import ADDITION, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils import timezone

from accounts.models import Kind, Membership, Role, Sanction
from blog.comments.changing import change_policy
from blog.models import Post
from tests.blog.writing.doors import HOST, browser_of
from tests.house.world import house  # noqa: F401 (a fixture)


def test_the_history_of_a_post_is_its_own(house):  # noqa: F811
    kind, two = ContentType.objects.get_for_model(Post), house.people["owner_of_two"]
    LogEntry.objects.create(
        user=two, content_type=kind, object_id=house.posts["stranger"].pk, object_repr="x", action_flag=ADDITION
    )
    url = reverse("admin:blog_post_history", args=[house.posts["public"].pk])
    assert two.name not in browser_of(house.people[Role.OWNER]).get(url).content.decode()


def test_djangos_own_sign_in_form_is_never_shown(house, client):  # noqa: F811
    answer = client.get("/admin/login/?next=/admin/blog/post/", headers=HOST)
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/login/?next=%2Fadmin%2Fblog%2Fpost%2F")
    answer = client.post("/admin/login/", {"username": "x", "password": "y"}, headers=HOST)
    assert answer.status_code == 302
    assert browser_of(house.people[Role.MEMBER]).get("/admin/login/").status_code == 403
    assert browser_of(house.people[Role.AUTHOR]).get("/admin/login/?next=/admin/blog/post/")["Location"] == (
        "/admin/blog/post/"
    )
    assert browser_of(house.people[Role.AUTHOR]).get("/admin/login/?next=//evil.example/")["Location"] == "/admin/"


@pytest.mark.parametrize(
    ("page", "leads_to"),
    [
        ("logout", "account_logout"),
        ("password_change", "account_change_password"),
        ("password_change_done", "accounts_profile"),
    ],
)
def test_signing_out_and_passwords_are_allauths(page, leads_to, house):  # noqa: F811
    answer = browser_of(house.people[Role.AUTHOR]).get(reverse(f"admin:{page}"))
    assert (answer.status_code, answer["Location"]) == (302, reverse(leads_to))


def test_a_text_sent_by_somebody_signed_out_meanwhile_comes_back(house):  # noqa: F811
    url = reverse("admin:blog_post_change", args=[house.posts["public"].pk])
    answer = browser_of(None).post(url, {"title": "T", "body": "Long & careful <words>"})
    assert answer.status_code == 403
    assert "Long &amp; careful &lt;words&gt;" in answer.content.decode()
    assert house.posts["public"].body == Post.objects.get(pk=house.posts["public"].pk).body


def test_a_suspension_ends_the_desk_at_the_next_request(house):  # noqa: F811
    browser = browser_of(house.people[Role.EDITOR])
    assert browser.get("/admin/").status_code == 200
    Sanction.objects.create(blog=house.one, user=house.people[Role.EDITOR], kind=Kind.SUSPENSION, reason="r")
    assert browser.get("/admin/").status_code == 403


@pytest.mark.parametrize(
    "name", ["blog_blog_add", "accounts_membership_add", "comments_comment_add", "comments_policyversion_add"]
)
def test_blogs_people_comments_and_policies_are_not_made_by_hand(name, house):  # noqa: F811
    browser = browser_of(house.people[Role.OWNER])
    assert browser.get(reverse(f"admin:{name}")).status_code == 403
    assert browser.post(reverse(f"admin:{name}"), {}).status_code == 403


def test_what_is_written_once_is_neither_changed_nor_deleted(house):  # noqa: F811
    browser, owner = browser_of(house.people[Role.OWNER]), house.people[Role.OWNER]
    version = change_policy(blog=house.one, values={"audience": "team"}, by=owner, now=timezone.now())
    for name, pk in (
        ("comments_policyversion", version.pk),
        ("comments_comment", house.comments["published"].pk),
        ("blog_blog", house.one.pk),
        ("accounts_membership", Membership.objects.filter(blog=house.one).first().pk),
    ):
        assert browser.post(reverse(f"admin:{name}_delete", args=[pk]), {"post": "yes"}).status_code == 403
    for name, pk in (("comments_policyversion", version.pk), ("comments_comment", house.comments["held"].pk)):
        answer = browser.post(reverse(f"admin:{name}_change", args=[pk]), {"text": "other", "audience": "nobody"})
        assert answer.status_code in (302, 403)
    version.refresh_from_db()
    assert version.audience == "team"


def test_the_list_of_comments_leads_to_the_moderators_desk_and_holds_nothing_withdrawn(house):  # noqa: F811
    browser = browser_of(house.people[Role.MODERATOR])
    for query in ("", "?q=canary", "?state=withdrawn"):
        assert "canary-withdrawn" not in browser.get(f"/admin/comments/comment/{query}").content.decode()
    text = browser.get("/admin/comments/comment/").content.decode()
    assert reverse("comments:item", args=[house.comments["held"].pk]) in text
    change = reverse("admin:comments_comment_change", args=[house.comments["held"].pk])
    assert browser.get(change)["Location"] == reverse("comments:item", args=[house.comments["held"].pk])
    strange = reverse("admin:comments_comment_change", args=[house.comments["stranger"].pk])
    assert browser.get(strange).status_code == 404
