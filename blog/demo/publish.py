"""Publishes the demo in an empty database, through the acts by which authors publish."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.models import User
from blog.creating import create_blog
from blog.demo.sources import HERE, Source, sources
from blog.models import Blog, Post
from blog.writing.images import add_image
from blog.writing.publishing import publish_post

OWNER = "owner@example.org"


def publish_demo(*, owner_email: str) -> list[Post]:
    """Makes a blog with the demo's posts, by its owner, and returns them. Where a blog is already: nothing, []."""
    if Blog.objects.exists():
        return []
    try:
        return _publish_all(owner_email)
    except (IntegrityError, ValidationError):
        if Blog.objects.exists():
            return []  # several servers were started at once, and another was faster
        raise


@transaction.atomic
def _publish_all(owner_email: str) -> list[Post]:
    blog = create_blog(
        name="Parley",
        tagline="Reading, writing, and answering back",
        owner_email=owner_email,
        owner_name="Ines Marlow",
    )
    owner = blog.memberships.get().user
    return [_publish(source, blog, owner) for source in sources()]


def _publish(source: Source, blog: Blog, author: User) -> Post:
    """One post, as if it had been published on its day; its images at the addresses they get."""
    at = source.date.replace(tzinfo=blog.zone)
    body = source.body
    for name, alt in source.images.items():
        with (HERE / "images" / name).open("rb") as file:
            image = add_image(blog=blog, by=author, file=file, alt=alt, name=name)
        body = body.replace(f"]({name} ", f"]({image.get_absolute_url()} ")
    return publish_post(
        blog=blog,
        author=author,
        title=source.title,
        slug=source.slug,
        body=body,
        description=source.description,
        labels=source.labels,
        published_at=at,
        now=at,
    )
