"""A blog with everything in it, and an empty place to restore it into."""

from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, connections

from blog.backups.media import names_in
from blog.models import Image
from tests.house.world import dot

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)


@pytest.fixture
def to(tmp_path):
    return tmp_path / "backups"


@pytest.fixture
def lived_in(transactional_db, make_blog, make_post, make_comment, sign_in, make_user):
    """A blog with posts, comments, an image and somebody who is signed in."""
    blog = make_blog(name="Häuser & “Gärten”")
    posts = [make_post(blog, f"Post {number} 🌻") for number in range(3)]
    for post in posts:
        for number in range(4):
            make_comment(post, f"Well said, {number} times. Ünï̈code 🎉")
    image = Image(blog=blog, name="dot.png", alt="A dot", width=1, height=1, checksum="dot")
    image.file.save(image.name, ContentFile(dot()), save=False)
    image.save()
    posts[0].images.add(image)
    SessionStore().save()
    sign_in(make_user())
    return blog


@pytest.fixture
def elsewhere(transactional_db, settings, tmp_path):
    """A block in which the site has another, empty database and no files yet."""
    number = 0

    @contextmanager
    def block():
        nonlocal number
        number += 1
        home = connections["default"]
        if connection.vendor == "sqlite":
            name = str(tmp_path / f"elsewhere-{number}.sqlite3")
        else:
            name = f"{connection.settings_dict['NAME']}_elsewhere"
            with home._nodb_cursor() as cursor:
                cursor.execute(f"DROP DATABASE IF EXISTS {name}")
                cursor.execute(f"CREATE DATABASE {name}")
        there, before = {**home.settings_dict, "NAME": name}, connections.settings["default"]
        connections.settings["default"] = there
        connections["default"] = connections.create_connection("default")
        media = settings.MEDIA_ROOT
        settings.MEDIA_ROOT = tmp_path / f"media-{number}"
        try:
            yield
        finally:
            settings.MEDIA_ROOT = media
            connection.close()
            connections.settings["default"] = before
            connections["default"] = home
            if home.vendor == "postgresql":
                with home._nodb_cursor() as cursor:
                    cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")

    return block


def files() -> dict[str, bytes]:
    return {name: default_storage.open(name).read() for name in names_in(default_storage)}
