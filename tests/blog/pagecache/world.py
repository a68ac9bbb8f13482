"""A member, a post for members, and whatever may change between two of their visits."""

from dataclasses import dataclass, field
from datetime import timedelta
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.handlers.wsgi import WSGIHandler
from django.test import Client
from django.utils import timezone

from accounts import viewing_as
from accounts.models import Kind, Membership, Role, Sanction, State, User
from blog.comments.editing import withdraw_comment
from blog.comments.models import Mute
from blog.comments.mutes import mute
from blog.comments.posting import post_comment
from blog.comments.thanks import thank
from blog.models import Blog, Post, Readers
from blog.writing.publishing import save_post

NOW = timezone.now


@dataclass
class World:
    blog: Blog
    post: Post
    person: User
    browser: Client
    talker: User
    sent: dict = field(default_factory=dict)  # headers, beside the cookie
    path: str = ""

    @property
    def session(self) -> SessionStore:
        return self.browser.session

    @property
    def cookie(self) -> str:
        return "; ".join(f"{name}={morsel.value}" for name, morsel in self.browser.cookies.items())

    def hold(self, **said) -> None:
        """Puts something into the session."""
        session = self.session
        session.update(said)
        session.save()

    def bind(self, kind: Kind, **fields) -> None:
        fields = {"reason": "It had to be.", "at": NOW()} | fields
        Sanction.objects.create(blog=self.blog, user=self.person, kind=kind, **fields)

    def membership(self, **fields) -> None:
        Membership.objects.filter(user=self.person).update(**fields)

    def update(self, thing, **fields) -> None:
        type(thing).objects.filter(pk=thing.pk).update(**fields)


def comment_since(world: World) -> None:
    post_comment(post=world.post, by=world.talker, text="Said since.", key=uuid4(), now=NOW())


def write_anew(world: World) -> None:
    world.post.refresh_from_db()
    world.post.body = "Another text for members."
    save_post(post=world.post, now=NOW())


CHANGES = {
    "nothing": lambda w: None,
    # of the person
    "banned": lambda w: w.bind(Kind.BAN),
    "suspended": lambda w: w.bind(Kind.SUSPENSION),
    "suspended for a while": lambda w: w.bind(Kind.SUSPENSION, until=NOW() + timedelta(days=2)),
    "suspended at this post": lambda w: w.bind(Kind.SUSPENSION, post_id=w.post.pk),
    "warned": lambda w: w.bind(Kind.WARNING),
    "on hold": lambda w: w.bind(Kind.HOLD),
    "left": lambda w: w.membership(state=State.LEFT),
    "never a member": lambda w: Membership.objects.filter(user=w.person).delete(),
    "a moderator": lambda w: w.membership(role=Role.MODERATOR),
    "an owner": lambda w: w.membership(role=Role.OWNER),
    "address not confirmed": lambda w: EmailAddress.objects.filter(user=w.person).update(verified=False),
    "deactivated": lambda w: w.update(w.person, is_active=False),
    "renamed": lambda w: w.update(w.person, name="Another Name"),
    "another password": lambda w: w.update(w.person, password="another"),
    "muted somebody": lambda w: mute(whom=w.talker, by=w.person, now=NOW()),
    "muted somebody who says nothing": lambda w: mute(whom=w.post.author, by=w.person, now=NOW()),
    "mutes nobody": lambda w: Mute.objects.filter(by=w.person).delete(),
    # of the session
    "signed out": lambda w: w.browser.logout(),
    "session ended elsewhere": lambda w: Session.objects.filter(pk=w.session.session_key).delete(),
    "session expired": lambda w: Session.objects.filter(pk=w.session.session_key).update(expire_date=NOW()),
    "session forged": lambda w: Session.objects.filter(pk=w.session.session_key).update(session_data="e30:x:y"),
    "another backend": lambda w: w.hold(_auth_user_backend="django.contrib.auth.backends.ModelBackend"),
    "no hash": lambda w: w.hold(_auth_user_hash=""),
    "a message waits": lambda w: w.hold(_messages='[["__json_message",0,20,"Done."]]'),
    "a text waits": lambda w: w.hold(comment_drafts={"on 1": {"text": "Typed before.", "parent": ""}}),
    "a sign-in has begun": lambda w: w.hold(account_login={"user_pk": "1"}),
    "looks as another": lambda w: w.hold(**{viewing_as.KEY: {"blog": w.blog.pk, "role": "member"}}),
    "a token that is none": lambda w: w.browser.cookies.load({"csrftoken": "x"}),
    "a token": lambda w: w.browser.cookies.load({"csrftoken": "x" * 32}),
    "a session by no name of ours": lambda w: w.browser.cookies.load({"sessionid": "é ' OR 1=1"}),
    "somebody's who is no longer there": lambda w: w.hold(_auth_user_id="999999"),
    # of what is read
    "commented": comment_since,
    "a comment withdrawn": lambda w: withdraw_comment(comment=w.post.comments.first(), by=w.talker, now=NOW()),
    "thanked": lambda w: thank(comment=w.post.comments.first(), by=w.person, now=NOW()),
    "edited": write_anew,
    "unpublished": lambda w: w.update(w.post, state="draft"),
    "trashed": lambda w: w.update(w.post, trashed_at=NOW(), state="draft"),
    "over": lambda w: w.update(w.post, expires_at=NOW() - timedelta(seconds=1)),
    "for the team": lambda w: w.update(w.post, readers=Readers.TEAM),
    "for everybody": lambda w: w.update(w.post, readers=Readers.EVERYONE),
    "its author renamed": lambda w: w.update(w.post.author, name="A New Name"),
    "a talker renamed": lambda w: w.update(w.talker, name="A Talker Renamed"),
    "the blog for the team": lambda w: w.update(w.blog, readers=Readers.TEAM),
    "the blog renamed": lambda w: w.update(w.blog, name="Another Blog"),
    "the blog at another host": lambda w: w.update(w.blog, hostname="one.example.org"),
    "another language": lambda w: w.update(w.blog, language="ar"),
    "another zone": lambda w: w.update(w.blog, time_zone="Asia/Tokyo"),
    "nobody may join": lambda w: w.update(w.blog, joining="closed"),
    "another blog at the host": lambda w: Blog.objects.create(name="Two", hostname="testserver"),
    # of the request
    "another host": lambda w: w.sent.update(host="one.example.org"),
    "a host of nobody's": lambda w: w.sent.update(host="evil.example.com"),
    "by https": lambda w: w.sent.update(scheme="https"),
    "asked for the head": lambda w: w.sent.update(method="HEAD"),
    "posted": lambda w: w.sent.update(method="POST"),
    "has it already": lambda w: w.sent.update(if_none_match="*", if_modified_since="Sat, 29 Oct 2044 19:43:31 GMT"),
    "of another language": lambda w: w.sent.update(accept_language="ar"),
    "packed": lambda w: w.sent.update(accept_encoding="br, gzip"),
    "with a password": lambda w: w.sent.update(authorization="Basic eDp5"),
    "the newest comments": lambda w: setattr(w, "path", "?before=end"),
    "no such place": lambda w: setattr(w, "path", "?before=x"),
    "a query that means nothing": lambda w: setattr(w, "path", "?utm_source=x"),
    "a query that is too long": lambda w: setattr(w, "path", f"?before=end&x={'x' * 2_000}"),
}  # fmt: skip


@pytest.fixture
def world(kept, blog, make_post, make_comment, make_member) -> World:
    talker, person, browser = make_member(blog, name="A Talker"), make_member(blog), Client()
    post = make_post(blog, body="For members alone.", readers=Readers.MEMBERS)
    make_comment(post, "The first of them.", author=talker, parent=make_comment(post, "Before it.", author=talker))
    browser.force_login(person, backend="accounts.backends.AddressBackend")
    return World(blog, post, person, browser, talker)


@pytest.fixture
def others(world, make_member) -> list[World]:
    """More readers of the same post: members, and all sorts of people."""
    found = []
    for role, state in ((Role.MEMBER, State.MEMBER), (Role.MODERATOR, State.MEMBER), (Role.OWNER, State.MEMBER),
                        (Role.MEMBER, "suspended"), (Role.MEMBER, State.APPLICANT)):  # fmt: skip
        person, browser = make_member(world.blog, role, state=state), Client()
        browser.force_login(person, backend="accounts.backends.AddressBackend")
        found.append(World(world.blog, world.post, person, browser, world.talker))
    return found


def ask(reader, world: World):
    sent = world.sent | ({"cookie": world.cookie} if world.cookie else {})
    got = reader.get(f"/read/{world.post.pk}/{world.path}", **sent)
    own = {"X-Request-ID", "Expires", "Server-Timing", "Set-Cookie"}  # of each answer alone: a name, moments, a token
    said = [(name, "" if name in own else value) for name, value in got.headers.items()]
    return got.status, said, b"" if b"csrfmiddlewaretoken" in got.body else got.body


def same(front, world: World) -> None:
    """Through the front and past it the same, also for the next one after that was learnt."""
    past = ask(type(front)(WSGIHandler()), world)
    for _again in range(3):
        assert ask(front, world) == past
