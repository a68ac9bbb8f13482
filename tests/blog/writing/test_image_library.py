"""The library of images at the desk: searched, listed at a known cost, and each with the texts that show it."""

import pytest
from django.urls import reverse

from blog.models import Image, Page
from blog.writing.publishing import publish_post

LIST = "/admin/blog/image/"


@pytest.fixture
def library(blog, make_blog, author):
    """Four images, one of them another blog's."""
    other = make_blog(hostname="two.example.org")
    for number, (where, words) in enumerate(
        [
            (blog, {"alt": "A harbour", "name": "p1.jpg"}),
            (blog, {"alt": "Hills", "caption": "Above the harbour", "name": "p2.jpg"}),
            (blog, {"alt": "A cat", "name": "harbour.jpg"}),
            (other, {"alt": "Another harbour", "name": "p4.jpg"}),
        ]
    ):
        Image.objects.create(blog=where, checksum=str(number), width=8, height=6, uploaded_by=author, **words)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("harbour", {"A harbour", "Hills", "A cat"}),
        ("above", {"Hills"}),
        ("cat.jpg", set()),
        ("p1", {"A harbour"}),
        ("another", set()),
        ("", {"A harbour", "Hills", "A cat"}),
    ],
)
def test_an_image_is_found_by_its_words_and_its_files_name(words, found, library, author, client, sign_in):
    sign_in(author)
    listed = client.get(LIST, {"q": words}).context["cl"].result_list
    assert {image.alt for image in listed} == found


def test_the_library_costs_few_queries_however_many_images_there_are(
    library, blog, author, client, sign_in, django_assert_max_num_queries
):
    for number in range(30):
        image = Image.objects.create(blog=blog, checksum=f"x{number}", width=8, height=6, alt="I", name="i.jpg")
        publish_post(blog=blog, author=author, title=f"T{number}", body=f"![]({image.get_absolute_url()})")
    sign_in(author)
    with django_assert_max_num_queries(9):
        text = client.get(LIST).content.decode()
    assert text.count("1 text<") == 24
    with django_assert_max_num_queries(9):
        assert client.get(LIST, {"q": "harbour"}).content.decode().count("no text yet") == 3


def test_an_image_says_where_it_is_used_and_leads_there(library, author, editor, client, sign_in, blog):
    image = blog.images.get(alt="Hills")
    body = f"![]({image.get_absolute_url()})"
    own = publish_post(blog=blog, author=author, title="Mine", body=body, state="draft")
    read = publish_post(blog=blog, author=editor, title="Theirs", body=body)
    draft = publish_post(blog=blog, author=editor, title="Begun", body=body, state="draft")
    page = Page.objects.create(blog=blog, title="About", slug="about", path="/p/about/", state="published")
    page.images.add(image)

    def ways(person) -> dict:
        sign_in(person)
        answer = client.get(reverse("admin:blog_image_change", args=[image.pk]))
        return {str(text): way for text, way in answer.context["used_in"]}

    desk = {
        text.title: reverse(f"admin:blog_{kind}_change", args=[text.pk])
        for text, kind in ((own, "post"), (read, "post"), (draft, "post"), (page, "page"))
    }
    assert ways(editor) == desk
    assert ways(author) == {"Mine": desk["Mine"], "Theirs": read.path, "Begun": "", "About": "/p/about/"}
