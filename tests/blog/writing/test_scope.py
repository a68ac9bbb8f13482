"""The desk shows one blog: whatever is searched, filtered, chosen or sent there, of another blog nothing comes back."""

import re

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership, Role, State
from blog.comments.changing import change_policy
from blog.comments.models import Guideline
from blog.models import Label, Page
from tests.blog.writing.doors import HOST, browser_of
from tests.factories import PASSWORD
from tests.house.world import house  # noqa: F401 (a fixture)
from tests.rows import rows

CANARY = "canary-stranger"
LOOKUPS = "blog blog__id__exact blog__name author author__id__exact user user__name pk id".split()
LISTS = sorted(f"{model._meta.app_label}_{model._meta.model_name}" for model in admin.site._registry)


@pytest.fixture
def two(house, make_member):  # noqa: F811
    """The other blog, with one of everything that a list of the desk could show."""
    two = house.two
    person = make_member(two, Role.EDITOR, name=f"{CANARY} person")
    house.posts["stranger"].slug = f"{CANARY}-slug"
    house.posts["stranger"].save()
    Page.objects.create(blog=two, title=f"{CANARY} page", slug="p", path="/p/p/")
    Label.objects.create(blog=two, name=f"{CANARY} label", slug="l")
    Guideline.objects.create(blog=two, title=f"{CANARY} guideline", text=CANARY)
    change_policy(blog=two, values={"audience": "team"}, by=person, reason=f"{CANARY} reason", now=timezone.now())
    house.images["stranger"].alt = f"{CANARY} image"
    house.images["stranger"].save()
    return two


@pytest.fixture
def owner(house) -> Client:  # noqa: F811
    return browser_of(house.people[Role.OWNER])


@pytest.mark.parametrize("name", LISTS)
def test_no_search_finds_what_is_another_blogs(name, two, owner):
    url = reverse(f"admin:{name}_changelist")
    for words in ("canary", "stranger", "person", "Strange", two.name, two.hostname):
        text = owner.get(url, {"q": words}).content.decode()
        assert CANARY not in text, words


@pytest.mark.parametrize("name", LISTS)
def test_no_filter_and_no_order_of_a_list_offers_or_shows_what_is_another_blogs(name, two, owner):
    url, seen, ahead = reverse(f"admin:{name}_changelist"), set(), [""]
    while ahead:
        query = ahead.pop()
        seen.add(query)
        answer = owner.get(url + query, follow=True)
        assert answer.status_code == 200
        text = answer.content.decode()
        assert CANARY not in text, query
        found = {link.replace("&amp;", "&") for link in re.findall(r'href="(\?[^"]*)"', text)}
        if len(seen) < 12:
            ahead += sorted(found - seen - set(ahead))


@pytest.mark.parametrize("name", LISTS)
def test_a_deep_link_cannot_ask_a_list_for_another_blogs_rows(name, two, owner, house):  # noqa: F811
    url, of_two = reverse(f"admin:{name}_changelist"), [two.pk, house.people["owner_of_two"].pk]
    for lookup in LOOKUPS:
        answer = owner.get(url, {lookup: of_two["author" in lookup or "user" in lookup]}, follow=True)
        assert answer.status_code in (200, 400)
        assert CANARY not in answer.content.decode()


@pytest.mark.parametrize("name", LISTS)
def test_nothing_is_done_to_many_at_once_whoevers_they_are(name, two, owner, nothing_changes):
    model = next(model for model in admin.site._registry if f"{model._meta.app_label}_{model._meta.model_name}" == name)
    chosen = list(model.objects.values_list("pk", flat=True))
    sent = {"action": "delete_selected", "_selected_action": chosen, "index": 0, "post": "yes", "select_across": 1}
    with nothing_changes():
        owner.post(reverse(f"admin:{name}_changelist"), sent)


def test_a_post_is_given_to_no_author_label_or_image_of_another_blog(two, owner, house):  # noqa: F811
    post = house.posts["public"]
    page = reverse("admin:blog_post_change", args=[post.pk])
    form = owner.get(page).context["adminform"].form
    offered = set(form.fields["author"].queryset.values_list("pk", flat=True))
    team = Membership.objects.filter(blog=house.one, state=State.MEMBER).values_list("user", flat=True)
    assert offered <= set(team)
    assert house.people["owner_of_two"].pk not in offered


# --- The door: the same limits as everywhere, and no other door ---


def test_djangos_own_form_signs_nobody_in_however_often_it_is_sent(house):  # noqa: F811
    owner = house.people[Role.OWNER]
    client = Client(headers=HOST)
    sent = {
        "username": owner.email,
        "email": owner.email,
        "login": owner.email,
        "password": PASSWORD,
        "next": "/admin/",
    }
    before = rows()
    for _try in range(1_000):
        answer = client.post("/admin/login/?next=/admin/", sent)
        assert answer.status_code == 302
        assert answer["Location"].startswith("/accounts/login/?next=")
    assert client.get("/admin/").status_code == 302
    assert "_auth_user_id" not in client.session
    assert rows() == before


@pytest.mark.parametrize(("wrong", "comes_in"), [(4, True), (5, False)])
def test_the_way_to_the_desk_bears_exactly_five_wrong_passwords(wrong, comes_in, house):  # noqa: F811
    owner = house.people[Role.OWNER]
    way = Client(headers=HOST).get("/admin/")["Location"]
    way = Client(headers=HOST).get(way)["Location"]
    for _try in range(wrong):
        answer = Client(headers=HOST).post(way, {"login": owner.email, "password": "wrong"})
        assert answer.status_code == 200
    client = Client(headers=HOST)
    answer = client.post(way, {"login": owner.email, "password": PASSWORD})
    assert (answer.status_code == 302) == comes_in
    assert (client.get("/admin/").status_code == 200) == comes_in
