"""Nothing of a person is ever kept, or given to another: whoever fills the cache, with whatever they send."""

import gzip
import random

import brotli
import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.urls import reverse
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis
from hypothesis import strategies as st

from accounts.models import Role
from blog.pagecache.keys import Kind
from blog.pagecache.pages import is_for_everybody
from blog.pagecache.told import PLACE
from tests.blog.pagecache.conftest import Reader
from tests.house.crawling import browser_of
from tests.house.test_leaks import QUERIES, STARTS
from tests.house.world import house  # noqa: F401 (a fixture)

ACTORS = [None, "member", "suspended", Role.MODERATOR, Role.OWNER, "owner_of_two"]
ODD = {
    "accept_encoding": ["", "br", "gzip;q=0.1, *;q=0", "identity"],
    "accept_language": ["de", "ar, en;q=0.1", "x" * 200],
    "cookie": ["", "_ga=GA1.2.3", "csrftoken=abc", "sessionid=forged", "messages=x; django_language=ar", "=;=;"],
    "host": [
        "one.example.org",
        "ONE.example.org",
        "two.example.org",
        "one.example.org:8000",
        "evil.example.com",
        "",
        "[",
    ],
    "if_none_match": ['"x"', "*"],
    "if_modified_since": ["Sat, 29 Oct 2044 19:43:31 GMT"],
    "origin": ["https://evil.example.com"],
    "range": ["bytes=0-10"],
    "referer": ["https://evil.example.com/?q=<script>"],
    "user_agent": ["", "Mozilla/5.0 canary"],
    "x_csrftoken": ["abc"],
    "x_forwarded_for": ["127.0.0.1"],
    "x_forwarded_host": ["evil.example.com"],
    "x_forwarded_proto": ["https"],
    "x_http_method_override": ["DELETE"],
    "x_original_url": ["/admin/"],
    "x_requested_with": ["XMLHttpRequest"],
    "x_request_id": ["canary"],
}
MEANINGLESS = st.sampled_from(["utm_source=x", "fbclid=%00", "language=ar", "preview=1", "a=1&a=2", "before", ""])
requests = st.fixed_dictionaries({}, optional={name: st.sampled_from(values) for name, values in ODD.items()})


@pytest.fixture
def addresses(house):  # noqa: F811
    """Every page of the house that somebody may come by."""
    posts = [post.path for post in house.posts.values()] + [f"/read/{post.pk}/" for post in house.posts.values()]
    forms = [reverse("comments:form", args=[post.pk]) for post in house.posts.values()]
    return [*STARTS, *posts, *forms]


@pytest.fixture
def cookies(house):  # noqa: F811
    """The cookies of everybody's browser."""
    browsers = {who: browser_of(house.people[who] if who else None) for who in ACTORS}
    return {who: "; ".join(f"{k}={m.value}" for k, m in browser.cookies.items()) for who, browser in browsers.items()}


def unpacked(got) -> bytes:
    form = got.headers.get("Content-Encoding", "")
    return {"": bytes, "br": brotli.decompress, "gzip": gzip.decompress}[form](got.body)


def plainly(path: str, host: str):
    """What Django says to nobody in particular."""
    return Reader(WSGIHandler()).get(path, host=host.lower())


@pytest.mark.parametrize("seed", [1, pytest.param(2, marks=pytest.mark.slow)])
def test_after_all_sorts_have_filled_the_cache_nobody_gets_anything_else_than_from_an_empty_one(
    seed,
    house,  # noqa: F811
    addresses,
    cookies,
    make_front,
    kept,
    request,
):
    chance, filled = random.Random(seed), Reader(make_front())
    for path in addresses * (2 if request.config.getoption("--slow") else 1):
        for who in ACTORS:
            sent = {name: chance.choice(values) for name, values in chance.sample(sorted(ODD.items()), 6)}
            sent["cookie"] = "; ".join(filter(None, [cookies[who], sent.get("cookie", "")]))
            sent.setdefault("host", "one.example.org")
            method = chance.choice(["GET", "GET", "GET", "HEAD", "POST", "OPTIONS"])
            filled.get(path + chance.choice(QUERIES), method=method, **sent)
    for path in addresses:
        got, cold = filled.get(path, host="one.example.org"), plainly(path, "one.example.org")
        assert (got.status, without_tokens(got)) == (cold.status, without_tokens(cold)), path
        assert not {canary for canary in house.canaries if canary.encode() in unpacked(got)}, path
    for path in addresses:
        for who in ACTORS:
            sent = {"host": "one.example.org", "cookie": cookies[who]}
            got, cold = filled.get(path, **sent), Reader(WSGIHandler()).get(path, **sent)
            if not got.cache:
                assert (got.status, without_tokens(got)) == (cold.status, without_tokens(cold)), f"{path} for {who}"
    files = [file for file in kept["directory"].glob("??/*") if file.is_file()]
    assert files
    for file in files:
        content = file.read_bytes().lower()
        assert b"set-cookie" not in content and b"csrfmiddlewaretoken" not in content


def without_tokens(got) -> bytes:
    """A page with a form has a token of its own each time; such a page is never kept."""
    return b"" if b"csrfmiddlewaretoken" in got.body else unpacked(got)


def test_a_kept_page_is_what_django_says_to_nobody_whoever_asks(house, addresses, cookies, make_front):  # noqa: F811
    reader = Reader(make_front())
    paths = st.sampled_from(addresses)

    @hypothesis(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
    @given(path=paths, query=MEANINGLESS, who=st.sampled_from(ACTORS), sent=requests, method=st.sampled_from("GH"))
    def anything(path, query, who, sent, method):
        sent = {"host": "one.example.org"} | sent
        sent["cookie"] = "; ".join(filter(None, [cookies[who], sent.get("cookie", "")]))
        got = reader.get(f"{path}?{query}", method={"G": "GET", "H": "HEAD"}[method], **sent)
        if not got.cache:
            assert got.status != 200 or "no-store" in got.headers["Cache-Control"], path
            return
        assert "Set-Cookie" not in got.headers and "Cookie" not in got.headers["Vary"]
        if got.status == 200 and method == "G":
            assert unpacked(got) == plainly(path, sent["host"]).body

    anything()


def test_every_page_that_is_not_for_all_readers_forbids_to_be_kept(house, addresses, cookies, make_front):  # noqa: F811
    reader = Reader(make_front())
    for path in [*addresses, "/accounts/login/", "/accounts/signup/", "/comments/mine/", "/admin/blog/post/"]:
        for who in ACTORS:
            got = reader.get(path, host="one.example.org", cookie=cookies[who])
            if got.status == 200 and not got.cache:
                assert "no-store" in got.headers.get("Cache-Control", ""), f"{path} for {who}"


@pytest.mark.parametrize(
    "headers, for_all",
    [
        ([("Content-Type", "text/html")], True),
        ([("Vary", "Accept-Encoding")], True),
        ([("Set-Cookie", "a=b")], False),
        ([("Vary", "Accept, Cookie")], False),
        ([("Vary", "*")], False),
        ([("Vary", "Authorization")], False),
        ([("Cache-Control", "private, max-age=60")], False),
        ([("Cache-Control", "no-store")], False),
    ],
)
def test_what_says_that_it_is_one_persons_is_not_kept(headers, for_all, make_front):
    assert is_for_everybody(headers) is for_all

    def app(environ, start_response):
        environ[PLACE].kind = Kind()
        start_response("200 OK", headers)
        return [b"x"]

    reader = Reader(make_front(app))
    reader.get("/")
    assert reader.get("/").is_hit is for_all


def test_nothing_of_who_asks_first_reaches_the_view(make_front):
    seen = {}

    def app(environ, start_response):
        seen.update(environ)
        start_response("404 Not Found", [])
        return []

    Reader(make_front(app)).get("/", cookie="sessionid=abc", accept_language="ar", user_agent="x", if_none_match="*")
    said = {name for name in seen if name.startswith("HTTP_")}
    assert said <= {"HTTP_HOST", "HTTP_X_REQUEST_ID"}
