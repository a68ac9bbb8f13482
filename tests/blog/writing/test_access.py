"""Who may sit at the desk, and at which of its tables: role x page."""

import pytest
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from accounts.models import Role
from blog.models import Label, Post
from tests.blog.writing.doors import ACTS, EDITORS, ELSEWHERE, OTHERS, PAGES, TEAM, address, browser_of, objects
from tests.house.world import house  # noqa: F401 (a fixture)
from tests.rows import rows


@pytest.fixture
def ours(house):  # noqa: F811
    return objects(house.one, house.posts, house.people, house.images)


@pytest.fixture
def theirs(house):  # noqa: F811
    return objects(house.two, house.posts, house.people, house.images, "stranger")


def test_every_page_of_the_desk_is_in_the_table():
    names = {url.name for url in admin.site.get_urls() if getattr(url, "name", None)}
    for page in admin.site._registry.values():
        names |= {url.name for url in page.urls if url.name}
    assert names == set(PAGES) | set(ACTS) | ELSEWHERE


def test_no_library_has_put_its_own_tables_on_the_desk():
    assert {model._meta.label for model in admin.site._registry} == {
        "accounts.Membership",
        "blog.Blog",
        "blog.Image",
        "blog.Label",
        "blog.Page",
        "blog.Post",
        "blog.Series",
        "comments.Comment",
        "comments.Guideline",
        "comments.PolicyVersion",
    }


@pytest.mark.parametrize("role", sorted(TEAM))
def test_a_page_is_open_to_the_roles_of_the_table(role, house, ours):  # noqa: F811
    browser = browser_of(house.people[role])
    for name in PAGES:
        status = browser.get(address(name, ours)).status_code
        assert status == (200 if role in PAGES[name][1] else 403), f"{role} at {name}: {status}"


@pytest.mark.parametrize("who", OTHERS)
def test_no_page_is_open_to_anybody_else(who, house, ours):  # noqa: F811
    browser = browser_of(house.people[who])
    for name in PAGES:
        answer = browser.get(address(name, ours))
        assert answer.status_code == 403, f"{who} at {name}"
        assert b"Only for the team" in answer.content, f"{who} at {name}"


def test_a_visitor_is_sent_from_every_page_to_sign_in(ours):
    for name in PAGES:
        visitor = browser_of(None).get(address(name, ours))
        assert visitor.status_code == 302, name
        assert visitor["Location"].startswith("/admin/login/?next=/admin/"), name


@pytest.mark.parametrize("name", [name for name, (kind, _who) in PAGES.items() if kind])
def test_an_object_of_another_blog_is_not_there(name, house, ours, theirs):  # noqa: F811
    url = address(name, theirs)
    for role in PAGES[name][1]:
        browser = browser_of(house.people[role])
        for method in ("get", "post"):
            assert getattr(browser, method)(url).status_code == 404, f"{role}: {method} {url}"
        absent = {kind: 999_999 for kind in PAGES[name][0].split()}
        assert browser.get(address(name, ours | absent)).status_code == 404


@pytest.mark.parametrize("name", ACTS)
def test_an_act_is_for_the_roles_of_the_table_and_changes_nothing_for_anybody_else(name, house, ours):  # noqa: F811
    url = address(name, ours)
    people = [house.people[who] for who in (*OTHERS, *TEAM) if who not in ACTS[name][1]]
    browsers = [browser_of(person) for person in people]
    before = rows()
    for browser in browsers:
        assert browser.post(url, {"title": "T", "body": "B"}).status_code == 403
        assert browser.get(url).status_code in (403, 405)
    assert browser_of(None).post(url, {"title": "T", "body": "B"}).status_code == 403
    assert rows() == before
    assert browser_of(house.people[Role.OWNER]).get(url).status_code == 405


@pytest.mark.parametrize("name", [name for name, (kinds, _who) in ACTS.items() if kinds])
def test_nothing_is_done_to_an_object_of_another_blog(name, house, ours, theirs):  # noqa: F811
    owner = browser_of(house.people[Role.OWNER])
    before = rows()
    for kind in ACTS[name][0].split():
        for pk in (theirs[kind], 999_999):
            answer = owner.post(address(name, ours | {kind: pk}), {"title": "T", "body": "B"})
            assert answer.status_code == 404, f"{name} with {kind} {pk}"
    assert rows() == before


@pytest.mark.parametrize("page", ["change", "delete", "history", "preview_of"])
def test_another_authors_post_is_not_there_for_an_author(page, house, make_post):  # noqa: F811
    other = make_post(house.one)
    url = reverse(f"admin:blog_post_{page}", args=[other.pk])
    browser = browser_of(house.people[Role.AUTHOR])
    assert browser.get(url).status_code == browser.post(url).status_code == 404
    listed = browser.get(reverse("admin:blog_post_changelist")).content.decode()
    assert other.title not in listed
    assert house.posts["draft"].title in listed
    assert browser_of(house.people[Role.EDITOR]).get(url).status_code == 200


@pytest.mark.parametrize(
    "page", ["index", "blog_post_changelist", "blog_image_changelist", "comments_comment_changelist"]
)
def test_no_list_shows_what_is_another_blogs(page, house):  # noqa: F811
    text = browser_of(house.people[Role.OWNER]).get(reverse(f"admin:{page}")).content.decode()
    assert "canary-stranger" not in text
    assert house.images["stranger"].key not in text


@pytest.mark.parametrize(("model", "canary"), [("post", "canary-draft"), ("label", "canary-label")])
def test_a_choice_looked_up_by_name_stays_within_the_blog_and_the_role(model, canary, house):  # noqa: F811
    Label.objects.create(blog=house.two, name="canary-label-of-two", slug="l")
    query = {"app_label": "blog", "model_name": "post", "field_name": "labels", "term": "canary"}
    for role in TEAM:
        answer = browser_of(house.people[role]).get(reverse("admin:autocomplete"), query)
        assert b"of-two" not in answer.content
        assert answer.status_code == (200 if role in EDITORS else 403)
    for field, app, holder in (("author", "blog", "post"), ("user", "accounts", "membership")):
        query = {"app_label": app, "model_name": holder, "field_name": field, "term": "Person"}
        answer = browser_of(house.people[Role.OWNER]).get(reverse("admin:autocomplete"), query)
        assert answer.status_code in (403, 404)


def test_no_way_leads_from_a_bare_number_to_the_address_of_an_object(house):  # noqa: F811
    kind = ContentType.objects.get_for_model(Post)
    answer = browser_of(house.people[Role.OWNER]).get(f"/admin/r/{kind.pk}/{house.posts['stranger'].pk}/")
    assert answer.status_code == 404


@pytest.mark.parametrize("query", ["author__email__startswith=p", "blog__memberships__user__email=x", "labels__blog=1"])
def test_a_list_cannot_be_asked_about_what_it_does_not_show(query, house):  # noqa: F811
    answer = browser_of(house.people[Role.OWNER]).get(f"/admin/blog/post/?{query}")
    assert answer.status_code in (302, 400)
