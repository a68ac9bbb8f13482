"""Which posts somebody may read, and so see the thread of. The policy answers; here its answer becomes a filter."""

from datetime import datetime

from django.db.models import Q

from accounts.standing import Standing
from blog.comments.policy import Decision, Facts, Rules, may_read
from blog.models import Blog, Post, Readers


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


def reading(post: Post, standing: Standing, now: datetime) -> Decision:
    """Whether somebody may read a published post whole. No query, when `post.blog` is in hand."""
    return may_read(Rules(readers=post.read_by), reading_facts(post.blog, standing, now))


def readable(blog: Blog, standing: Standing, now: datetime):
    """The published posts of the blog that somebody may read whole, as a queryset."""
    facts = reading_facts(blog, standing, now)
    kinds = [kind for kind in Readers.values if may_read(Rules(readers=kind), facts).admits]
    own = Q(readers__in=kinds)
    return blog.posts.published(now).filter(own | Q(readers="") if blog.readers in kinds else own)
