"""Which posts and pages somebody may read. The policy answers; here its answer becomes a filter."""

from datetime import datetime

from django.db.models import Q

from accounts.standing import Standing
from blog.comments.policy import Decision, Facts, Rules, may_read
from blog.models import Blog, Page, Post, Readers
from config.prepared import Prepared


def reading_facts(blog: Blog, standing: Standing, now: datetime) -> Facts:
    """What `may_read` needs. No query."""
    return Facts(
        now=now,
        standing=standing.name,
        role=standing.role,
        confirmed=standing.confirmed,
        is_member=standing.is_member,
        until=standing.until,
        joining=blog.joining,
    )


def reading(text: Post | Page, standing: Standing, now: datetime) -> Decision:
    """Whether somebody may read a published post or page whole. No query, when its `blog` is in hand."""
    return may_read(Rules(readers=text.read_by), reading_facts(text.blog, standing, now))


def readable(blog: Blog, standing: Standing, now: datetime):
    """The published posts of the blog that somebody may read whole, as a queryset."""
    facts = reading_facts(blog, standing, now)
    kinds = [kind for kind in Readers.values if may_read(Rules(readers=kind), facts).admits]
    own = Q(readers__in=kinds)
    return blog.posts.published(now).filter(own | Q(readers="") if blog.readers in kinds else own)


def readable_post(blog: Blog, standing: Standing, now: datetime, pk: int) -> Post | None:
    """The post of this number, if it is one of those. One query, whatever is found."""
    for post in _PUBLISHED(blog=blog.pk, now=now, pk=pk):
        post.blog = blog
        if reading(post, standing, now).admits:
            return post
    return None


_PUBLISHED = Prepared(
    Post,
    lambda blog, now, pk: Post.objects.published(now).without_text().filter(blog=blog, pk=pk),
    blog=int,
    now=datetime,
    pk=int,
)


def readable_pages(blog: Blog, standing: Standing, now: datetime):
    """The published pages of the blog that somebody may read whole, as a queryset."""
    door = may_read(Rules(readers=blog.readers), reading_facts(blog, standing, now))
    return blog.pages.published() if door.admits else blog.pages.none()
