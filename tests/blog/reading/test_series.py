"""A series as readers meet it: its page, and on each post the way to the one before and the next."""

import pytest
from django.urls import reverse

from accounts.models import Role
from blog.models import PostState, Series


@pytest.fixture
def series(blog) -> Series:
    return Series.objects.create(blog=blog, name="Voyages", slug="voyages", description="Day by day.")


@pytest.fixture
def make_part(blog, series, make_post):
    def make(title: str, days_ago: float = 1, **fields):
        return make_post(blog, title, days_ago=days_ago, series=series, **fields)

    return make


def test_the_page_of_a_series_holds_its_posts_in_order(series, make_part, read):
    make_part("By date, later", 1)
    make_part("Second", 2, series_place=2)
    make_part("By date, sooner", 3)
    make_part("First", 1, series_place=1, description="How it began.")
    page = read("/series/voyages/")
    order = ["First", "Second", "By date, sooner", "By date, later"]
    assert [page.text.index(title) for title in order] == sorted(page.text.index(title) for title in order)
    assert "A series of 4 posts" in page.text and "Day by day." in page.text and "How it began." in page.text
    assert ("meta", {"name": "description", "content": "Day by day."}) in page.tags


def test_a_post_says_which_part_it_is_and_leads_to_its_neighbours(series, make_part, read):
    one, two, three = (make_part(name, series_place=place) for place, name in enumerate(("One", "Two", "Three"), 1))
    page = read(two.path)
    assert "Part 2 of 3 of Voyages" in page.text
    ways = {
        attrs["rel"]: attrs["href"] for tag, attrs in page.tags if tag == "a" and attrs.get("rel") in ("prev", "next")
    }
    assert ways == {"prev": one.path, "next": three.path}
    first, last = read(one.path), read(three.path)
    assert "Part 1 of 3" in first.text and "Before this" not in first.text
    assert "Part 3 of 3" in last.text and "Next in the series" not in last.text
    assert ("a", {"href": "/series/voyages/"}) in page.tags


def test_only_what_everybody_may_know_of_is_counted_and_named(series, make_part, read, blog):
    one = make_part("One", series_place=1)
    hidden = [
        make_part("Secret draft", series_place=2, state=PostState.DRAFT),
        make_part("Secret future", -3, series_place=3),
        make_part("Secret team", series_place=4, readers="team"),
        make_part("Secret past", 9, series_place=5, expires_at=one.published_at),
    ]
    inner = make_part("For members", series_place=6, readers="members")
    page, listed = read(one.path), read("/series/voyages/")
    assert "Part 1 of 2 of Voyages" in page.text and inner.path in str(page.tags)
    assert "A series of 2 posts" in listed.text
    for post in hidden:
        assert post.title not in page.text + listed.text and post.path not in str(page.tags + listed.tags)


def test_a_reader_of_the_whole_is_told_of_what_they_may_read(series, make_part, sign_in, make_member, blog, client):
    one, two = make_part("One", series_place=1), make_part("Two", series_place=2, readers="team")
    inner = make_part("Inner", series_place=3, readers="members")
    sign_in(make_member(blog))
    page = client.get(reverse("reading:post", args=[inner.pk])).content.decode()
    assert "Part 2 of 2 of" in page and one.path in page and "Two" not in page
    sign_in(make_member(blog, Role.AUTHOR))
    page = client.get(reverse("reading:post", args=[inner.pk])).content.decode()
    assert "Part 3 of 3 of" in page and reverse("reading:post", args=[two.pk]) in page


@pytest.mark.parametrize("fields", [{"state": PostState.DRAFT}, {"days_ago": -1}, {"readers": "team"}, None])
def test_a_series_of_which_nobody_may_know_a_post_is_not_there(fields, series, make_part, client):
    if fields is not None:
        make_part("Hidden", **fields)
    answer = client.get("/series/voyages/")
    assert answer.status_code == 404 and b"Voyages" not in answer.content
    assert b"voyages" not in client.get("/sitemap-series.xml").content


def test_a_strangers_series_is_not_there(make_blog, make_post, client, blog):
    other = make_blog(hostname="two.example.org")
    make_post(other, series=Series.objects.create(blog=other, name="Theirs", slug="theirs"))
    assert client.get("/series/theirs/").status_code == 404


def test_a_series_is_in_the_sitemap_once_somebody_may_read_it(series, make_part, client):
    post = make_part("One")
    text = client.get("/sitemap-series.xml").content.decode()
    assert "/series/voyages/" in text and f"{post.updated_at:%Y-%m-%d}" in text
    assert "sitemap-series.xml" in client.get("/sitemap.xml").content.decode()


def test_a_series_costs_a_query_however_long_it_is(
    series, make_part, client, django_assert_num_queries, make_post, blog
):
    one = make_part("One")
    alone = make_post(blog)
    with django_assert_num_queries(8):  # the menu among them
        client.get(alone.path)
    with django_assert_num_queries(9):
        client.get(one.path)
    with django_assert_num_queries(4):  # blog, series, its posts, menu
        client.get("/series/voyages/")
    for number in range(12):
        make_part(f"More {number}")
    with django_assert_num_queries(9):
        client.get(one.path)
    with django_assert_num_queries(4):
        client.get("/series/voyages/")
