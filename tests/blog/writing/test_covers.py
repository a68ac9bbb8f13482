"""A post's cover: chosen among the library's pictures, and shown by the post as what stands in its text is."""

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from blog.models import Image, Post
from blog.writing.due import publish_due, schedule
from blog.writing.forms.beside import SHOWN
from blog.writing.images import add_image, markdown_of
from blog.writing.publishing import save_post
from blog.writing.versions import fields_of
from tests.blog.writing.conftest import change


@pytest.fixture
def add(blog, author, picture):
    def add_(number: int = 1, to=blog) -> Image:
        file = ContentFile(picture(size=(40 + number, 30)))
        return add_image(blog=to, by=author, file=file, alt=f"Picture {number}", name=f"p{number}.png")

    return add_


def test_a_cover_is_chosen_among_the_newest_pictures(add, write, author, post, client, sign_in):
    images = [add(number) for number in range(SHOWN + 2)]
    sign_in(author)
    page = client.get(change(post)).content.decode()
    assert (
        page.count(' name="cover_image"') == SHOWN + 1
        and images[-1].crop_url in page
        and images[0].crop_url not in page
    )
    write(author, post, cover_image=images[-1].get_absolute_url())
    assert Post.objects.get(pk=post.pk).cover == images[-1]


def test_an_older_one_is_named_by_the_line_of_the_library_and_shown_from_then_on(add, write, author, post, client):
    first = [add(number) for number in range(SHOWN + 2)][0]
    write(author, post, cover_address=markdown_of(first))
    assert Post.objects.get(pk=post.pk).cover == first
    page = client.get(change(post)).content.decode()
    assert first.crop_url in page and page.count("checked") >= 1
    write(author, post, title="Changed")
    assert Post.objects.get(pk=post.pk).cover == first
    write(author, post, cover_image="")
    assert Post.objects.get(pk=post.pk).cover is None


@pytest.mark.parametrize("field", ["cover_image", "cover_address"])
def test_no_image_and_a_strangers_are_refused_by_the_field(field, add, author, post, make_blog, refuse):
    theirs = add(1, make_blog(hostname="two.example.org")).get_absolute_url()
    for said in (theirs, "harbour.jpg", "/images/none/x.png", "x" * 250):
        answer = refuse(author, post, **{field: said})
        assert "no such image in this blog" in str(answer.context["adminform"].form.errors[field])


def test_a_cover_counts_as_shown_and_is_not_deleted_while_it_is(add, post, editor, client, sign_in, nothing_changes):
    image = add()
    post.cover = image
    save_post(post=post, now=timezone.now())
    assert list(image.posts.all()) == [post]
    sign_in(editor)
    assert post.title in client.get(reverse("admin:blog_image_change", args=[image.pk])).content.decode()
    with nothing_changes():
        answer = client.post(reverse("admin:blog_image_delete", args=[image.pk]), {"post": "yes"})
    assert "take it out of" in answer.content.decode().lower() or answer.status_code == 403


def test_one_that_stands_in_the_text_too_goes_on_being_shown_there(add, post):
    image = add()
    post.cover, post.body = image, f"![]({image.get_absolute_url()})"
    save_post(post=post, now=timezone.now())
    post.cover = None
    save_post(post=post, now=timezone.now())
    assert list(post.images.all()) == [image]


def test_a_new_cover_waits_for_its_date_and_readers_do_not_see_it_before(add, post, author, client):
    image, now = add(), timezone.now()
    post.cover = image
    later = now + timezone.timedelta(days=1)
    schedule(text=post, fields=fields_of(post, series="Voyages", coauthors=[]), by=author, due_at=later, now=now)
    assert client.get(image.get_absolute_url()).status_code == 404 and Post.objects.get(pk=post.pk).cover is None
    publish_due(post.blog, later)
    stored = Post.objects.get(pk=post.pk)
    assert stored.cover == image and stored.series.name == "Voyages"
    assert client.get(image.get_absolute_url()).status_code == 200


def test_the_preview_shows_the_cover_the_series_and_who_writes(add, author, editor, post, client, sign_in, form_of):
    image = add()
    sign_in(author)
    typed = form_of(client.get(change(post)), cover_image=image.get_absolute_url(), series_name="New one")
    typed |= {"coauthor_names": editor.name}
    url = reverse("admin:blog_post_preview_of", args=[post.pk])
    page = client.post(url, typed).content.decode()
    assert image.get_absolute_url() in page and "New one" in page and editor.name in page
    card = client.post(url, typed | {"as": "card"}).content.decode()
    assert image.get_absolute_url() in card
    assert editor.name in client.post(url, typed | {"as": "feed"}).content.decode()
    assert Post.objects.get(pk=post.pk).cover is None and not post.blog.series.exists()


def test_images_are_suggested_by_their_words(add, client, sign_in, author, make_blog):
    add(1), add(2), add(3, make_blog(hostname="two.example.org"))
    sign_in(author)
    found = client.get(reverse("admin:blog_post_suggest", args=["images"]), {"q": "picture"}).json()["images"]
    assert [image["words"] for image in found] == ["Picture 2", "Picture 1"]
    assert set(found[0]) == {"address", "picture", "words"}
