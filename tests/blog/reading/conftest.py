"""A page as a reader meets it, and an image in it."""

from html.parser import HTMLParser

import pytest
from django.core.files.base import ContentFile

from blog.models import Image

BYTES = b"RIFF....WEBP, more or less"


class Words(HTMLParser):
    """The text of a page as a reader meets it, and its tags."""

    def __init__(self, html: str):
        super().__init__()
        self.parts, self.tags = [], []
        self.feed(html)

    def handle_data(self, data):
        self.parts.append(data)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.parts).split())


@pytest.fixture
def read(client):
    def read_(path: str, status: int = 200) -> Words:
        response = client.get(path)
        assert response.status_code == status, path
        return Words(response.content.decode())

    return read_


@pytest.fixture
def make_image(db):
    def make(blog, *posts) -> Image:
        """An image of BYTES that `posts` show."""
        image = Image(
            blog=blog, name="hills.webp", alt="Hills", width=1, height=1, checksum=f"{blog.images.count():064}"
        )
        image.file.save(image.name, ContentFile(BYTES))
        image.posts.set(posts)
        return image

    return make
