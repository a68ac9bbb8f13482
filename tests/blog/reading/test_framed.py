"""A post's page of which only the thread is made anew is the page that would be made of everything."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from blog.comments.posting import post_comment
from blog.models import Label, Page, Series
from blog.writing.publishing import save_post
from tests.blog.pagecache.conftest import kept  # noqa: F401 (a fixture)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("kept")]


@pytest.fixture
def post(blog, make_post, make_comment):
    post = make_post(blog, title="A Title", body="A text.\n\nAnd more of it.")
    post.labels.add(Label.objects.create(blog=blog, name="Letters", slug="letters"))
    make_comment(post, "The first of them.")
    return post


@pytest.fixture
def page(client):
    def page_(post, host="testserver") -> str:
        return client.get(post.path, headers={"host": host}).content.decode()

    return page_


def save(post, **fields) -> None:
    for name, value in fields.items():
        setattr(post, name, value)
    save_post(post=post, now=timezone.now())


def update(thing, **fields) -> None:
    type(thing).objects.filter(pk=thing.pk).update(**fields)


def menu(blog, title: str) -> None:
    Page.objects.create(blog=blog, title=title, slug="x", path="/p/x/", state="published", menu_order=1)


def in_a_series(post) -> None:
    update(post, series=Series.objects.create(blog=post.blog, name="A Series", slug="a-series"))


# What each shows on the page; "": something goes from it, or nothing is to be seen.
CHANGES = {
    "nothing": ("", lambda post: None),
    "rewritten": ("Another text.", lambda post: save(post, body="Another text.")),
    "another title": ("Another Title", lambda post: save(post, title="Another Title")),
    "by another door": ("Past every act", lambda post: update(post, title="Past every act")),
    "a label": ("Wanted", lambda post: post.labels.create(blog=post.blog, name="Wanted", slug="wanted")),
    "no label": ("", lambda post: post.labels.clear()),
    "a label renamed": ("Renamed", lambda post: post.labels.update(name="Renamed")),
    "its author renamed": ("A New Name", lambda post: update(post.author, name="A New Name")),
    "the blog renamed": ("Another Blog", lambda post: update(post.blog, name="Another Blog")),
    "the menu": ("In The Menu", lambda post: menu(post.blog, "In The Menu")),
    "another language": ('lang="ar"', lambda post: update(post.blog, language="ar")),
    "another zone": ("", lambda post: update(post.blog, time_zone="Asia/Tokyo")),
    "in a series": ("A Series", in_a_series),
    "a comment": (
        "Said since.",
        lambda post: post_comment(post=post, by=post.author, text="Said since.", key=uuid4(), now=timezone.now()),
    ),
    "closed": ("are closed", lambda post: post.policy_versions.create(blog=post.blog, comments="closed")),
}


@pytest.mark.parametrize("change", CHANGES)
def test_after_any_change_it_is_the_page_that_is_made_of_everything(change, post, page):
    before, (shown, act) = [page(post) for _again in range(2)][-1], CHANGES[change]
    act(post)
    with transaction.atomic():  # where nothing is kept
        made = page(post)
    assert [page(post) for _again in range(2)] == [made, made]
    assert shown in made and (not shown or shown not in before)


def test_hosts_have_pages_of_their_own(post, page):
    for _again in range(2):
        for host in ("testserver", "one.example.org"):
            assert f'href="http://{host}{post.path}"' in page(post, host)


def test_the_next_of_a_series_appears_by_the_clock_alone(post, page, make_post, monkeypatch):
    in_a_series(post)
    post.refresh_from_db()
    soon = timezone.now() + timedelta(minutes=10)
    make_post(post.blog, title="The Next", series=post.series, published_at=soon)
    assert "The Next" not in page(post)
    monkeypatch.setattr("django.utils.timezone.now", lambda: soon)
    assert "The Next" in page(post)


def test_what_stands_around_the_thread_is_not_asked_for_again(post, page):
    page(post)
    with CaptureQueriesContext(connection) as asked:
        page(post)
    assert len(asked) == 5  # the blog, the post, its rules, and two for Last-Modified
