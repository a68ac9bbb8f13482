"""Front page, labels, archives, authors: four ways to the same list."""

import re
from datetime import UTC, datetime

import pytest

from accounts.models import Role
from blog.comments.policy import HIDDEN
from blog.models import Label


def test_the_front_page_has_ten_posts_and_leads_to_older_and_newer(blog, make_post, make_member, read):
    author = make_member(blog, Role.AUTHOR)
    posts = [make_post(blog, f"Number {n:02}.", days_ago=n, author=author) for n in range(1, 26)]

    def titles(page):
        return [title for title in (post.title for post in posts) if title in page.text]

    first = read("/")
    assert titles(first) == [post.title for post in posts[:10]]
    assert "Newer" not in first.text
    second = read(f"/?before={posts[9].pk}")
    assert titles(second) == [post.title for post in posts[10:20]]
    assert ("a", f"/?after={posts[10].pk}") in [(tag, attrs.get("href")) for tag, attrs in second.tags]
    assert titles(read(f"/?after={posts[10].pk}")) == titles(first)
    last = read(f"/?before={posts[19].pk}")
    assert titles(last) == [post.title for post in posts[20:]]
    assert "Older" not in last.text


@pytest.mark.parametrize(
    "query", ["?before=0", "?before=x", "?after=9999", "?before=", "?before=1e9", "?after=" + "9" * 40]
)
def test_a_place_in_the_list_that_is_none_is_not_found(query, blog, make_post, read):
    make_post(blog)
    read(f"/{query}", 404)


def test_an_empty_blog_says_so(blog, read):
    assert "Nothing has been published here yet." in read("/").text


def test_archives_follow_the_clock_of_the_blog(make_blog, make_post, read):
    blog = make_blog(time_zone="Pacific/Auckland")
    # 1 January 2019 in Auckland, and still 2018 in UTC.
    make_post(blog, "New year", published_at=datetime(2018, 12, 31, 12, tzinfo=UTC))
    assert "New year" in read("/2019/").text
    assert "New year" in read("/2019/01/").text
    for empty in ("/2018/", "/2018/12/", "/2019/02/", "/2019/13/", "/0000/", "/9999/", "/2019/00/"):
        read(empty, 404)


def test_a_label_and_an_author_list_their_posts(blog, make_post, make_member, read):
    author = make_member(blog, Role.AUTHOR, name="Anna Author")
    label = Label.objects.create(blog=blog, name="Letters", slug="letters")
    make_post(blog, "Under it", author=author).labels.add(label)
    make_post(blog, "Beside it")
    for path in ("/label/letters/", f"/author/{author.pk}/"):
        page = read(path)
        assert "Under it" in page.text and "Beside it" not in page.text
    read("/label/never/", 404)
    read(f"/author/{make_member(blog).pk}/", 404)


def test_an_entry_tells_when_by_whom_about_what_and_how_much_was_said(
    blog, make_post, make_comment, make_member, set_policy, read
):
    author = make_member(blog, Role.AUTHOR, name="Anna Author")
    post = make_post(
        blog, "A title", author=author, description="In short.", published_at=datetime(2018, 5, 31, tzinfo=UTC)
    )
    post.labels.add(Label.objects.create(blog=blog, name="Letters", slug="letters"))
    entry = "A title 31 May 2018 · Anna Author · Letters In short."
    assert f"{entry} No comments" in read("/").text
    first = make_comment(post)
    assert f"{entry} 1 comment" in read("/").text
    make_comment(post, parent=first)
    assert f"{entry} 2 comments" in read("/").text
    set_policy(blog, post, comments=HIDDEN)
    assert "comments" not in read("/").text.split("In short.")[1].removesuffix("Who can comment Feed")


def test_an_entry_in_another_language_says_so_of_the_authors_words_alone(blog, make_post, read):
    make_post(blog, "رسالة", language="ar", description="قصيرة")
    marked = {tag for tag, attrs in read("/").tags if attrs.get("lang") == "ar"}
    assert marked == {"h2", "p"}


@pytest.mark.parametrize("path", ["/", "/2026/", "/label/letters/"])
def test_a_list_names_its_one_address_whatever_was_hung_on_it(path, blog, make_post, make_member, read):
    label = Label.objects.create(blog=blog, name="Letters", slug="letters")
    author = make_member(blog, Role.AUTHOR)
    posts = [make_post(blog, author=author, published_at=datetime(2026, 1, n, tzinfo=UTC)) for n in range(1, 13)]
    label.posts.set(posts)
    newest = posts[-1].pk
    for query, kept in (("?utm_source=x", ""), (f"?before={newest}&x=1", f"?before={newest}")):
        canonical = [attrs["href"] for tag, attrs in read(path + query).tags if attrs.get("rel") == "canonical"]
        assert canonical == [f"http://testserver{path}{kept}"]


@pytest.mark.parametrize("hidden", [{"state": "draft"}, {"days_ago": -1}], ids=["draft", "scheduled"])
def test_what_is_not_public_is_in_no_list(hidden, blog, make_post, make_comment, make_member, read, client):
    author = make_member(blog, Role.AUTHOR)
    label = Label.objects.create(blog=blog, name="Letters", slug="letters")
    shown = make_post(blog, "To be read", author=author)
    post = make_post(blog, "Canary", author=author, body="Canary", slug="canary", **hidden)
    label.posts.set([shown, post])
    make_comment(post, "Canary")
    paths = ["/", "/label/letters/", f"/author/{author.pk}/", shown.published_at.strftime("/%Y/"), "/feed/"]
    paths += [shown.published_at.strftime("/%Y/%m/"), "/feed/comments/", "/sitemap.xml", "/sitemap-posts.xml"]
    for path in paths:
        response = client.get(path)
        assert response.status_code == 200, path
        assert b"anary" not in response.content, path
    for query in (f"?before={post.pk}", f"?after={post.pk}"):
        read(f"/{query}", 404)


@pytest.mark.parametrize("many", [1, 2_000], ids=["looked through", "sorted"])
def test_a_label_lists_its_posts_alike_whether_many_have_it_or_few(blog, make_post, client, monkeypatch, many):
    monkeypatch.setattr("blog.models.posts.MANY", many)
    label = Label.objects.create(blog=blog, name="Letters", slug="letters")
    author = make_post(blog, "Another").author
    posts = [make_post(blog, f"Letter no. {number}.", days_ago=30 - number, author=author) for number in range(12)]
    label.posts.set(posts)

    def titles(query: str = "") -> list[str]:
        return re.findall(r"Letter no. \d+\.", client.get(f"/label/letters/{query}").content.decode())

    said = [f"Letter no. {number}." for number in range(12)]
    assert titles() == said[:1:-1]
    assert titles(f"?before={posts[2].pk}") == [said[1], said[0]]
    assert titles(f"?after={posts[1].pk}") == said[:1:-1]
