"""Posts and pages that are not for everybody: who is shown what, at which address."""

import pytest
from django.urls import reverse

from accounts.models import Role
from blog.comments.changing import change_policy
from blog.markup import beginning_of
from blog.models import Page

BODY = "It begins.\n\nIt goes on.\n\nThe secret heart of it."
SECRET = "The secret heart of it."
# Who reads a post for members whole, and who one for the team; "" is a visitor.
PEOPLE = {
    "": (403, 404),
    "unconfirmed": (403, 404),
    "signed_in": (403, 404),
    "applicant": (403, 404),
    "invited": (403, 404),
    "declined": (403, 404),
    "left": (403, 404),
    "banned": (403, 404),
    "suspended": (200, 404),
    "member": (200, 404),
    "author": (200, 200),
    "moderator": (200, 200),
    "owner": (200, 200),
}


@pytest.fixture
def posts(blog, make_post):
    return {who: make_post(blog, f"For {who}", body=BODY, readers=who) for who in ("everyone", "members", "team")}


@pytest.fixture
def come(blog, client, make_user, make_member, sign_in):
    def come_(who: str):
        """A browser in which somebody of this standing or role is signed in."""
        if not who:
            return client
        if who == "signed_in":
            return sign_in(make_user())
        if who == "unconfirmed":
            return sign_in(make_member(blog, confirmed=False))
        if who in Role.values:
            return sign_in(make_member(blog, who))
        return sign_in(make_member(blog, state=who))

    return come_


def whole(post) -> str:
    return reverse("reading:post", args=[post.pk])


@pytest.mark.parametrize("who", PEOPLE)
def test_who_reads_what_whole(who, posts, come):
    client = come(who)
    for readers, status in zip(("members", "team"), PEOPLE[who], strict=True):
        answer = client.get(whole(posts[readers]))
        assert answer.status_code == status, readers
        assert (SECRET in answer.content.decode()) == (status == 200)
        assert "no-store" in answer["Cache-Control"] or status == 404
    assert client.get(whole(posts["everyone"])).headers["Location"] == posts["everyone"].path


@pytest.mark.parametrize("who", ["", "member", "owner"])
def test_the_public_address_is_the_same_for_all_and_shows_how_it_begins(who, posts, come):
    answer = come(who).get(posts["members"].path)
    text = answer.content.decode()
    assert answer.status_code == 200 and "It goes on." in text and SECRET not in text
    assert whole(posts["members"]) in text and "Only a member of this blog may read" in text
    assert "csrf" not in text and "Cookie" not in answer.get("Vary", "") and "public" in answer["Cache-Control"]
    assert come(who).get(posts["team"].path).status_code == 404


def test_a_refused_person_is_told_why_and_led_back_here(posts, come):
    text = come("signed_in").get(whole(posts["members"])).content.decode()
    assert "You are signed in, but not a member." in text
    assert f"/accounts/join/?next={whole(posts['members']).replace('/', '%2F')}" in text


def test_a_post_for_the_team_answers_others_like_one_that_never_was(posts, come):
    for who in ("", "member"):
        client = come(who)
        there, never = client.get(whole(posts["team"])), client.get("/read/999999/")
        del there["X-Request-ID"], never["X-Request-ID"]  # each request's own
        assert (there.status_code, there.content, dict(there.headers)) == (404, never.content, dict(never.headers))


def test_lists_announce_what_is_for_members_without_its_heart_and_leave_out_what_is_for_the_team(
    posts, client, make_comment
):
    make_comment(posts["members"], "Said among ourselves")
    for address in ("/", "/2026/", f"/author/{posts['members'].author_id}/", "/feed/", "/sitemap-posts.xml"):
        text = client.get(address).content.decode()
        assert "For team" not in text and posts["team"].path not in text, address
        if SECRET in text:
            assert text.count(SECRET) == 1 and posts["everyone"].title in text, address  # the public post's own
    front = client.get("/").content.decode()
    assert "For members" in front and "1 comment" not in front and "It goes on." in front
    assert "Said among ourselves" not in client.get("/feed/comments/").content.decode()
    feed = client.get("/feed/").content.decode()
    assert "Members of this blog read the whole of it." in feed


def test_ones_own_list_has_all_one_may_read_and_leads_to_the_whole_of_it(posts, come):
    text = come("member").get("/read/").content.decode()
    assert whole(posts["members"]) in text and posts["everyone"].path in text
    assert whole(posts["team"]) not in text
    assert whole(posts["team"]) in come("author").get("/read/").content.decode()


def test_a_visitor_is_asked_to_sign_in_for_their_own_list(client, blog):
    assert client.get("/read/").headers["Location"].startswith("/accounts/login/")


def test_the_whole_post_has_its_comments_and_says_what_is_true_for_who_reads(posts, come, make_comment, make_member):
    said = make_comment(posts["members"], "Said among ourselves")
    text = come("suspended").get(whole(posts["members"])).content.decode()
    assert "Said among ourselves" in text and "You are suspended" in text
    answer = come("member").get(f"/comments/{said.pk}/")
    assert answer.headers["Location"] == f"{whole(posts['members'])}#{said.anchor}"
    assert come("signed_in").get(f"/comments/{said.pk}/").status_code == 404


def test_a_blog_for_members_announces_everything_and_one_for_the_team_nothing(blog, posts, come, make_member):
    html = "<p>It begins.</p><p>It goes on.</p><p>The secret heart of it.</p>"
    page = Page.objects.create(
        blog=blog, title="About us", slug="about", path="/p/about/", state="published", menu_order=1, html=html
    )
    Page.objects.update(beginning=beginning_of(html))
    for post in posts.values():
        post.readers = ""
        post.save()
    owner = make_member(blog, Role.OWNER)
    now = posts["members"].published_at

    def statuses(who) -> list[int]:
        client = come(who)
        there = [reverse("reading:page", args=[page.pk]), *(whole(post) for post in posts.values())]
        return [client.get(address).status_code for address in there]

    assert statuses("") == [302] * 4
    change_policy(blog=blog, values={"readers": "members"}, by=owner, now=now)
    assert statuses("") == [403] * 4 and statuses("member") == [200] * 4
    client = come("")
    client.logout()
    assert "About us" in client.get("/").content.decode()
    about = client.get("/p/about/").content.decode()
    assert "It goes on." in about and SECRET not in about
    change_policy(blog=blog, values={"readers": "team"}, by=owner, now=now)
    assert statuses("member") == [404] * 4 and statuses("author") == [200] * 4
    client.logout()
    for address in ("/", "/feed/", "/sitemap-posts.xml", "/sitemap-pages.xml"):
        text = client.get(address).content.decode()
        assert not [word for word in ("About us", "For members", "For everyone", "/p/about/") if word in text], address
    assert client.get("/p/about/").status_code == 404
    assert "Disallow: /\n" in client.get("/robots.txt").content.decode()


def test_the_old_address_of_a_post_for_the_team_leads_nowhere(blog, posts, client):
    for post in posts.values():
        blog.old_paths.create(post=post, path=f"/2025/12/{post.pk}/", left_at=post.published_at)
    assert [client.get(f"/2025/12/{post.pk}/").status_code for post in posts.values()] == [301, 301, 404]
