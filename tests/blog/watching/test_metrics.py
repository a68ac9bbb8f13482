"""Numbers for Prometheus: for who has the token, for nobody else, and of nobody."""

import pytest

from tests.rows import rows

TOKEN = "a-token-of-the-machine"


@pytest.fixture
def on(settings):
    settings.METRICS_TOKEN = TOKEN


def numbers(client, token=TOKEN):
    return client.get("/metrics", headers={"authorization": f"Bearer {token}", "host": "10.0.0.7"})


def test_off_they_are_like_an_address_that_never_was(blog, client):
    never = client.get("/never")
    for headers in ({}, {"authorization": "Bearer "}, {"authorization": "Bearer None"}):
        response = client.get("/metrics", headers=headers)
        assert (response.status_code, response.content) == (404, never.content)


WRONG = ["", "Bearer", "Bearer wrong", f"Basic {TOKEN}", TOKEN, f"Bearer {TOKEN}x", "Bearer ü"]


@pytest.mark.parametrize("given", WRONG)
def test_without_the_right_token_too(given, on, blog, client):
    response = client.get("/metrics", headers={"authorization": given})
    assert (response.status_code, response.content) == (404, client.get("/never").content)


def test_they_count_requests_by_route_and_never_by_path(on, blog, make_post, client):
    post = make_post(blog, slug="canary")
    assert client.get(post.path).status_code == 200
    client.get("/canary-that-never-was/?q=canary")
    client.generic("CANARY", "/")
    response = numbers(client)
    text = response.content.decode()
    assert response.status_code == 200 and response["Cache-Control"] == "no-store"
    assert 'parley_requests_total{method="GET",route="reading:at",status="200"}' in text
    assert 'parley_requests_total{method="GET",route="reading:at",status="404"}' in text
    assert 'parley_request_seconds_bucket{le="0.5",route="reading:at"}' in text
    assert 'parley_queries_total{route="reading:at"}' in text
    assert 'method="other"' in text
    assert "canary" not in text.lower()


def test_they_count_what_waits_and_verdicts(on, blog, make_post, make_comment, make_member, sign_in):
    post = make_post(blog)
    make_comment(post, state="held")
    client = sign_in(make_member(blog))
    client.post(f"/comments/on/{post.pk}/", {"text": "Well said.", "key": "0a3c1a8e-1a2b-4c3d-8e4f-5a6b7c8d9e0f"})
    before = rows()
    text = numbers(client).content.decode()
    assert "parley_comments_held 1.0" in text and "parley_letters_waiting 0.0" in text
    assert 'parley_comments_total{verdict="publish"}' in text
    assert rows() == before
