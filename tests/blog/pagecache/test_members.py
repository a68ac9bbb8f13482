"""A member who is answered before Django gets, byte for byte, what Django would have said to them at that moment."""

import random
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.handlers.wsgi import WSGIHandler
from django.db import OperationalError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts import viewing_as
from accounts.models import Kind, Membership, Role, Sanction, State, User
from blog.comments.editing import withdraw_comment
from blog.comments.models import Mute, PolicyVersion
from blog.comments.mutes import mute
from blog.comments.posting import post_comment
from blog.comments.thanks import thank
from blog.models import Blog, Post, Readers, Series
from blog.pagecache import members
from blog.writing.due import schedule
from blog.writing.publishing import save_post
from blog.writing.versions import fields_of
from tests.blog.pagecache.conftest import Reader

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


def ask(reader: Reader, world: World):
    sent = world.sent | ({"cookie": world.cookie} if world.cookie else {})
    got = reader.get(f"/read/{world.post.pk}/{world.path}", **sent)
    own = {"X-Request-ID", "Expires", "Server-Timing", "Set-Cookie"}  # of each answer alone: a name, moments, a token
    said = [(name, "" if name in own else value) for name, value in got.headers.items()]
    return got.status, said, b"" if b"csrfmiddlewaretoken" in got.body else got.body


def same(front: Reader, world: World) -> None:
    """Through the front and past it the same, also for the next one after that was learnt."""
    for _again in range(3):
        assert ask(front, world) == ask(Reader(WSGIHandler()), world)


@pytest.mark.parametrize("change", CHANGES)
def test_after_any_change_it_is_what_django_says(change, world, others, make_front, asked_django):
    front = Reader(make_front(asked_django))
    for _again in range(2):
        assert ask(front, world)[0] == 200
        for other in others:
            ask(front, other)
    before = asked_django.asked
    ask(front, world)
    assert asked_django.asked == before
    CHANGES[change](world)
    same(front, world)
    for other in others:
        same(front, other)


@pytest.mark.parametrize("seed", range(4))
def test_after_any_number_of_changes_too(seed, world, others, make_front, asked_django):
    chance, front, people = random.Random(seed), Reader(make_front(asked_django)), [world, *others]
    steps = 0
    gone = {"trashed", "unpublished", "another blog at the host"}  # nothing is to be seen after these
    for _step in range(25):
        who, change = chance.choice(people), chance.choice(sorted(CHANGES.keys() - gone))
        who.sent, who.path = {}, ""
        try:
            with transaction.atomic():
                CHANGES[change](who)
        except Exception:  # noqa: BLE001, S112 (it can't be done twice, or not by them: then it was not)
            continue
        steps += 1
        for one in people:
            assert ask(front, one) == ask(Reader(WSGIHandler()), one), change
    assert steps > 10 and asked_django.asked < steps * len(people)


def change_waits(world: World, soon) -> None:
    fields = fields_of(world.post) | {"title": "A Title That Waited"}
    schedule(text=world.post, fields=fields, by=world.talker, due_at=soon, now=NOW())


def next_of_the_series(world: World, soon) -> None:
    world.update(world.post, series=Series.objects.create(blog=world.blog, name="Letters", slug="letters"))
    world.post.refresh_from_db()
    fields = {"blog": world.blog, "author": world.talker, "series": world.post.series, "state": "published"}
    Post.objects.create(title="The Next", slug="next", path="/next/", published_at=soon, **fields)


DUE = {
    "the post is over": lambda w, soon: w.update(w.post, expires_at=soon),
    "a suspension ends": lambda w, soon: w.bind(Kind.SUSPENSION, until=soon),
    "one at this post ends": lambda w, soon: w.bind(Kind.SUSPENSION, until=soon, post_id=w.post.pk),
    "a ban ends": lambda w, soon: w.bind(Kind.BAN, until=soon),
    "the session ends": lambda w, soon: Session.objects.filter(pk=w.session.session_key).update(expire_date=soon),
    "the thread closes": lambda w, soon: PolicyVersion.objects.create(blog=w.blog, post=w.post, close_at=soon),
    "a change is published": change_waits,
    "the next of the series appears": next_of_the_series,
}


@pytest.mark.parametrize("due", DUE)
def test_what_falls_due_by_the_clock_shows_at_its_second(due, world, others, make_front, monkeypatch):
    front, began, soon = Reader(make_front()), NOW(), NOW() + timedelta(minutes=10)

    def turn(to):
        monkeypatch.setattr("django.utils.timezone.now", lambda: to)
        monkeypatch.setattr("blog.pagecache.members.time", to.timestamp)
        monkeypatch.setattr("blog.reading.kept.time", to.timestamp)

    turn(began)
    same(front, world)
    DUE[due](world, soon)
    for moment in (began, soon - timedelta(seconds=1), soon, soon + timedelta(hours=1)):
        turn(moment)
        for one in (world, *others):
            same(front, one)


def test_the_next_member_costs_two_questions_and_no_django(world, others, make_front, asked_django):
    front, other = Reader(make_front(asked_django)), others[0]
    first, before = ask(front, world), asked_django.asked
    with CaptureQueriesContext(connection) as asked:
        assert ask(front, other) == first
    assert len(asked) == 2 and asked_django.asked == before
    mute(whom=world.talker, by=other.person, now=NOW())
    assert ask(front, other) != first
    with CaptureQueriesContext(connection) as asked:
        assert ask(front, other) != first
    assert len(asked) == 3


PLAIN = {"nothing", "warned", "a moderator", "renamed", "a token", "a text waits", "has it already", "packed"}
ODD = {"an owner", "a message waits", "looks as another", "a sign-in has begun", "a token that is none", "posted",
       "asked for the head", "with a password", "signed out", "no hash", "another backend"}  # fmt: skip


@pytest.mark.parametrize("change", sorted(PLAIN | ODD))
def test_whatever_is_not_plain_is_djangos(change, world, make_front, asked_django):
    front = Reader(make_front(asked_django))
    CHANGES[change](world)
    for _again in range(3):
        ask(front, world)
    assert asked_django.asked == (1 if change in PLAIN else 3)


def test_a_real_sign_in_is_as_plain_as_that(world, make_front, asked_django):
    browser, front = Client(), Reader(make_front(asked_django))
    sent = {"login": world.person.email, "password": "a horse, a battery, a staple"}
    assert browser.post("/accounts/login/", sent).status_code == 302
    browser.get("/accounts/")  # where it is told that one has signed in
    ask(front, world)
    world.browser, before = browser, asked_django.asked
    assert ask(front, world)[0] == 200 and asked_django.asked == before


def test_what_changes_while_a_page_is_made_is_seen_by_the_next(world, others, make_front, monkeypatch):
    front = Reader(make_front())

    def meanwhile(person):
        monkeypatch.undo()
        world.update(world.post, title="Another Title")
        return frozenset()

    monkeypatch.setattr("blog.reading.views.whole.muted_by", meanwhile)
    assert b"Another Title" not in ask(front, world)[2]
    for one in (world, others[0], world):
        assert b"Another Title" in ask(front, one)[2]


def test_each_answer_has_a_name_and_a_moment_of_its_own(world, make_front, settings):
    front, path = Reader(make_front()), f"/read/{world.post.pk}/"
    told = [front.get(path, cookie=world.cookie).headers for _again in range(5)]
    assert len({headers["X-Request-ID"] for headers in told}) == 5
    settings.TRUSTED_PROXIES = 1
    named = front.get(path, cookie=world.cookie, x_request_id="of-the-proxy-1").headers
    assert named["X-Request-ID"] == "of-the-proxy-1"


def test_it_is_written_down_as_any_request_is(world, make_front, caplog):
    caplog.set_level("INFO", "parley.request")
    front = Reader(make_front())
    for _again in range(2):
        ask(front, world)
    made, given = [record.fields for record in caplog.records if record.name == "parley.request"]
    assert given.pop("queries") == 2 < made.pop("queries")
    assert given.pop("ms") <= made.pop("ms") and given == made


def test_while_the_database_is_away_nobody_is_taken_for_somebody(world, make_front):
    front = Reader(make_front())
    ask(front, world)

    def refuse(*_args):
        raise OperationalError("the database is away")

    with connection.execute_wrapper(refuse):
        assert ask(front, world)[0] == ask(Reader(WSGIHandler()), world)[0] == 503
    assert ask(front, world)[0] == 200


def test_in_a_transaction_it_is_djangos(world, make_front, asked_django):
    front = Reader(make_front(asked_django))
    ask(front, world)
    before = asked_django.asked
    with transaction.atomic():
        ask(front, world)
    assert asked_django.asked == before + 1


def test_what_is_kept_is_bounded(kept, world, make_front, monkeypatch):
    monkeypatch.setattr(members, "memory", members.Memory(40_000, 3))
    monkeypatch.setattr(members, "ROWS", 3)
    front = make_front()
    for number in range(12):
        world.sent = {"host": f"testserver:{number}"}
        same(Reader(front), world)
        assert len(members.memory.answers) <= 3 and len(front._app._blogs) <= 3
        assert members.memory._size <= 40_000
