"""Makers of blogs, people, posts and comments, as fixtures: each returns a function; a test says what matters."""

import itertools
import secrets
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone

from accounts.models import Invitation, Kind, Membership, Role, Sanction, State, User
from blog.comments.models import Comment, PolicyVersion, Ruling
from blog.comments.models import State as CommentState
from blog.markup import beginning_of, render_comment, render_post
from blog.models import Blog, Post, PostState
from blog.writing.checklist.rules import CODES, OFF

_number = itertools.count(1)
PASSWORD = "a horse, a battery, a staple"


@pytest.fixture
def make_blog(db):
    def make(**fields) -> Blog:
        fields.setdefault("name", f"Blog {next(_number)}")
        # Else whoever publishes through the form is asked about it first (tests/blog/writing/checklist).
        fields.setdefault("checks", dict.fromkeys(CODES, OFF))
        return Blog.objects.create(**fields)

    return make


@pytest.fixture
def blog(make_blog) -> Blog:
    """The blog that answers every host."""
    return make_blog(name="The Blog", tagline="Letters")


@pytest.fixture
def make_user(db):
    def make(name: str = "", *, confirmed: bool = True, **fields) -> User:
        """A person with PASSWORD, whose address is confirmed unless told otherwise."""
        number = next(_number)
        user = User.objects.create_user(f"person{number}@example.org", name or f"Person {number}", PASSWORD, **fields)
        EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=confirmed)
        return user

    return make


@pytest.fixture
def make_member(make_user):
    def make(blog: Blog, role: str = Role.MEMBER, *, state: str = State.MEMBER, name: str = "", **fields) -> User:
        """A person with a membership of `blog`; `confirmed=` goes to the person, other fields to the membership.

        `state` may also be "suspended", "banned" (then other fields go to the sanction) or "invited".
        """
        user = make_user(name, confirmed=fields.pop("confirmed", True))
        if state == "invited":
            Invitation.objects.create(
                blog=blog,
                email=user.email,
                role=role,
                secret_hash=secrets.token_hex(32),
                expires_at=timezone.now() + timedelta(days=7),
            )
        elif state in ("suspended", "banned"):
            kind = {"suspended": Kind.SUSPENSION, "banned": Kind.BAN}[state]
            sanction = {"reason": "It had to be.", "at": fields.pop("since", timezone.now())} | fields
            Sanction.objects.create(blog=blog, user=user, kind=kind, **sanction)
            Membership.objects.create(
                blog=blog, user=user, role=role, state=State.MEMBER if state == "suspended" else State.LEFT
            )
        else:
            Membership.objects.create(blog=blog, user=user, role=role, state=state, **fields)
        return user

    return make


@pytest.fixture
def make_post(make_member):
    def make(blog: Blog, title: str = "", *, days_ago: float = 1, author: User | None = None, **fields) -> Post:
        """A published post, `days_ago` old (negative: scheduled), by a new author unless told otherwise."""
        number = next(_number)
        fields.setdefault("slug", f"post-{number}")
        fields.setdefault("path", f"/2026/01/{fields['slug']}/")
        fields.setdefault("body", "A paragraph.")
        fields.setdefault("state", PostState.PUBLISHED)
        fields.setdefault("published_at", timezone.now() - timedelta(days=days_ago))
        return Post.objects.create(
            blog=blog,
            title=title or f"Post {number}",
            author=author or make_member(blog, Role.AUTHOR),
            html=(html := render_post(fields["body"])),
            beginning=beginning_of(html),
            **fields,
        )

    return make


@pytest.fixture
def make_comment(make_member):
    def make(post: Post, text: str = "Well said.", *, author: User | None = None, **fields) -> Comment:
        """A published comment by a new member unless told otherwise."""
        fields.setdefault("state", CommentState.PUBLISHED)
        comment = Comment.objects.create(
            blog=post.blog,
            post=post,
            text=text,
            html=render_comment(text),
            author=author or make_member(post.blog),
            **fields,
        )
        Ruling.objects.create(comment=comment, now=comment.state)
        return comment

    return make


@pytest.fixture
def set_policy(db):
    def set_(blog: Blog, post: Post | None = None, **fields) -> PolicyVersion:
        """A new version of the policy of a blog, or of one post of it."""
        return PolicyVersion.objects.create(blog=blog, post=post, **fields)

    return set_


@pytest.fixture
def sign_in(client):
    def sign_in_(user: User):
        """Signs `client` in as `user`, past the sign-in page."""
        client.force_login(user, backend="accounts.backends.AddressBackend")
        return client

    return sign_in_
