"""Images at the desk: uploaded, inserted, described anew, deleted."""

import io
import zipfile
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from accounts.models import Role
from blog.models import Image
from blog.writing.publishing import publish_post
from tests.blog.writing.test_decoding import png_header

UPLOAD, ADD = "/admin/blog/image/upload/", "/admin/blog/image/add/"
LIST = "/admin/blog/image/"
FOCUS = {"focus_x": 50, "focus_y": 50}


def zipped() -> bytes:
    """An archive, which will be called a PNG."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        archive.writestr("harbour.png", b"x" * 99)
    return kept.getvalue()


def files() -> list[Path]:
    return [found for found in Path(settings.MEDIA_ROOT).rglob("*") if found.is_file()]


@pytest.fixture
def keep(client, sign_in, upload, picture):
    def keep_(by, alt="A harbour [at night]", name="Harbour.png", **options) -> Image:
        sign_in(by)
        assert client.post(UPLOAD, {"file": upload(picture(**options), name), "alt": alt}).status_code == 201
        return Image.objects.latest("pk")

    return keep_


def test_an_image_is_uploaded_and_inserted_and_readers_see_it(keep, author, client, blog, upload, picture):
    image = keep(author, color=(200, 0, 0))
    sent = client.post(UPLOAD, {"file": upload(picture()), "alt": "A harbour [at night]"}).json()
    shown = Image.objects.latest("pk")
    assert sent["markdown"] == f"![]({shown.get_absolute_url()})"
    post = publish_post(blog=blog, author=author, title="T", body=sent["markdown"])
    assert (image.name, list(post.images.all())) == ("harbour.png", [shown])
    client.logout()
    page = client.get(post.path).content.decode()
    assert 'alt="A harbour [at night]"' in page and f'src="{shown.get_absolute_url()}"' in page
    answer = client.get(shown.get_absolute_url())
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    assert client.get(image.get_absolute_url()).status_code == 404  # shown nowhere yet


@pytest.mark.parametrize("url", [UPLOAD, ADD])
@pytest.mark.parametrize(
    ("content", "alt", "field", "words"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "A", "file", "not an image"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "A", "file", "not an image"),
        (zipped(), "A", "file", "not an image"),
        (png_header(10_000, 6_000), "A", "file", "too many pixels: at most 25 million"),
        (b"", "A", "file", "empty"),
        (None, "A", "file", "required"),
        ("whole", "  ", "alt", "required"),
        ("whole", "\u200b", "alt", "can’t see it"),
        ("whole", "a" * 301, "alt", "300"),
        (b"\x89PNG" + b"\0" * (10 * 1024 * 1024), "A", "file", "10 MB"),
    ],
)
def test_a_bad_image_is_told_by_its_field_and_nothing_is_kept(
    url, content, alt, field, words, author, client, sign_in, upload, picture
):
    sign_in(author)
    sent = {"alt": alt}
    if content is not None:
        sent["file"] = upload(picture() if content == "whole" else content)
    answer = client.post(url, sent)
    if url == UPLOAD:
        assert answer.status_code == 422
        assert words in " ".join(answer.json()["errors"][field])
    else:
        assert answer.status_code == 200
        assert words in " ".join(answer.context["adminform"].form.errors[field])
        assert alt.strip() in answer.content.decode()
    assert not Image.objects.exists() and not files()


def test_a_file_larger_than_a_request_may_be_is_refused_unread(author, client, sign_in, upload):
    sign_in(author)
    assert client.post(UPLOAD, {"file": upload(b"\x89PNG" + b"\0" * 13_000_000), "alt": "A"}).status_code == 413


def test_an_image_is_uploaded_without_a_script_as_well(author, client, sign_in, upload, picture):
    sign_in(author)
    answer = client.post(ADD, {"file": upload(picture()), "alt": "A dot"}, follow=True)
    image = Image.objects.get()
    assert image.uploaded_by == author
    assert f"![]({image.get_absolute_url()})" in answer.content.decode()


def test_too_many_images_in_a_short_time_have_to_wait(author, client, sign_in, settings, upload, picture):
    settings.RATE_LIMITS = settings.RATE_LIMITS | {"upload": (1, 600)}
    sign_in(author)
    assert client.post(UPLOAD, {"file": upload(picture()), "alt": "A"}).status_code == 201
    answer = client.post(UPLOAD, {"file": upload(picture()), "alt": "A"})
    assert answer.status_code == 429
    assert "Wait" in answer.json()["errors"]["file"][0]
    assert Image.objects.count() == 1


def test_without_a_script_images_are_paced_as_well_and_the_form_is_kept(
    author, client, sign_in, settings, upload, picture
):
    settings.RATE_LIMITS = settings.RATE_LIMITS | {"upload": (1, 600)}
    sign_in(author)
    assert client.post(ADD, {"file": upload(picture()), "alt": "A"}).status_code == 302
    answer = client.post(ADD, {"file": upload(picture(size=(9, 9))), "alt": "Kept words", "caption": "Kept, too"})
    assert answer.status_code == 429
    assert "Wait 1" in " ".join(answer.context["adminform"].form.errors["file"])
    assert "Kept words" in answer.content.decode() and "Kept, too" in answer.content.decode()
    assert client.post(UPLOAD, {"file": upload(picture(size=(7, 7))), "alt": "A"}).status_code == 429
    assert Image.objects.count() == 1


def test_who_does_not_write_uploads_nothing(blog, make_member, client, sign_in, upload, picture):
    for role in (Role.MODERATOR, Role.MEMBER):
        sign_in(make_member(blog, role))
        assert client.post(UPLOAD, {"file": upload(picture()), "alt": "A"}).status_code == 403
    client.logout()
    assert client.post(UPLOAD, {"file": upload(picture()), "alt": "A"}).status_code == 403
    assert not Image.objects.exists() and not files()


def test_an_upload_belongs_to_the_blog_it_was_made_in_whatever_is_sent(
    author, client, sign_in, upload, picture, make_blog
):
    other = make_blog(hostname="two.example.org")
    sign_in(author)
    client.post(UPLOAD, {"file": upload(picture()), "alt": "A", "blog": other.pk, "key": "mine", "checksum": "0"})
    image = Image.objects.get()
    assert image.blog == author.memberships.get().blog
    assert image.key != "mine" and len(image.checksum) == 64


def test_the_words_of_an_image_are_changed_by_who_uploaded_it_or_an_editor(
    keep, author, editor, make_member, client, sign_in, blog
):
    image = keep(author)
    url = reverse("admin:blog_image_change", args=[image.pk])
    for person, status, alt in (
        (make_member(blog, Role.AUTHOR), 403, "no"),
        (author, 302, "one"),
        (editor, 302, "two"),
    ):
        sign_in(person)
        assert client.get(url).status_code == 200
        assert client.post(url, FOCUS | {"alt": alt}).status_code == status
        assert (Image.objects.get().alt == alt) == (status == 302)


def test_an_image_that_a_post_shows_is_not_deleted(keep, author, client, blog):
    image = keep(author)
    post = publish_post(blog=blog, author=author, title="It shows it", body=f"![A]({image.get_absolute_url()})")
    url = reverse("admin:blog_image_delete", args=[image.pk])
    assert "It shows it" in client.get(url).content.decode()
    client.post(url, {"post": "yes"})
    assert Image.objects.exists() and files()
    post.delete()
    client.post(url, {"post": "yes"})
    assert not Image.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_file_of_a_deleted_image_goes_with_it(keep, author, client):
    image = keep(author)
    assert files()
    client.post(reverse("admin:blog_image_delete", args=[image.pk]), {"post": "yes"})
    assert not files()


def test_a_picture_the_library_has_is_given_again_and_that_is_said(keep, author, client, upload, picture):
    image = keep(author)
    again = client.post(UPLOAD, {"file": upload(picture()), "alt": "Other words"})
    assert (again.status_code, again.json()["url"]) == (200, image.get_absolute_url())
    assert "has this picture already" in again.json()["told"]
    page = client.post(ADD, {"file": upload(picture()), "alt": "Other words"}, follow=True)
    assert page.redirect_chain[-1][0] == reverse("admin:blog_image_change", args=[image.pk])
    assert "has this picture already" in page.content.decode()
    assert Image.objects.get().alt == image.alt


def test_a_caption_too_long_is_told_by_its_field_and_what_was_typed_is_kept(keep, author, client, nothing_changes):
    url = reverse("admin:blog_image_change", args=[keep(author).pk])
    with nothing_changes():
        answer = client.post(url, FOCUS | {"alt": "Kept words", "caption": "c" * 501})
    assert "500" in " ".join(answer.context["adminform"].form.errors["caption"])
    assert "Kept words" in answer.content.decode() and "c" * 501 in answer.content.decode()


def test_what_matters_in_an_image_is_said_in_two_numbers(keep, author, client):
    image = keep(author)
    url = reverse("admin:blog_image_change", args=[image.pk])
    assert client.post(url, {"alt": "A", "focus_x": 10, "focus_y": 95}).status_code == 302
    image.refresh_from_db()
    assert (image.focus_x, image.focus_y) == (10, 95)
    assert client.get(image.crop_url)["Content-Type"] == "image/webp"
    assert image.crop_url in client.get(LIST).content.decode()


@pytest.mark.parametrize("focus", [{"focus_x": 101}, {"focus_y": -1}, {"focus_x": ""}, {"focus_y": "left"}])
def test_a_focus_that_is_none_is_told_by_its_field_and_nothing_is_changed(focus, keep, author, client, nothing_changes):
    image = keep(author)
    url = reverse("admin:blog_image_change", args=[image.pk])
    with nothing_changes():
        answer = client.post(url, FOCUS | {"alt": "Kept words"} | focus)
    assert set(answer.context["adminform"].form.errors) == set(focus)
    assert "Kept words" in answer.content.decode()
