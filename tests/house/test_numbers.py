"""Whoever tries the numbers of a house one after another learns nothing and changes nothing."""

import pytest

from accounts.models import Role
from tests.house.crawling import DESKS, browser_of, every_address, looks, numbered, some_addresses, told
from tests.house.secrets import secrets  # noqa: F401 (a fixture)
from tests.house.world import house  # noqa: F401 (a fixture)
from tests.rows import rows

OUTSIDERS = ("signed_in", "unconfirmed", "banned", Role.MEMBER, "owner_of_two")
# Everything any form of the house asks for, as somebody would send it who knows them all.
FIELDS = {
    "text": "Hm.",
    "title": "Mine now",
    "body": "Mine now",
    "name": "Mine now",
    "state": "published",
    "role": "owner",
    "act": "publish",
    "reason": "Because",
    "seen_state": "held",
    "seen_at": "2026-01-01T00:00:00+00:00",
    "post": "yes",  # the admin's "Yes, I'm sure"
    "alt": "Mine now",
    "audience": "signed_in",
}


def test_the_routes_with_a_number_are_found():
    routes = numbered()
    assert len(routes) > 35
    for route in ("/comments/on/{}/", "/comments/desk/{}/", "/author/{}/", "/admin/blog/post/{}/change/"):
        assert route in routes


@pytest.fixture(params=["some", pytest.param("all", marks=pytest.mark.slow)])
def urls(request, secrets, who) -> list[str]:  # noqa: F811
    """Numbers in use, of which each outsider tries every fourth; in the long proofs, all, and 1 to 200 as well."""
    turn = ("visitor", *OUTSIDERS).index(who)
    return list(every_address() if request.param == "all" else some_addresses(turn))


@pytest.mark.parametrize("who", ["visitor", *OUTSIDERS])
def test_looking_at_every_number_tells_nothing_private_and_changes_nothing(who, secrets, urls, request):  # noqa: F811
    browser, kept = browser_of(secrets.house.people[who]), secrets.kept_from(who)
    before, heads, slow = rows(), set(), request.config.getoption("--slow")
    for url in urls:
        for _url, response in looks(browser, url, heads, always=slow):
            # A desk's guard asks first, and never says whether a number is there.
            fine = response.status_code in (302, 403, 405) if url.startswith(DESKS) else response.status_code < 500
            assert fine, f"{who} at {url}: {response.status_code}"
            assert not (found := told(response, kept, url)), f"{who} at {url} ({response.status_code}): {found}"
    assert rows() == before


@pytest.mark.parametrize("who", OUTSIDERS)
def test_sending_forms_to_every_number_tells_nothing_private_and_changes_nothing(
    who,
    secrets,  # noqa: F811
    urls,
    set_policy,
):
    """Where anybody may comment, that is no secret: here the team alone may."""
    set_policy(secrets.house.one, audience="team")
    browser, kept = browser_of(secrets.house.people[who]), secrets.kept_from(who)
    before = rows()
    for url in urls:
        if who == "banned" and url.startswith("/comments/sanctions/"):
            continue  # who was banned may appeal against it
        response = browser.post(url, FIELDS)
        refused = (403, 405) if url.startswith(DESKS) else (403, 404, 405, 422)
        assert response.status_code in refused, f"{who} at {url}: {response.status_code}"
        assert not (found := told(response, kept, url)), f"{who} at {url} ({response.status_code}): {found}"
    assert rows() == before
