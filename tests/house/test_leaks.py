"""Private is private on every path: a crawl that looks for canaries."""

import re
from urllib.parse import urljoin, urlsplit

import pytest

from accounts.models import Role
from tests.house.crawling import HOST, browser_of, looks, told
from tests.house.secrets import secrets  # noqa: F401 (a fixture)
from tests.house.world import house  # noqa: F401 (a fixture)
from tests.rows import rows

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
    "/read/",
    "/feed/mine/",
    "/feed/mine/never/",
    "/p/hidden/",
    "/draft/never/",
    "/draft/never/note/",
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


def starts(house, queries):  # noqa: F811
    """Where a curious stranger would try: every list, and every object by its number or path."""
    yield from (f"{path}{query}" for path in STARTS for query in queries)
    for post in house.posts.values():
        yield from (post.path, f"/read/{post.pk}/", f"/comments/on/{post.pk}/", f"/comments/on/{post.pk}/who/")
        yield from (f"/admin/blog/post/{post.pk}/{page}/" for page in ("change", "share"))
        yield from (old.path for old in post.old_paths.all())
        yield from (f"/label/{label.slug}/" for label in post.labels.all())
        yield f"/author/{post.author_id}/"
    for comment in house.comments.values():
        yield from (f"/comments/{comment.pk}/{act}" for act in ("", "edit/", "withdraw/", "rulings/"))
        yield f"/comments/desk/{comment.pk}/"
        yield f"/comments/on/{comment.post_id}/?parent={comment.pk}"
    for user in house.people.values():
        if user:
            yield f"/author/{user.pk}/"
    for image in house.images.values():
        yield image.get_absolute_url()


def crawl(client, house, queries=QUERIES, *, always=False):  # noqa: F811
    """Every page reachable from the starts, looked at by GET and (see `looks`) by HEAD, as (url, response).

    Unless `always`, a page that leads back (to sign in at) is looked at once for each kind of page it leads back to.
    """
    waiting, seen, heads = list(starts(house, queries)), set(), set()
    while waiting:
        url = waiting.pop()
        what = url if always or "?next=" not in url else re.sub("(%3F|[0-9]|canary).*", "", url)
        if what in seen or len(seen) > 2000:
            continue
        seen.add(what)
        (_url, response), *by_head = looks(client, url, heads, always=always)
        yield url, response
        yield from by_head
        if response.has_header("Location"):
            waiting.append(urljoin(url, response["Location"]))
        elif response["Content-Type"].startswith("text/html"):
            for link in re.findall(rb'href="([^"#]+)', response.content):
                found = urlsplit(urljoin(f"http://{HOST}{url}", link.decode().replace("&amp;", "&")))
                if found.netloc == HOST and "/static/" not in found.path:
                    waiting.append(found.path + (f"?{found.query}" if found.query else ""))


# Those who may not comment, or have nothing of their own, read what all read who are signed in: they take their turn in
# the long proofs.
WHO = ["visitor", Role.MEMBER, "owner_of_two"]
WHO += [pytest.param(who, marks=pytest.mark.slow) for who in ("signed_in", "unconfirmed", "banned")]


@pytest.mark.parametrize("who", WHO)
def test_nobody_outside_the_team_is_ever_sent_what_is_private(who, secrets, request):  # noqa: F811
    assert len({canary for canary in secrets.canaries if canary.startswith("canary-")}) >= 40
    client, kept = browser_of(secrets.house.people[who]), secrets.kept_from(who)
    before, pages, slow = rows(), 0, request.config.getoption("--slow")
    queries = QUERIES if slow else ["", *QUERIES[1 + WHO.index(who) % 2 :: 2]]  # what one leaves out the next tries
    for url, response in crawl(client, secrets.house, queries, always=slow):
        pages += 1
        assert not (found := told(response, kept, url)), f"{who} at {url} ({response.status_code}): {found}"
        assert response.status_code < 500, url
    assert pages > 300
    assert rows() == before


def test_the_canaries_are_there_to_be_seen_by_who_may(secrets):  # noqa: F811
    """Or the crawl would prove nothing. It ends as soon as the owner's has met forty."""
    client, found = browser_of(secrets.house.people[Role.OWNER]), set()
    for url, response in crawl(client, secrets.house):
        found |= {canary for canary in told(response, secrets.canaries, url) if canary.startswith("canary-")}
        if len(found) >= 40:
            return
    raise AssertionError(found)


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
