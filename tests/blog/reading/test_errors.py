"""When something is not as it should be: in the blog's dress, with the right status, and telling nothing."""

import pytest
from botocore.exceptions import EndpointConnectionError
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.test.utils import CaptureQueriesContext
from redis.exceptions import TimeoutError as RedisTimeout


@pytest.fixture
def fail(client, monkeypatch):
    """Asks for a post's page, whose making fails as told."""
    client.raise_request_exception = False

    def fail_(post, error: Exception):
        def broken(*args, **kwargs):
            raise error

        monkeypatch.setattr("blog.reading.views.texts.public_post_context", broken)
        return client.get(post.path)

    return fail_


@pytest.mark.parametrize(
    "error, status, words",
    [
        (RuntimeError("canary"), 500, "The fault is ours, not yours."),
        (DatabaseError("canary"), 500, "The fault is ours, not yours."),
        (OperationalError("canary"), 503, "The blog can’t answer at this moment"),
        (InterfaceError("canary"), 503, "Please try again in a minute."),
        (RedisTimeout("canary"), 503, "The blog can’t answer at this moment"),
        (EndpointConnectionError(endpoint_url="canary"), 503, "The blog can’t answer at this moment"),
        (PermissionDenied("canary"), 403, "This is not open to you"),
        (SuspiciousOperation("canary"), 400, "This request could not be understood"),
    ],
)
def test_a_fault_is_told_in_words_and_nothing_of_it_is_shown(error, status, words, blog, make_post, fail):
    response = fail(make_post(blog), error)
    text = response.content.decode()
    assert response.status_code == status
    assert words in text and "canary" not in text and "Traceback" not in text
    assert "css/site.css" in text
    assert not response.cookies


def test_the_page_of_a_fault_asks_nothing_of_the_database(blog, client, monkeypatch):
    client.raise_request_exception = False

    def broken(host):
        raise DatabaseError

    monkeypatch.setattr("blog.hosts.blog_at", broken)
    with CaptureQueriesContext(connection) as asked:
        response = client.get("/")
    assert response.status_code == 500 and "The fault is ours" in response.content.decode()
    assert not asked.captured_queries


def test_what_is_not_found_repeats_nothing_of_what_was_asked(blog, client):
    response = client.get("/canary/?canary=1")
    assert response.status_code == 404
    assert b"There is nothing here" in response.content and b"canary" not in response.content
    assert response.content == client.get("/2018/05/another.html").content


def test_a_wrong_host_is_refused_in_words(blog, client):
    response = client.get("/", headers={"host": "evil.example"})
    assert response.status_code == 400
    assert "could not be understood" in response.content.decode()
    assert "evil" not in response.content.decode()


def test_a_text_that_was_sent_while_the_database_is_away_comes_back(blog, make_post, client, monkeypatch):
    client.raise_request_exception = False
    path = f"/comments/on/{make_post(blog).pk}/"

    def away(host):
        raise OperationalError("canary")

    monkeypatch.setattr("blog.hosts.blog_at", away)
    with CaptureQueriesContext(connection) as asked:
        response = client.post(path, {"text": "Long <and> weighed"})
    page = response.content.decode()
    assert response.status_code == 503 and "Long &lt;and&gt; weighed" in page and "canary" not in page
    assert response["Retry-After"] == "10" and response["Cache-Control"] == "no-store"
    assert not asked.captured_queries


def test_what_can_not_be_read_is_not_given_back_but_answered(blog, client, monkeypatch):
    client.raise_request_exception = False

    def away(host):
        raise OperationalError

    monkeypatch.setattr("blog.hosts.blog_at", away)
    response = client.post("/", b"--", content_type="multipart/form-data; boundary=x")
    assert response.status_code == 503
