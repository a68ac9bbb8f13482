"""Posts that stay on top of the front page, and the pages below it, on which they are not repeated."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Role
from blog.models import PostState


@pytest.fixture
def anna(blog, make_member):
    return make_member(blog, Role.AUTHOR, name="Anna")


def titles(client, url="/") -> list[str]:
    return re.findall(r'<a href="[^"]*">(Post \d+)</a>', client.get(url).content.decode())


def numbered(make_post, blog, count: int, **fields) -> list[str]:
    """The titles of so many posts, newest first."""
    return [make_post(blog, f"Post {n}{len(fields)}", days_ago=n + 1, **fields).title for n in range(count)]


def test_what_stays_on_top_stands_first_and_once_and_the_pages_below_go_on(blog, make_post, client):
    old = make_post(blog, "Post 9999", days_ago=400, sticky=True)
    rest = numbered(make_post, blog, 23)
    first = client.get("/").content.decode()
    assert titles(client) == [old.title, *rest[:10]] and first.count("On top") == 1
    seen, url = list(titles(client)), "/"
    while older := re.search(r'rel="next" href="([^"]+)"', client.get(url).content.decode()):
        url = older[1]
        seen += titles(client, url)
    assert seen == [old.title, *rest] and "On top" not in client.get(url).content.decode()
    newer = re.search(r'rel="prev" href="([^"]+)"', client.get(url).content.decode())[1]
    assert titles(client, newer) == rest[10:20]


def test_a_link_to_what_was_older_than_a_post_that_is_on_top_by_now_still_leads_there(blog, make_post, client):
    for days in range(1, 4):
        make_post(blog, f"Post {days}", days_ago=days)
    older = f"/?before={blog.posts.get(title='Post 1').pk}"
    before = titles(client, older)
    blog.posts.filter(title="Post 1").update(sticky=True)
    assert titles(client, older) == before == ["Post 2", "Post 3"]


def test_of_many_that_stay_on_top_the_newest_five_do_and_no_post_is_lost(blog, make_post, client):
    stay, rest = numbered(make_post, blog, 8, sticky=True), numbered(make_post, blog, 1)
    seen = titles(client)
    assert seen[:5] == stay[:5] and sorted(seen) == sorted(stay + rest)


def test_only_the_front_page_puts_posts_on_top(blog, anna, make_post, client):
    make_post(blog, "Post 1", days_ago=9, author=anna, sticky=True)
    make_post(blog, "Post 2", author=anna)
    assert titles(client, f"/author/{anna.pk}/") == ["Post 2", "Post 1"]


@pytest.mark.parametrize("fields", [{"state": PostState.DRAFT}, {"days_ago": -1}, {"readers": "team"}])
def test_what_is_hidden_is_not_on_top_either(fields, blog, make_post, client, django_assert_num_queries):
    post = make_post(blog)
    make_post(blog, "Hidden", sticky=True, **fields)
    with django_assert_num_queries(6):
        assert b"Hidden" not in client.get("/").content
    assert post.path in client.get("/").content.decode()


def test_posts_on_top_cost_one_query_and_where_there_is_nothing_else_too(
    blog, make_post, client, django_assert_num_queries
):
    make_post(blog, sticky=True)
    for _ in range(2):
        with django_assert_num_queries(7):
            assert b"On top" in client.get("/").content
        make_post(blog)


def test_a_post_that_was_changed_later_does_not_change_its_place(blog, make_post, client):
    make_post(blog, "Post 1", days_ago=2, updated_at=timezone.now() + timedelta(days=1))
    make_post(blog, "Post 2", days_ago=1)
    assert titles(client) == ["Post 2", "Post 1"]
