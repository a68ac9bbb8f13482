"""Images: open to all while a public text shows them, before that to the team alone, and never more than they are."""

import mimetypes

import pytest
from django.core.files.base import ContentFile

from accounts.models import Role
from blog.models import PostState
from tests.blog.reading.conftest import BYTES


def test_everybody_sees_the_image_of_a_public_post_and_may_keep_it(blog, make_post, make_image, client):
    url = make_image(blog, make_post(blog)).get_absolute_url()
    first = client.get(url)
    assert (first.status_code, first["Content-Type"], first.getvalue()) == (200, "image/webp", BYTES)
    assert first["X-Content-Type-Options"] == "nosniff"
    assert first["Cache-Control"] == "public, max-age=300, must-revalidate"
    assert not first.cookies and "Vary" not in first
    again = client.get(url, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert (again["ETag"], again["Cache-Control"]) == (first["ETag"], first["Cache-Control"])
    head = client.head(url)
    assert (head.status_code, head["ETag"], head.getvalue()) == (200, first["ETag"], b"")


def test_an_image_has_its_type_where_the_system_has_no_list_of_types(blog, make_post, make_image, client, monkeypatch):
    monkeypatch.setattr(mimetypes, "_db", mimetypes.MimeTypes())
    assert client.get(make_image(blog, make_post(blog)).get_absolute_url())["Content-Type"] == "image/webp"


@pytest.mark.parametrize("hidden", [{"state": PostState.DRAFT}, {"days_ago": -1}, None])
def test_an_image_no_public_post_shows_is_the_teams_alone(
    hidden, blog, make_blog, make_post, make_image, make_member, sign_in, client
):
    image = make_image(blog, *([] if hidden is None else [make_post(blog, **hidden)]))
    url, never = image.get_absolute_url(), "/images/AAAAAAAAAAAAAAAA/never.webp"
    other = make_blog(hostname="two.example.org")
    for person in (None, make_member(blog), make_member(other, Role.OWNER)):
        if person:
            sign_in(person)
        refused = client.get(url)
        assert refused.status_code == 404
        assert refused.content == client.get(never).content
        # Nor does knowing the image help who asks whether it has changed.
        assert client.get(url, headers={"if-none-match": f'"{image.checksum}"'}).status_code == 404
    sign_in(make_member(blog, Role.AUTHOR))
    shown = client.get(url)
    assert (shown.status_code, shown.getvalue()) == (200, BYTES)
    assert {"no-store", "private"} <= set(shown["Cache-Control"].split(", "))


def test_an_image_of_another_blog_is_not_found(blog, make_blog, make_post, make_image, client):
    other = make_blog(hostname="two.example.org")
    url = make_image(other, make_post(other)).get_absolute_url()
    assert client.get(url).status_code == 404
    assert client.get(url, headers={"host": "two.example.org"}).status_code == 200


def test_an_image_goes_by_its_whole_address(blog, make_post, make_image, client):
    image = make_image(blog, make_post(blog))
    assert client.get(f"/images/{image.key}/other.webp").status_code == 404


def test_an_image_whose_file_is_lost_is_not_found(blog, make_post, make_image, client):
    image = make_image(blog, make_post(blog))
    image.file.storage.delete(image.file.name)
    assert client.get(image.get_absolute_url()).status_code == 404


@pytest.fixture
def with_rendition(make_image):
    def make(blog, *posts):
        image = make_image(blog, *posts)
        image.renditions = {"webp": [480]}
        image.save()
        image.file.storage.save(image.path_of("hills_480.webp"), ContentFile(b"small"))
        return image

    return make


def test_a_rendition_is_as_public_as_its_image(with_rendition, blog, make_post, client):
    shown = with_rendition(blog, make_post(blog))
    url = shown.url_of("hills_480.webp")
    first = client.get(url)
    assert (first.status_code, first["Content-Type"], first.getvalue()) == (200, "image/webp", b"small")
    assert first["ETag"] != client.get(shown.get_absolute_url())["ETag"]
    assert client.get(url, headers={"if-none-match": first["ETag"]}).status_code == 304
    assert client.get(shown.url_of("hills_960.webp")).status_code == 404
    assert client.get(shown.url_of("..")).status_code == 404


def test_a_rendition_is_as_private_as_its_image(
    with_rendition, blog, make_post, make_blog, make_member, sign_in, client
):
    image = with_rendition(blog, make_post(blog, state=PostState.DRAFT))
    url, never = image.url_of("hills_480.webp"), "/images/AAAAAAAAAAAAAAAA/never_480.webp"
    for person in (None, make_member(blog), make_member(make_blog(hostname="two.example.org"), Role.OWNER)):
        if person:
            sign_in(person)
        assert client.get(url).status_code == 404
        assert client.get(url).content == client.get(never).content
    sign_in(make_member(blog, Role.AUTHOR))
    seen = client.get(url)
    assert (seen.status_code, seen.getvalue()) == (200, b"small")
    assert {"no-store", "private"} <= set(seen["Cache-Control"].split(", "))


def test_a_rendition_of_another_blogs_image_is_not_found(with_rendition, make_blog, make_post, client):
    other = make_blog(hostname="two.example.org")
    url = with_rendition(other, make_post(other)).url_of("hills_480.webp")
    assert client.get(url).status_code == 404
    assert client.get(url, headers={"host": "two.example.org"}).status_code == 200
