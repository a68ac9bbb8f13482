"""A hit: what it costs, what it says, and what makes no other page of one."""

import gzip

import brotli
import pytest

from tests.blog.pagecache.conftest import Reader


def test_a_hit_asks_neither_the_database_nor_django(
    make_front, asked_django, blog, make_post, make_comment, django_assert_num_queries
):
    post, reader = make_post(blog), Reader(make_front(asked_django))
    make_comment(post)
    for path in (post.path, "/", "/feed/", "/feed/comments/", "/robots.txt", "/sitemap.xml", "/comments/policy/"):
        missed = reader.get(path)
        before = asked_django.asked
        with django_assert_num_queries(0):
            hit = reader.get(path)
        assert asked_django.asked == before
        assert missed.cache == "parley; fwd=miss; stored" and hit.is_hit
        said = {name: value for name, value in hit.headers.items() if name != "Cache-Status"}
        assert (hit.status, hit.body) == (missed.status, missed.body)
        assert said == {name: value for name, value in missed.headers.items() if name != "Cache-Status"}


def test_a_kept_page_has_all_that_django_says_and_the_same_bytes(reader, client, blog, make_post):
    post = make_post(blog)
    plain = client.get(post.path)
    reader.get(post.path)
    hit = reader.get(post.path)
    assert hit.body == plain.content
    changed = {"ETag", "Content-Length", "Vary", "Cache-Status", "Content-Security-Policy"}
    for name, value in plain.headers.items():
        assert name in hit.headers
        assert name in changed or hit.headers[name] == value


@pytest.mark.parametrize(
    "accept, form",
    [
        ("", ""),
        ("gzip", "gzip"),
        ("gzip, deflate, br, zstd", "br"),
        ("br;q=0.5, gzip;q=0.8", "gzip"),
        ("br;q=0, gzip;q=0", ""),
        ("*", "br"),
        ("*;q=0", ""),
        ("identity, gzip;q=0.5", ""),
        ("GZip;Q=1.0", "gzip"),
        ("x-gzip", "gzip"),
        ("gzip;q=nonsense", ""),
        (";;,,=;q", ""),
    ],
)
def test_a_browser_gets_the_form_it_likes_best(accept, form, reader, blog, make_post):
    path = make_post(blog, body="A paragraph. " * 50).path
    whole = reader.get(path).body
    for _again in range(2):
        got = reader.get(path, accept_encoding=accept)
        assert got.headers.get("Content-Encoding", "") == form
        assert got.headers["Vary"] == "Accept-Encoding"
        assert int(got.headers["Content-Length"]) == len(got.body)
        assert {"": bytes, "gzip": gzip.decompress, "br": brotli.decompress}[form](got.body) == whole


def test_each_form_has_an_etag_of_its_own_and_who_has_it_gets_no_body(reader, blog, make_post):
    path = make_post(blog).path
    etags = {form: reader.get(path, accept_encoding=form).headers["ETag"] for form in ("", "br", "gzip")}
    assert len(set(etags.values())) == 3
    for form, etag in etags.items():
        for named in (etag, f"W/{etag}", f'"other", {etag}', "*"):
            got = reader.get(path, accept_encoding=form, if_none_match=named)
            assert (got.status, got.body) == (304, b"")
            assert got.headers["ETag"] == etag and "Content-Length" not in got.headers
        assert reader.get(path, accept_encoding=form, if_none_match='"other"').status == 200
    assert reader.get(path, if_none_match=etags["br"]).status == 200


def test_head_says_all_but_the_page(reader, blog, make_post):
    path = make_post(blog).path
    for _again in range(2):
        head = reader.get(path, method="HEAD")
        assert head.body == b"" and head.status == 200
    page = reader.get(path)
    assert page.is_hit and int(head.headers["Content-Length"]) == len(page.body)
    assert head.headers == page.headers


@pytest.mark.parametrize("query", ["utm_source=x", "fbclid=1", "a" * 3000, "&" * 900, "q=%ff", "=&=;"])
def test_a_query_that_means_nothing_is_the_same_page(query, make_front, asked_django, blog, make_post):
    path, reader = make_post(blog).path, Reader(make_front(asked_django))
    whole = reader.get(path)
    for _again in range(2):
        got = reader.get(f"{path}?{query}", cookie="_ga=GA1.2; sessionid=abc", referer="https://example.com/")
        assert got.is_hit and got.body == whole.body
    assert asked_django.asked == 1


def test_places_in_a_list_are_pages_and_nothing_else_in_the_query_is(make_front, asked_django, blog, make_post):
    posts = [make_post(blog, days_ago=day) for day in range(1, 13)]
    reader = Reader(make_front(asked_django))
    first, second = reader.get("/"), reader.get(f"/?before={posts[9].pk}")
    assert first.body != second.body
    for query in (f"utm_source=x&before={posts[9].pk}", f"before=00{posts[9].pk}", f"before={posts[9].pk}&after=1"):
        got = reader.get(f"/?{query}")
        assert got.is_hit and got.body == second.body
    assert asked_django.asked == 2
    assert reader.get("/?before=x").status == 404


def test_hosts_and_schemes_have_pages_of_their_own(reader, make_blog, make_post):
    one, two = make_blog(hostname="one.example.org"), make_blog(hostname="two.example.org")
    make_post(one, "Of one"), make_post(two, "Of two")
    for _again in range(2):
        assert b"Of one" in reader.get("/", host="one.example.org").body
        assert b"Of two" in reader.get("/", host="TWO.example.org").body
        assert b'href="https://one.example.org/"' in reader.get("/", host="one.example.org", scheme="https").body
        assert b'href="http://one.example.org/"' in reader.get("/", host="One.Example.org").body
    assert reader.get("/", host="evil.example.com").status == 400


def test_a_proxy_says_the_scheme_only_where_it_is_trusted(make_front, settings, blog, make_post):
    make_post(blog)
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    trusting = Reader(make_front())
    for _again in range(2):
        assert b'href="https://testserver/"' in trusting.get("/", x_forwarded_proto="https, http").body
        assert b'href="http://testserver/"' in trusting.get("/", x_forwarded_proto="http").body
        assert b'href="http://testserver/"' in trusting.get("/").body


def test_what_is_found_nowhere_or_elsewhere_is_not_kept(make_front, asked_django, blog, make_post):
    path, reader = make_post(blog).path, Reader(make_front(asked_django))
    for wanted, status in (("/nowhere/", 404), (path.rstrip("/"), 301), ("/images/x/y.webp", 404), ("/read/1/", 302)):
        before = asked_django.asked
        for _again in range(2):
            got = reader.get(wanted)
            assert got.status in (status, 404) and not got.cache
        assert asked_django.asked == before + 2


def test_who_sends_credentials_or_a_form_is_answered_by_django(make_front, asked_django, blog, make_post):
    path, reader = make_post(blog).path, Reader(make_front(asked_django))
    reader.get(path)
    assert not reader.get(path, authorization="Basic eDp5").cache
    assert reader.get(path, method="POST").status in (403, 405)
    assert reader.get(path, method="OPTIONS").status == 405
    assert asked_django.asked == 4


def test_another_process_finds_what_one_has_made(make_front, blog, make_post):
    path = make_post(blog).path
    one, other = Reader(make_front()), Reader(make_front())
    one.get(path)
    assert other.get(path).is_hit


def test_pages_of_another_build_of_the_house_are_made_anew(make_front, monkeypatch, blog, make_post):
    path = make_post(blog).path
    Reader(make_front()).get(path)
    monkeypatch.setattr("blog.pagecache.house.build", lambda: "another")
    assert not Reader(make_front()).get(path).is_hit


def test_static_files_are_not_its_matter(make_front):
    """They have forms, dates and ranges of their own."""
    seen = []

    def app(environ, start_response):
        seen.append(environ)
        start_response("200 OK", [("Content-Type", "text/css")])
        return [b"p {}"]

    reader = Reader(make_front(app))
    for _again in range(2):
        assert not reader.get("/static/css/parley.css", accept_encoding="br", range="bytes=0-1").cache
    assert [(one["HTTP_ACCEPT_ENCODING"], one["HTTP_RANGE"]) for one in seen] == [("br", "bytes=0-1")] * 2


def test_pages_that_are_given_as_they_were_kept_are_counted(make_front, blog, make_post):
    post, given = make_post(blog), [0]
    reader, other = Reader(make_front(given=given)), Reader(make_front(given=given))
    assert not reader.get(post.path).is_hit and given == [0]
    for _again in range(3):
        assert reader.get(post.path).is_hit
    assert other.get(post.path).is_hit, "from the shelf"
    assert reader.get(post.path, if_none_match=reader.get(post.path).headers["ETag"]).status == 304
    assert reader.get("/never/").status == 404
    assert given == [6]
