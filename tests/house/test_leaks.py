"""Private is private on every path: a crawl that looks for canaries."""

import re
from urllib.parse import urljoin, urlsplit

import pytest

from accounts.models import Role
from tests.house.world import house  # noqa: F401 (a fixture)

HOST = "one.example.org"
STARTS = [
    "/",
    "/feed/",
    "/feed/comments/",
    "/sitemap.xml",
    "/robots.txt",
    "/2018/",
    "/2018/05/",
    "/2026/",
    "/2026/01/",
    "/label/letters/",
    "/label/canary-label-kept-in-the-dark/",
    "/p/about/",
    "/p/hidden/",
    "/comments/policy/",
    "/comments/desk/",
    "/accounts/",
    "/accounts/standing/",
    "/admin/",
]
QUERIES = [
    "",
    "?page=2",
    "?before=1",
    "?after=1",
    "?preview=1",
    "?p=1",
    "?state=draft",
    "?status=any",
    "?order=asc",
    "?format=json",
]


def starts(house):  # noqa: F811
    """Where a curious stranger would try: every list, and every object by its number or path."""
    yield from (f"{path}{query}" for path in STARTS for query in QUERIES)
    for post in house.posts.values():
        yield from (post.path, f"/comments/on/{post.pk}/", f"/admin/blog/post/{post.pk}/change/")
    for comment in house.comments.values():
        yield from (f"/comments/{comment.pk}/{act}" for act in ("", "edit/", "withdraw/", "rulings/"))
        yield f"/comments/desk/{comment.pk}/"
        yield f"/comments/on/{comment.post_id}/?parent={comment.pk}"
    for user in house.people.values():
        if user:
            yield f"/author/{user.pk}/"


def crawl(client, house):  # noqa: F811
    """Every page reachable from the starts, as (url, response)."""
    waiting, seen = list(starts(house)), set()
    while waiting:
        url = waiting.pop()
        if url in seen or len(seen) > 2000:
            continue
        seen.add(url)
        response = client.get(url, headers={"host": HOST})
        yield url, response
        if response.has_header("Location"):
            waiting.append(urljoin(url, response["Location"]))
        elif response["Content-Type"].startswith("text/html"):
            for link in re.findall(rb'href="([^"#]+)', response.content):
                found = urlsplit(urljoin(f"http://{HOST}{url}", link.decode().replace("&amp;", "&")))
                if found.netloc == HOST and "/static/" not in found.path:
                    waiting.append(found.path + (f"?{found.query}" if found.query else ""))


@pytest.mark.parametrize("who", ["visitor", "signed_in", "unconfirmed", "banned", Role.MEMBER, "owner_of_two"])
def test_nobody_outside_the_team_is_ever_sent_what_is_private(who, house, client):  # noqa: F811
    person = house.people[who]
    if person:
        client.force_login(person, backend="accounts.backends.AddressBackend")
    own = {person.email} if person else set()
    pages = 0
    for url, response in crawl(client, house):
        pages += 1
        # A path asked for may come back as the address to return to; that is no news to who typed it.
        body = b"".join(response) if response.streaming else response.content
        text = body.decode(errors="replace").replace(url, "")
        told = {canary for canary in house.canaries - own if canary in text and canary not in url}
        assert not told, f"{who} at {url} ({response.status_code}): {told}"
        assert response.status_code < 500, url
    assert pages > 100


@pytest.mark.parametrize("name", ["draft", "stranger"])
def test_an_image_of_a_private_post_is_as_absent_as_one_that_never_was(name, house, client):  # noqa: F811
    image = house.images[name]
    there = client.get(f"/images/{image.key}/{image.name}", headers={"host": HOST})
    never = client.get("/images/AAAAAAAAAAAAAAAA/never.png", headers={"host": HOST})
    assert there.status_code == never.status_code == 404
    assert there.content == never.content


@pytest.mark.parametrize("name", ["draft", "scheduled", "stranger"])
def test_a_post_one_may_not_see_answers_like_one_that_never_was(name, house, client):  # noqa: F811
    post = house.posts[name]
    for there, never in ((post.path, "/2026/01/never/"), (f"/comments/on/{post.pk}/", "/comments/on/999999/")):
        for method in ("get", "post"):
            answer = getattr(client, method)(there, headers={"host": HOST})
            other = getattr(client, method)(never, headers={"host": HOST})
            assert (answer.status_code, answer.content) == (other.status_code, other.content), there
            assert answer.status_code in (404, 405)
