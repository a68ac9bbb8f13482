"""What the desk's tests write with: a form as a browser sends it, and pictures of every kind."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image as Picture

from accounts.models import Role
from blog.models import Post


@pytest.fixture
def author(blog, make_member):
    return make_member(blog, Role.AUTHOR)


@pytest.fixture
def editor(blog, make_member):
    return make_member(blog, Role.EDITOR)


@pytest.fixture
def owner(blog, make_member):
    return make_member(blog, Role.OWNER)


@pytest.fixture
def form_of():
    """The values of a page's form, as a browser would send them back, with some changed."""

    def values(response, **changes) -> dict:
        form = response.context["adminform"].form
        sent = {}
        for bound in form:
            value = bound.value()
            widget = bound.field.widget
            if hasattr(widget, "decompress"):
                days = value if isinstance(value, list) else widget.decompress(value)
                shown = (each.format_value(day) for each, day in zip(widget.widgets, days, strict=True))
                sent |= {f"{bound.html_name}_{number}": text or "" for number, text in enumerate(shown)}
            elif value is not None:
                sent[bound.html_name] = value
        return sent | changes

    return values


@pytest.fixture
def picture():
    """A picture as a file's bytes."""

    def make(kind: str = "PNG", size=(8, 6), mode: str = "RGB", **options) -> bytes:
        kept = io.BytesIO()
        Picture.new(mode, size, options.pop("color", 200 if mode == "L" else None) or 0).save(kept, kind, **options)
        return kept.getvalue()

    return make


@pytest.fixture
def upload():
    """A file as a form sends it; what it says of itself is not to be believed."""

    def make(content: bytes, name: str = "picture.png", content_type: str = "image/png") -> SimpleUploadedFile:
        return SimpleUploadedFile(name, content, content_type)

    return make


ADD = "/admin/blog/post/add/"


def change(post: Post) -> str:
    return reverse("admin:blog_post_change", args=[post.pk])


@pytest.fixture
def write(client, sign_in, form_of):
    """Sends the form of a new post, or of `post`, as `by`."""

    def send(by, post: Post | None = None, **fields):
        sign_in(by)
        url = change(post) if post else ADD
        return client.post(url, form_of(client.get(url), **fields))

    return send


@pytest.fixture
def refuse(client, sign_in, form_of, nothing_changes):
    """Sends the form of `post` as `by`, who changes nothing by it; returns the answer."""

    def send(by, post: Post, **fields):
        sign_in(by)
        sent = form_of(client.get(change(post)), **fields)
        with nothing_changes():
            return client.post(change(post), sent)

    return send


@pytest.fixture
def post(make_post, author, blog):
    return make_post(blog, "A letter", author=author, slug="a-letter", path="/2026/01/a-letter/")
