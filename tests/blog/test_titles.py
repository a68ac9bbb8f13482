"""Posts are found by any letters of their titles, whatever wrote them; and nobody finds what they may not see."""

import pytest
from django.db import connection
from django.test import Client

from accounts.models import Role
from blog.models import Post
from blog.titles import TITLES
from blog.writing.desk.posts import PostAdmin
from config.letters import FOUND, words_of

on_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="the table and its triggers are SQLite's")


def found(typed: str) -> set[str]:
    return {post.title for post in TITLES.among(Post.objects.all(), words_of(typed))}


@pytest.fixture
def posts(blog, make_post):
    return [
        make_post(blog, title, slug=slug) for title, slug in (("The Garden House", "g-1"), ("A River", "house-boat"))
    ]


@pytest.mark.parametrize(
    ("typed", "titles"),
    [
        ("garden", {"The Garden House"}),
        ("ARDE", {"The Garden House"}),
        ("house", {"The Garden House", "A River"}),
        ("house river", {"A River"}),
        ('"garden house"', {"The Garden House"}),
        ('"house garden"', set()),
        ("g-1", {"The Garden House"}),
        ("iv", {"A River"}),
        ("he ri", set()),
        ('""', {"The Garden House", "A River"}),
        ("%", set()),
        ("_ver", set()),
        ("h%se", set()),
    ],
)
def test_every_word_has_to_stand_in_the_title_or_the_short_name(typed, titles, posts):
    assert found(typed) == titles


@pytest.mark.parametrize("typed", ["a\"b'c", "NEAR(a b)", "title:river", "river*", "-river", "\\", "ri\\"])
def test_signs_mean_nothing_but_themselves(typed, posts):
    assert found(typed) == set()


def test_letters_beyond_ascii_are_found(blog, make_post):
    for title in ("Über Brücken", "論語を読む", "رسالة قديمة"):
        make_post(blog, title)
    assert found("BRüCKE") == {"Über Brücken"}
    assert found("論語") == found("語を読") == {"論語を読む"}
    assert found("سالة") == {"رسالة قديمة"}


def test_what_is_changed_or_deleted_or_written_in_bulk_is_found_as_it_is_now(blog, posts):
    garden, river = posts
    garden.title = "The Orchard"
    garden.save()
    Post.objects.filter(pk=river.pk).update(title="A Brook")
    Post.objects.bulk_create([Post(blog=blog, title="From a folder", slug="f", path="/f/")])
    assert (found("garden"), found("orchard"), found("river")) == (set(), {"The Orchard"}, set())
    assert (found("brook"), found("folder")) == ({"A Brook"}, {"From a folder"})
    garden.delete()
    blog.delete()
    assert found("orchard") == found("folder") == set()


def test_of_many_the_ones_made_last_are_found(blog, posts, monkeypatch):
    monkeypatch.setattr("config.letters.FOUND", 1)
    assert found("house") == {"A River"}
    assert str(FOUND) in str(PostAdmin.search_help_text)


def test_authors_find_their_own_posts_and_no_others(blog, make_member, make_post):
    author, other = make_member(blog, Role.AUTHOR), make_member(blog, Role.AUTHOR)
    make_post(blog, "A letter of mine", author=author)
    make_post(blog, "A letter of theirs", author=other)
    client = Client()
    client.force_login(author, backend="accounts.backends.AddressBackend")
    html = client.get("/admin/blog/post/?q=letter").content.decode()
    assert "A letter of mine" in html
    assert "A letter of theirs" not in html


@on_sqlite
@pytest.mark.parametrize(
    "lost", ["TRIGGER blog_post_titles_changed", "TRIGGER blog_post_titles_gone", "TABLE blog_post_titles"]
)
def test_an_index_that_lost_a_part_is_made_anew(lost, posts):
    with connection.cursor() as cursor:
        for name in ("blog_post_titles_changed", "blog_post_titles_new") if lost.startswith("TABLE") else ():
            cursor.execute(f"DROP TRIGGER {name}")
        cursor.execute(f"DROP {lost}")
    Post.objects.update(slug="x")
    TITLES.keep()
    assert found("garden") == {"The Garden House"}
    Post.objects.filter(title="A River").update(title="A Brook")
    posts[0].delete()
    assert (found("brook"), found("river"), found("garden")) == ({"A Brook"}, set(), set())


@on_sqlite
def test_an_index_that_is_whole_is_left_as_it_is(posts, django_assert_num_queries):
    with django_assert_num_queries(4):  # which tables there are, a savepoint and its end, and what is there
        TITLES.keep()
