"""Posts for members, kept for the next who stands alike. Real commits: within a transaction nothing is kept.

That each gets what Django would have said is proved in tests/blog/pagecache/test_members.py.
"""

from datetime import timedelta

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Kind, Membership, Role
from accounts.sanctions import impose
from blog.comments.models import State
from blog.comments.mutes import mute
from blog.comments.rulings import rule
from blog.models import Readers
from blog.pagecache import members
from blog.pagecache.building import front
from blog.writing.publishing import save_post
from tests.blog.pagecache.conftest import Reader, kept  # noqa: F401 (a fixture)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("kept")]


@pytest.fixture
def post(blog, make_post, make_comment):
    post = make_post(blog, body="For members alone.", readers=Readers.MEMBERS)
    make_comment(post, "The first of them.")
    return post


@pytest.fixture
def reader(blog, make_member):
    """A new member's browser, and the member."""

    def make(role: str = Role.MEMBER):
        person, browser = make_member(blog, role), Client()
        browser.force_login(person, backend="accounts.backends.AddressBackend")
        return browser, person

    return make


def got(browser, post):
    cookie = "; ".join(f"{name}={morsel.value}" for name, morsel in browser.cookies.items())
    return Reader(front(WSGIHandler())).get(f"/read/{post.pk}/", cookie=cookie)


def page(browser, post) -> str:
    answer = got(browser, post)
    assert answer.status == 200 and "no-store" in answer.headers["Cache-Control"]
    return answer.body.decode()


def asked(browser, post) -> int:
    with CaptureQueriesContext(connection) as caught:
        page(browser, post)
    return len(caught)


def test_the_next_member_gets_the_same_bytes_for_fewer_queries(post, reader):
    (one, _), (two, person) = reader(), reader()
    Membership.objects.filter(user=person).update(since=timezone.now() - timedelta(days=400))
    first, made = page(one, post), asked(one, post)
    assert made <= 6
    assert page(two, post) == first and asked(two, post) == made
    members.memory = members.Memory(members.SIZE, members.ROWS)
    assert page(two, post) == first  # made for them alone, it is no other


def test_what_changes_is_seen_at_once(post, reader, make_comment, blog, make_member):
    browser, _person = reader()
    assert "Said since" not in page(browser, post)
    comment = make_comment(post, "Said since.", state=State.HELD)
    assert "Said since" not in page(browser, post)
    moderator, now = make_member(blog, Role.MODERATOR), timezone.now()
    rule(comment=comment, act="publish", by=moderator, seen_state=State.HELD, now=now)
    assert "Said since" in page(browser, post)
    rule(comment=comment, act="remove", by=moderator, seen_state=State.PUBLISHED, reason="So it is.", now=now)
    assert "Said since" not in page(browser, post)
    post.body = "Another text for members."
    save_post(post=post, now=now)
    assert "Another text" in page(browser, post)
    author = post.author
    author.name = "Another Name"
    author.save()
    assert "Another Name" in page(browser, post)


def test_who_may_no_longer_read_it_does_not(post, reader, blog, make_member):
    browser, person = reader()
    page(browser, post)
    Membership.objects.filter(user=person).update(state="left")
    assert got(browser, post).status == got(Client(), post).status == 403


def test_who_stands_elsewhere_or_has_muted_somebody_gets_a_page_of_their_own(post, reader, blog, make_member):
    (plain, _), (muting, person), (suspended, other) = reader(), reader(), reader()
    whole = page(plain, post)
    mute(whom=post.comments.get().author, by=person, now=timezone.now())
    assert page(muting, post) != whole
    now = timezone.now()
    impose(
        blog=blog, user=other, kind=Kind.SUSPENSION, by=make_member(blog, Role.OWNER), reason="Too loud.",
        until=now + timedelta(days=3), now=now,
    )  # fmt: skip
    assert page(suspended, post) != whole
    assert page(plain, post) == whole


def test_an_owner_who_looks_as_a_member_is_told_so_and_nobody_else(post, reader):
    (owner, _), (member, _) = reader(Role.OWNER), reader()
    before = page(member, post)
    assert owner.post("/accounts/view-as/", {"role": "member"}).status_code in (302, 303)
    page(owner, post)
    assert page(member, post) == before


def test_in_a_transaction_nothing_is_kept(post, reader):
    browser, _person = reader()
    with transaction.atomic():
        assert browser.get(f"/read/{post.pk}/", **{members.ALIKE: members.Alike("a house", 0)}).status_code == 200
    assert members.memory._size == 0
    page(browser, post)
    assert members.memory._size > 0
