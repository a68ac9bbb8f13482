"""One person, and a post of every kind with a comment of theirs and a comment of somebody's."""

from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Role, User
from blog.comments.models import Comment
from blog.models import Blog, Post, PostState

HOST = "one.example.org"
# name -> fields of the post, fields of its own policy
POSTS = {
    "open": ({}, {}),
    "draft": ({"state": PostState.DRAFT}, {}),
    "scheduled": ({"days_ago": -1}, {}),
    "shown": ({}, {"comments": "shown"}),
    "hidden": ({}, {"comments": "hidden"}),
    "aged": ({"days_ago": 30}, {"close_after_days": 14}),
    "foreign": ({}, {}),
}


@dataclass
class World:
    """`theirs` and `other` are the comments at each post, by the post's name: of `person`, and of somebody else."""

    blogs: tuple[Blog, Blog]
    person: User | None
    somebody: User
    posts: dict[str, Post] = field(default_factory=dict)
    theirs: dict[str, Comment] = field(default_factory=dict)
    other: dict[str, Comment] = field(default_factory=dict)


@pytest.fixture
def make_world(make_blog, make_user, make_member, make_post, make_comment, set_policy):
    def make(who: str) -> World:
        """The world of one person of the table; a visitor's has no comments of theirs, so somebody's stand in."""
        here, there = make_blog(name="Here", hostname=HOST), make_blog(name="There", hostname="two.example.org")
        writer, somebody = make_user("A writer"), make_user("Somebody")
        world = World((here, there), _person(who, here, make_user, make_member), somebody)
        for name, (fields, policy) in POSTS.items():
            blog = there if name == "foreign" else here
            post = world.posts[name] = make_post(blog, author=writer, **fields)
            set_policy(blog, post, **policy)
            minute_ago = timezone.now() - timedelta(minutes=1)
            for comments, author in ((world.other, somebody), (world.theirs, world.person or somebody)):
                comments[name] = make_comment(post, author=author, created_at=minute_ago, changed_at=minute_ago)
        return world

    return make


def _person(who: str, blog: Blog, make_user, make_member) -> User | None:
    if who == "visitor":
        return None
    if who == "signed_in":
        return make_user("The person")
    if who == "unconfirmed":
        return make_member(blog, name="The person", confirmed=False)
    if who in Role.values:
        return make_member(blog, who, name="The person")
    return make_member(blog, name="The person", state=who)
