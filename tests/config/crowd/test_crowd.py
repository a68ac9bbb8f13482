"""What who finds the line too long gets, and who never meets it."""

import logging
import re
import time
from io import BytesIO
from urllib.parse import urlencode

import pytest
from django.core.handlers.wsgi import WSGIHandler

from config.crowd import Crowd, places_of
from config.crowd.line import Full
from config.crowd.refusal import RETRY_AFTER
from tests.blog.pagecache.conftest import Reader, kept, make_front  # noqa: F401 (fixtures)


class FullLine:
    def is_full(self):
        return True

    def serve(self, act, *values):
        raise Full


class NoLine:
    def is_full(self):
        return False

    def serve(self, act, *values):
        return act(*values)


def nobody(environ, start_response):
    raise AssertionError("Django was asked")


def post(app, body: bytes, kind: str, **more) -> tuple[str, dict, str]:
    """(status, headers, page)"""
    environ = {"REQUEST_METHOD": "POST", "PATH_INFO": "/comments/on/1/", "wsgi.input": BytesIO(body)}
    environ |= {"CONTENT_TYPE": kind, "CONTENT_LENGTH": str(len(body))} | more
    said = []
    page = b"".join(app(environ, lambda *words: said.extend(words)))
    return said[0], dict(said[1]), page.decode()


@pytest.fixture
def crowded():
    return Crowd(nobody, FullLine())


def test_who_only_looks_is_told_and_when_to_come_back(crowded):
    got = Reader(crowded).get("/comments/on/1/")
    assert got.status == 503 and b"Please try again in some seconds." in got.body
    assert got.headers["Retry-After"] == str(RETRY_AFTER)
    assert "no-store" in got.headers["Cache-Control"] and "Set-Cookie" not in got.headers
    assert b"textarea" not in got.body
    assert Reader(crowded).get("/comments/on/1/", method="HEAD").body == b""


def test_the_page_is_as_safe_as_every_page(crowded, blog, client):
    got, usual = Reader(crowded).get("/"), client.get("/accounts/")
    for name in ("Content-Security-Policy", "X-Frame-Options", "X-Content-Type-Options", "Referrer-Policy"):
        assert got.headers[name] == usual[name]


def test_a_typed_text_comes_back_as_it_was(crowded):
    text = "A “text” of <b>mine</b>,\nin two lines. (the number)"
    status, _headers, page = post(crowded, urlencode({"text": text}).encode(), "application/x-www-form-urlencoded")
    assert status.startswith("503")
    shown = re.search(r"<textarea[^>]*>\n?(.*?)</textarea>", page, re.S)[1]
    assert shown == "A “text” of &lt;b&gt;mine&lt;/b&gt;,\nin two lines. (the number)"


def test_so_does_an_authors_from_a_form_with_files(crowded):
    body = (
        b'--line\r\nContent-Disposition: form-data; name="body"\r\n\r\nA post of mine\r\n'
        b'--line\r\nContent-Disposition: form-data; name="image"; filename="a.png"\r\n\r\n\x89PNG\r\n--line--\r\n'
    )
    _status, _headers, page = post(crowded, body, "multipart/form-data; boundary=line")
    assert "A post of mine" in page and "PNG" not in page


@pytest.mark.parametrize("body, kind", [(b"", ""), (b"\xff\xfe", "multipart/form-data"), (b"[1]", "application/json")])
def test_what_can_not_be_read_is_refused_as_well(body, kind, crowded):
    status, _headers, page = post(crowded, body, kind)
    assert status.startswith("503") and "textarea" not in page


def test_its_number_is_in_the_page_the_answer_and_the_log(crowded, caplog):
    caplog.set_level(logging.INFO)
    got = Reader(crowded).get("/")
    name = got.headers["X-Request-ID"]
    assert name.encode() in got.body
    until = time.monotonic() + 20
    while not (lines := [record for record in caplog.records if name in str(getattr(record, "fields", ""))]):
        assert time.monotonic() < until, "it is written a moment later"
        time.sleep(0.01)
    assert [(line.name, line.levelname, line.fields["status"]) for line in lines] == [
        ("parley.request", "WARNING", 503)
    ]


def test_to_refuse_costs_well_under_a_millisecond(crowded):
    body = urlencode({"text": "A comment of some length. " * 20, "csrfmiddlewaretoken": "x" * 64}).encode()
    seconds = []
    for _again in range(50):
        begun = time.thread_time()
        post(crowded, body, "application/x-www-form-urlencoded")
        seconds.append(time.thread_time() - begun)
    assert sorted(seconds)[25] < 0.001


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics"])
def test_machines_are_never_refused(path):
    def django(environ, start_response):
        start_response("200 OK", [])
        return [b"ok"]

    assert Reader(Crowd(django, FullLine())).get(path).status == 200


def test_nor_are_files_that_need_no_django(monkeypatch):
    def django(environ, start_response):
        start_response("200 OK", [])
        return [b"ok"]

    files = {"css/site.css": "css/site.1234.css"}
    monkeypatch.setattr("config.crowd.staticfiles_storage.hashed_files", files, raising=False)
    reader = Reader(Crowd(django, FullLine()))
    assert reader.get("/static/css/site.1234.css").status == reader.get("/static/css/site.css").status == 200
    assert reader.get("/static/css/none.css").status == 503


def test_a_reader_who_is_refused_gets_no_older_page(make_front, blog, make_post):  # noqa: F811
    """It would hide a change, and nobody has found that the database is away."""
    post, line = make_post(blog), NoLine()
    app = make_front(Crowd(WSGIHandler(), line))
    reader = Reader(app)
    old = reader.get(post.path)
    assert old.status == 200 and reader.get(post.path).is_hit
    post.title = "Another title"
    post.save()
    line.serve = FullLine().serve
    got = reader.get(post.path)
    assert got.status == 503 and b"some seconds" in got.body and not got.cache
    assert reader.get(post.path, method="HEAD").body == b""
    line.serve = NoLine().serve
    assert b"Another title" in reader.get(post.path).body


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_page_that_is_never_kept_is_refused_before_it_is_made_ready_for_the_line(make_front, blog, make_post, method):  # noqa: F811
    path, line = f"/author/{make_post(blog).author_id}/", NoLine()
    reader = Reader(make_front(line=lambda app: Crowd(app, line)))
    assert reader.get(path, method=method).status == 200
    line.is_full = FullLine().is_full  # and it would serve, if it were asked
    got = reader.get(path, method=method)
    assert got.status == 503 and (b"some seconds" in got.body) == (method == "GET")
    line.is_full = NoLine().is_full
    assert reader.get(path, method=method).status == 200


def test_a_page_that_is_kept_passes_by_the_line(make_front, blog, make_post):  # noqa: F811
    post, line = make_post(blog), NoLine()
    reader = Reader(make_front(Crowd(WSGIHandler(), line)))
    reader.get(post.path)
    line.serve, line.is_full = FullLine().serve, FullLine().is_full
    assert reader.get(post.path).is_hit


def test_what_django_answers_is_closed_where_its_connections_are():
    closed = []

    class Answer(list):
        streaming = False

        def close(self):
            closed.append(True)

    def django(environ, start_response):
        start_response("200 OK", [])
        return Answer([b"a ", b"page"])

    assert Reader(Crowd(django, NoLine())).get("/x").body == b"a page" and closed == [True]


def test_fifty_who_come_at_once_find_a_place_and_with_few_threads_nobody_is_refused(settings):
    assert places_of(settings.SERVER_THREADS) >= 50
    for threads in (1, 2, 8, 16):
        assert places_of(threads) >= threads, "more than can ever wait"
