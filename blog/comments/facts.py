"""The facts of a decision. With the rules (one query) and the standing (one), it costs three queries at most."""

from dataclasses import replace
from datetime import datetime

from django.db.models import Exists

from accounts.standing import Standing
from blog.comments.models import Comment
from blog.comments.policy import PACES, Facts
from blog.models import Post


def door_facts(post: Post, standing: Standing, now: datetime) -> Facts:
    """What `admit` needs. No query of its own, when `post.blog` is in hand: `standing` was one."""
    return Facts(
        now=now,
        standing=standing.name,
        role=standing.role,
        confirmed=standing.confirmed,
        until=standing.until,
        joining=post.blog.joining,
        published_at=post.published_at,
    )


def sent_facts(post: Post, standing: Standing, author, parent: Comment | None, now: datetime) -> Facts:
    """What `decide` needs about a text of `author` (a User): the door's facts and the person's history. One query."""
    theirs = Comment.objects.filter(author=author, blog=post.blog)
    history = (
        theirs.order_by("-created_at")
        .annotate(trusted=Exists(theirs.public()))
        .values_list("created_at", "trusted")[: max(count for count, _within in PACES)]
    )
    return replace(
        door_facts(post, standing, now),
        parent=parent.state if parent else "",
        trusted=any(trusted for _at, trusted in history),
        recent=tuple(at for at, _trusted in history),
    )
