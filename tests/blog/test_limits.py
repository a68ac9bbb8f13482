"""How much may be sent."""

import pytest


def test_a_body_too_large_is_refused_unread(blog, client, settings):
    length = str(settings.BODY_LIMIT + 1)
    response = client.generic("POST", "/accounts/login/", b"x", headers={"content-length": length})
    assert response.status_code == 413
    assert "larger than this site takes" in response.content.decode()


@pytest.mark.parametrize("megabytes", [3, 10])
def test_a_comment_of_megabytes_is_refused_in_words(megabytes, blog, make_post, make_member, sign_in):
    post = make_post(blog)
    client = sign_in(make_member(blog))
    response = client.post(f"/comments/on/{post.pk}/", {"text": "x" * megabytes * 1_000_000})
    assert response.status_code in (413, 422)
    assert not post.comments.exists()


def test_a_body_of_an_odd_length_is_no_way_in(blog, client):
    for length in ("-1", "1e9", "٣", ""):
        response = client.generic("POST", "/accounts/login/", b"x", headers={"content-length": length})
        assert response.status_code < 500
