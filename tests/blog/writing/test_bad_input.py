"""What can't be taken is told by its field, with the right status; the form is kept, and nothing changes."""

import pytest
from django.urls import reverse

from blog.models import Image, OldPath, Page, PostState
from tests.blog.writing.bombs import png
from tests.blog.writing.conftest import ADD, change
from tests.blog.writing.test_image_pages import zipped

NEW_IMAGE = "/admin/blog/image/add/"
UPLOAD = "/admin/blog/image/upload/"
SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"


@pytest.mark.parametrize(
    ("content", "name", "kind", "sentence"),
    [
        (png(10_000, 6_000, b"\0" * 1_000_000), "huge.png", "image/png", "too many pixels: at most 25 million"),
        (SVG, "drawing.svg", "image/svg+xml", "This is not an image, or a broken one"),
        (SVG, "drawing.png", "image/png", "This is not an image, or a broken one"),
        (zipped(), "picture.png", "image/png", "This is not an image, or a broken one"),
        (b"\x89PNG\r\n\x1a\n" + zipped(), "picture.png", "image/png", "This is not an image, or a broken one"),
    ],
)
def test_a_file_that_is_no_image_to_be_shown(
    content, name, kind, sentence, author, client, sign_in, upload, nothing_changes
):
    sign_in(author)
    sent = {"alt": "Kept words", "caption": "Kept, too"}
    with nothing_changes():
        scripted = client.post(UPLOAD, sent | {"file": upload(content, name, kind)})
        plain = client.post(NEW_IMAGE, sent | {"file": upload(content, name, kind)})
    assert scripted.status_code == 422 and sentence in " ".join(scripted.json()["errors"]["file"])
    assert plain.status_code == 200 and sentence in " ".join(plain.context["adminform"].form.errors["file"])
    assert "Kept words" in plain.content.decode() and "Kept, too" in plain.content.decode()
    assert not Image.objects.exists()


@pytest.fixture
def taken(blog, make_post):
    """A post, a page and an old address, each at a path of its own."""
    post = make_post(blog, path="/2026/01/taken/")
    OldPath.objects.create(blog=blog, post=post, path="/2019/01/was/")
    Page.objects.create(blog=blog, title="About", slug="about", path="/p/about/", state=PostState.PUBLISHED)


@pytest.mark.parametrize(
    ("fields", "field", "sentence"),
    [
        ({"label_names": "l" * 300}, "label_names", "60"),
        ({"label_names": f"Letters, {'l' * 300}"}, "label_names", "60"),
        ({"path": "/2026/01/taken/"}, "path", "Another post has this address."),
        ({"path": "/p/about/"}, "path", "another part of the site"),
        ({"path": "/2019/01/was/"}, "path", "Another post had this address"),
        ({"path": "/admin/mine/"}, "path", "another part of the site"),
        ({"path": "/draft/mine/"}, "path", "another part of the site"),
        ({"path": "/2019/"}, "path", "archive"),
        ({"path": "/a b/"}, "path", "Write an address like"),
        ({"path": f"/{'a' * 300}/"}, "path", "300"),
        ({"body": "a" * 5_000_000}, "body", "500000"),
        ({"body": "\n".join(["# [a](b)"] * 500_000)}, "body", "500000"),
        ({"title": "t" * 201}, "title", "200"),
        ({"title": "\u200b \0"}, "title", ""),
        ({"published_at_0": "0000-01-01", "published_at_1": "09:00"}, "published_at", "in the calendar"),
        ({"published_at_0": "0001-01-01", "published_at_1": "09:00"}, "published_at", "between 1000 and 2999"),
        ({"published_at_0": "10000-01-01", "published_at_1": "09:00"}, "published_at", "in the calendar"),
        ({"expires_at_0": "0000-00-00", "expires_at_1": "00:00"}, "expires_at", "in the calendar"),
        ({"policy_close_at_0": "0000-01-01", "policy_close_at_1": "00:00"}, "policy_close_at", "in the calendar"),
    ],
)
@pytest.mark.parametrize("stored", [False, True])
def test_a_post_that_cannot_be(
    fields, field, sentence, stored, taken, post, author, client, sign_in, form_of, nothing_changes
):
    sign_in(author)
    url = change(post) if stored else ADD
    sent = form_of(client.get(url), title="Kept title", body="Kept text", state="published") | fields
    with nothing_changes():
        answer = client.post(url, sent)
    assert answer.status_code == 200
    assert sentence in " ".join(answer.context["adminform"].form.errors[field])
    page = answer.content.decode()
    assert field == "title" or "Kept title" in page
    assert fields.get("body") or "Kept text" in page
    for value in fields.values():  # what was wrong is there to be mended
        assert value.strip("\u200b \0").replace("\n", "\n")[:200] in page


def test_a_text_of_five_megabytes_is_answered_without_a_fault_wherever_the_form_is_sent(
    author, post, client, sign_in, form_of
):
    sign_in(author)
    sent = form_of(client.get(change(post)), body="a" * 5_000_000)
    for page in ("preview_of", "checklist_of", "effect_of"):
        answer = client.post(reverse(f"admin:blog_post_{page}", args=[post.pk]), sent)
        assert answer.status_code == 200, page
        assert "500000" in answer.content.decode()
