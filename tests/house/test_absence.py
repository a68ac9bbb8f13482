"""What may not be seen is as absent as what never was: the same bytes, whoever asks and however."""

import itertools
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Role
from blog.models import PostState

# A masked token is another one in every answer, of the same page too.
NOISE = re.compile(rb'(name="csrfmiddlewaretoken" value=")[A-Za-z0-9]{64}|(csrftoken=)[A-Za-z0-9]+')
OWN = ("Date", "Expires", "X-Request-ID", "Server-Timing")  # of each request
NEVER = 999_999
KINDS = {
    "draft": {"state": PostState.DRAFT, "published_at": None},
    "scheduled": {"days_ago": -1},
    "taken back": {"state": PostState.DRAFT},
    "another blog's": {},
}
WAYS = ("read", "head", "form", "send", "send without a token", "permalink of a comment")


def ask(client: Client, way: str, path: str, post: int, comment: int):
    """One request about a post: its answer as (status, headers but the moment, body), with the noise taken out."""
    form = f"/comments/on/{post}/"
    answer = {
        "read": lambda: client.get(path),
        "head": lambda: client.head(path),
        "form": lambda: client.get(form),
        "send": lambda: client.post(form, {"text": "Hm."}),
        "send without a token": lambda: _strict(client).post(form, {"text": "Hm."}),
        "permalink of a comment": lambda: client.get(f"/comments/{comment}/"),
    }[way]()
    headers = sorted((name, value) for name, value in answer.items() if name not in OWN)
    cookies = [NOISE.sub(rb"\2", cookie.OutputString().encode()) for cookie in answer.cookies.values()]
    return answer.status_code, headers, cookies, NOISE.sub(rb"\1", answer.content)


def _strict(client: Client) -> Client:
    """The same browser, at a site that asks for the token."""
    strict = Client(enforce_csrf_checks=True, headers={"host": "one.example.org"})
    strict.cookies = client.cookies.copy()
    return strict


@pytest.fixture
def invisible(make_blog, make_post, make_comment, make_user):
    """Posts of every kind that nobody may read, each with a comment: name -> (path, number, comment's number)."""
    one, two = make_blog(hostname="one.example.org"), make_blog(hostname="two.example.org")
    writer, reader = make_user(), make_user()
    posts = {
        name: make_post(two if name == "another blog's" else one, author=writer, **fields)
        for name, fields in KINDS.items()
    }
    assert posts["scheduled"].published_at > timezone.now() + timedelta(hours=1)
    comments = {name: make_comment(post, author=reader) for name, post in posts.items()}
    return one, {name: (post.path, post.pk, comments[name].pk) for name, post in posts.items()}


def test_120_of_120_invisible_posts_answer_like_posts_that_never_were(invisible, make_user, make_member):
    one, posts = invisible
    people = {
        "visitor": None,
        "signed in": make_user(),
        "banned": make_member(one, state="banned"),
        "member": make_member(one),
        "owner": make_member(one, Role.OWNER),
    }
    pairs = 0
    for (who, person), (kind, (path, post, comment)) in itertools.product(people.items(), posts.items()):
        client = Client(headers={"host": "one.example.org"})
        if person:
            client.force_login(person, backend="accounts.backends.AddressBackend")
        for way in WAYS:
            there = ask(client, way, path, post, comment)
            never = ask(client, way, "/2026/01/never/", NEVER, NEVER)
            assert there == never, f"{who}, {kind}, {way}"
            assert there[0] in (403, 404, 405), f"{who}, {kind}, {way}: {there[0]}"
            pairs += 1
    assert pairs == 120
