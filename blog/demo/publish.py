"""Publishes the demo in an empty database."""

import hashlib
from pathlib import Path

from django.core.files import File
from django.db import transaction
from django.utils.text import slugify
from PIL import Image as Picture

from accounts.models import User
from blog.creating import create_blog
from blog.demo.sources import HERE, Source, sources
from blog.markup import render_post
from blog.models import Blog, Image, Post, PostState
from blog.paths import make_path

OWNER = "owner@example.org"


@transaction.atomic
def publish_demo(*, owner_email: str) -> list[Post]:
    """Makes a blog with the demo's posts, by its owner, and returns them. Where a blog is already: nothing, []."""
    if Blog.objects.exists():
        return []
    blog = create_blog(
        name="Parley",
        tagline="Reading, writing, and answering back",
        owner_email=owner_email,
        owner_name="Ines Marlow",
    )
    owner = blog.memberships.get().user
    return [_publish(source, blog, owner) for source in sources()]


def _publish(source: Source, blog: Blog, author: User) -> Post:
    images = {name: _keep(HERE / "images" / name, alt, blog, author) for name, alt in source.images.items()}
    body = source.body
    for name, image in images.items():
        body = body.replace(f"]({name} ", f"]({image.get_absolute_url()} ")
    at = source.date.replace(tzinfo=blog.zone)
    post = Post.objects.create(
        blog=blog,
        author=author,
        title=source.title,
        slug=source.slug,
        path=make_path(blog.permalinks, at, source.slug),
        description=source.description,
        body=body,
        html=render_post(body, sizes={image.key: (image.width, image.height) for image in images.values()}),
        state=PostState.PUBLISHED,
        published_at=at,
        created_at=at,
        updated_at=at,
    )
    post.images.set(images.values())
    post.labels.set(blog.labels.get_or_create(name=name, defaults={"slug": slugify(name)})[0] for name in source.labels)
    return post


def _keep(file: Path, alt: str, blog: Blog, owner: User) -> Image:
    """Our own drawings, which need no decoding and cleaning before they are shown."""
    with file.open("rb") as opened, Picture.open(file) as picture:
        image = Image(blog=blog, name=file.name, alt=alt, uploaded_by=owner, width=picture.width, height=picture.height)
        image.checksum = hashlib.file_digest(opened, "sha256").hexdigest()
        opened.seek(0)
        image.file.save(file.name, File(opened))
    return image
