"""Fills a blog as years of use would: people, posts, comments and what became of them."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

from accounts.models import Role, State
from blog.comments.models import Comment, PolicyVersion
from blog.generating.archive import Archive, posts
from blog.generating.people import TEAM, people
from blog.generating.rows import settle
from blog.generating.talk import comments
from blog.models import Blog, Post

YEARS = 12


def fill(
    blog: Blog, *, posts_: int, comments_: int, members: int, longest: int, now: datetime, seed: int = 1
) -> Iterator[tuple[str, int]]:
    """Adds so many of each to the blog; yields ("people", "posts" or "comments", how many so far).

    `longest` is about how many of the comments one thread gets. The same seed makes the same blog. Raises ValueError
    for numbers that can't be: comments without posts, posts without a team.
    """
    if (posts_ or comments_) and members < sum(TEAM.values()):
        raise ValueError(f"A blog of that kind has a team: at least {sum(TEAM.values())} members.")
    if comments_ and not posts_:
        raise ValueError("Comments stand under posts: at least one.")
    chance, begun = Random(seed), now - timedelta(days=365 * YEARS)  # noqa: S311 (nothing here is secret)
    there = set(blog.memberships.values_list("user", flat=True))
    for count in people(blog, members, begun, now, chance):
        yield "people", count
    new = blog.memberships.exclude(user__in=there) if len(there) < 500 else blog.memberships.all()
    crowd = list(new.filter(state__in=(State.MEMBER, State.LEFT)).order_by("pk").values_list("user", flat=True))
    writers = list(blog.memberships.exclude(role=Role.MEMBER).values_list("user", flat=True))
    PolicyVersion.objects.create(blog=blog, at=begun, hold_first=1)
    archive = Archive([], [])
    for count in posts(blog, posts_, writers, begun, now, chance, archive) if posts_ else ():
        yield "posts", count
    for count in comments(blog, comments_, longest, crowd, archive, now, chance) if comments_ else ():
        yield "comments", count
    settle(Post, Comment, type(blog.memberships.first().user))
