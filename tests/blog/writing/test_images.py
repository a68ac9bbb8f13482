"""The acts of the library of images: kept once, described once, shown wherever a text names them."""

import io
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone

from blog.models import Image, Page, PostState
from blog.writing import images
from blog.writing.decoding import decode
from blog.writing.images import add_image, describe_image, keep_image, markdown_of
from blog.writing.publishing import publish_post, save_page

NOW = timezone.now()


def test_an_image_is_kept_whole_or_not_at_all(blog, author, picture, monkeypatch):
    image = add_image(blog=blog, by=author, file=io.BytesIO(picture()), alt="  A dark\nroom ", name="Room.png")
    assert (image.alt, image.name, image.width, image.height) == ("A dark room", "room.png", 8, 6)
    assert Path(image.file.path).is_file() and len(image.checksum) == 64

    def fail(*args, **kwargs):
        raise OSError("disk full")

    monkeypatch.setattr(Image, "save", fail)
    with pytest.raises(OSError, match="disk full"):
        add_image(blog=blog, by=author, file=io.BytesIO(picture(color=(9, 9, 9))), alt="Another")
    files = [found for found in Path(settings.MEDIA_ROOT).rglob("*") if found.is_file()]
    assert {found.parent for found in files} == {Path(image.file.path).parent}


@pytest.mark.parametrize("alt", ["", "   ", "\u200b", "a" * 301])
def test_an_image_without_words_for_those_who_cannot_see_it_is_refused(alt, blog, author, picture):
    with pytest.raises(ValidationError) as refusal:
        add_image(blog=blog, by=author, file=io.BytesIO(picture()), alt=alt)
    assert "alt" in refusal.value.message_dict
    assert not Image.objects.exists()
    assert not [found for found in Path(settings.MEDIA_ROOT).rglob("*") if found.is_file()]


@pytest.fixture
def add(blog, author, picture):
    def add_(where=None, alt="A harbour", **options) -> Image:
        return add_image(blog=where or blog, by=author, file=io.BytesIO(picture()), alt=alt, name="h.png", **options)

    return add_


def test_a_picture_sent_again_is_the_first_one_with_its_words(add, blog):
    first = add(caption="At night")
    again = add(alt="Other words", caption="By day")
    assert (again.pk, again.alt, again.caption) == (first.pk, "A harbour", "At night")
    files = [found for found in Path(settings.MEDIA_ROOT).rglob("*") if found.is_file()]
    assert Image.objects.count() == 1 and Path(first.file.path) in files


def test_each_blog_has_a_picture_of_its_own(add, make_blog):
    assert add().pk != add(make_blog(hostname="two.example.org")).pk


def test_a_picture_sent_twice_at_the_same_moment_is_kept_once(add, blog, author, picture, monkeypatch):
    """Where the other one comes between the question whether it is there and its row."""
    kept, name = [], images.safe_name

    def name_slowly(*args):
        monkeypatch.setattr(images, "safe_name", name)
        kept.append(add())
        return name(*args)

    monkeypatch.setattr(images, "safe_name", name_slowly)
    decoded = decode(io.BytesIO(picture()))
    assert keep_image(blog=blog, by=author, decoded=decoded, alt="B", name="b.png") == (kept[0], False)
    originals = [found for found in Path(settings.MEDIA_ROOT).rglob("*.png")]
    assert originals == [Path(kept[0].file.path)]


def test_a_text_without_words_of_its_own_shows_those_of_the_image(add, blog, author):
    image = add(caption="The port of *Triest* <b>")
    own = f'![Mine]({image.get_absolute_url()} "My own")'
    post = publish_post(blog=blog, author=author, title="T", body=f"{markdown_of(image)}\n\n{own}")
    first, second = post.html.split("</figure>")[:2]
    assert 'alt="A harbour"' in first and "<figcaption>The port of *Triest* &lt;b&gt;</figcaption>" in first
    assert 'alt="Mine"' in second and "<figcaption>My own</figcaption>" in second


def test_new_words_of_an_image_are_in_every_text_that_borrows_them(add, blog, author):
    image = add()
    post = publish_post(blog=blog, author=author, title="T", body=f"{markdown_of(image)}\n\n<!--more-->\n\nMore")
    page = Page(blog=blog, title="P", slug="p", body=markdown_of(image), state=PostState.PUBLISHED)
    save_page(page=page, now=NOW)
    own = publish_post(blog=blog, author=author, title="O", body=f'![Mine]({image.get_absolute_url()} "My own")')
    describe_image(image=image, alt="Boats", caption="In the evening", now=NOW)
    for written in (post, page):
        written.refresh_from_db()
        assert 'alt="Boats"' in written.html and "In the evening</figcaption>" in written.html
        assert "A harbour" not in written.html
        assert written.updated_at == NOW
    assert 'alt="Boats"' in post.teaser
    html, changed = own.html, own.updated_at
    own.refresh_from_db()
    assert (own.html, own.updated_at) == (html, changed)


@pytest.mark.parametrize(("alt", "caption", "field"), [(" ", "", "alt"), ("A", "c" * 501, "caption")])
def test_words_that_cannot_be_kept_are_refused_and_nothing_is_changed(alt, caption, field, add, nothing_changes):
    image = add()
    with nothing_changes(), pytest.raises(ValidationError) as refusal:
        describe_image(image=image, alt=alt, caption=caption, now=NOW)
    assert field in refusal.value.message_dict
