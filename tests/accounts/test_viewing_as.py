"""An owner looks at the blog as another role would: less than they may, nothing sent, and it ends."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Membership, Role
from accounts.standing import Standing
from accounts.viewing_as import KEY, ROLES, seen
from blog.permissions import ACTS, allows
from tests.rows import rows

VIEW_AS = "/accounts/view-as/"
TOLD = "You can look, and send nothing."


@pytest.fixture
def owner(blog, make_member):
    return make_member(blog, Role.OWNER)


@pytest.fixture
def browser(owner, sign_in) -> Client:
    return sign_in(owner)


@pytest.mark.parametrize("role", ROLES)
def test_no_role_may_more_than_an_owner(role):
    assert not [act for act in ACTS if allows(role, act) and not allows(Role.OWNER, act)]


@pytest.mark.parametrize(
    ("role", "rooms"),
    [
        (Role.EDITOR, {"Posts", "Pages", "Labels", "Series", "Images"}),
        (Role.AUTHOR, {"Posts", "Images"}),
        (Role.MODERATOR, {"Comments"}),
    ],
)
def test_the_desk_is_as_somebody_of_that_role_finds_it(role, rooms, blog, browser, make_member, make_post):
    make_post(blog, "Somebody else’s", state="draft", published_at=None)
    answer = browser.post(VIEW_AS, {"role": role}, follow=True)
    text = answer.content.decode()
    assert {link.label for link in answer.context["desk_links"]} == rooms
    assert TOLD in text
    assert ("Somebody else’s" in text) == (role == Role.EDITOR)
    other = Client()
    other.force_login(make_member(blog, role), backend="accounts.backends.AddressBackend")
    for name in (
        "blog_post_changelist",
        "blog_label_changelist",
        "blog_blog_changelist",
        "comments_comment_changelist",
    ):
        url = reverse(f"admin:{name}")
        assert browser.get(url).status_code == other.get(url).status_code, url
    assert browser.get("/comments/desk/").status_code == other.get("/comments/desk/").status_code


def test_a_member_finds_the_desk_closed_and_the_owner_the_way_back(browser):
    answer = browser.post(VIEW_AS, {"role": "member"}, follow=True)
    assert answer.status_code == 403
    assert "Only for the team" in answer.content.decode()
    assert TOLD in answer.content.decode()
    assert browser.post(VIEW_AS, follow=True).status_code == 200


def test_nothing_is_sent_while_looking_and_what_was_typed_comes_back(blog, browser, make_post):
    post = make_post(blog)
    browser.post(VIEW_AS, {"role": "editor"})
    change = reverse("admin:blog_post_change", args=[post.pk])
    before = rows()
    for url in (
        change,
        reverse("admin:blog_post_add"),
        reverse("comments:form", args=[post.pk]),
        "/accounts/name/",
        "/x/",
    ):
        for method in ("post", "put", "delete"):
            answer = getattr(browser, method)(url, {"body": "Long words"} if method == "post" else None)
            assert answer.status_code == 403, (method, url)
            assert "nothing was sent or saved" in answer.content.decode()
            assert "no-store" in answer["Cache-Control"]
    assert "Long words" in browser.post(change, {"body": "Long words"}).content.decode()
    assert rows() == before


def test_it_ends_by_its_button(blog, browser, make_post):
    browser.post(VIEW_AS, {"role": "author"})
    text = browser.post(VIEW_AS, follow=True).content.decode()
    assert TOLD not in text
    assert "Settings" in text


def test_it_ends_with_signing_out(browser, owner):
    browser.post(VIEW_AS, {"role": "author"})
    assert browser.post(reverse("account_logout")).status_code == 302
    browser.force_login(owner, backend="accounts.backends.AddressBackend")
    assert TOLD not in browser.get("/admin/").content.decode()


@pytest.mark.parametrize("role", [Role.AUTHOR, Role.EDITOR, Role.MODERATOR, Role.MEMBER])
def test_whoever_is_no_owner_cannot_begin(role, blog, make_member, sign_in, nothing_changes):
    browser = sign_in(make_member(blog, role))
    with nothing_changes():
        assert browser.post(VIEW_AS, {"role": "editor"}).status_code == 403
    assert KEY not in browser.session


@pytest.mark.parametrize("role", ["owner", "admin", "x" * 5_000, "\0"])
def test_there_is_no_other_role_to_look_as(role, browser):
    browser.post(VIEW_AS, {"role": role})
    assert KEY not in browser.session


def test_an_owner_who_is_one_no_longer_has_what_they_have_now_and_nothing_else(blog, browser, owner):
    browser.post(VIEW_AS, {"role": "editor"})
    Membership.objects.filter(user=owner).update(role=Role.MODERATOR)
    answer = browser.get("/admin/")
    assert {link.label for link in answer.context["desk_links"]} == {"Comments"}
    assert TOLD not in answer.content.decode()


def test_it_is_of_one_blog_alone(blog, browser, owner, make_blog, rf):
    browser.post(VIEW_AS, {"role": "author"})
    request = rf.get("/")
    request.session, request.blog = browser.session, make_blog(hostname="two.example.org")
    assert seen(request, Standing("member", role=Role.OWNER)).role == Role.OWNER


def test_readers_pages_neither_know_nor_ask(blog, browser, make_post):
    before = Client().get("/").content
    browser.post(VIEW_AS, {"role": "author"})
    answer = browser.get("/")
    assert answer.content == before
    assert "Vary" not in answer or "Cookie" not in answer["Vary"]
