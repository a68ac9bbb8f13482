"""Feeds, sitemap and robots.txt."""

from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest

from blog.comments.policy import HIDDEN, OPEN
from blog.models import Label

ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture
def fetch(client):
    def fetch_(path: str) -> ElementTree.Element:
        response = client.get(path)
        assert response.status_code == 200
        assert "xml" in response["Content-Type"]
        return ElementTree.fromstring(response.content)

    return fetch_


def test_the_feed_has_whole_posts(blog, make_post, fetch):
    post = make_post(blog, "A <title> & more", body="*All* of it.", description="In short.")
    post.labels.add(Label.objects.create(blog=blog, name="Letters", slug="letters"))
    entry = fetch("/feed/").find(f"{ATOM}entry")
    assert entry.find(f"{ATOM}title").text == "A <title> & more"
    assert entry.find(f"{ATOM}content").text == post.html
    assert entry.find(f"{ATOM}content").get("type") == "html"
    assert entry.find(f"{ATOM}summary").text == "In short."
    assert entry.find(f"{ATOM}link").get("href") == f"http://testserver{post.path}"
    assert entry.find(f"{ATOM}author/{ATOM}name").text == post.author.name
    assert entry.find(f"{ATOM}category").get("term") == "Letters"


def test_a_video_in_a_feed_is_a_plain_link(blog, make_post, fetch):
    make_post(blog, body="Above.\n\nhttps://youtu.be/jNQXAC9IVRw")
    content = fetch("/feed/").find(f"{ATOM}entry/{ATOM}content").text
    assert '<a href="https://youtu.be/jNQXAC9IVRw"' in content and "Video on YouTube" in content
    assert not [tag for tag in ("<iframe", "<img", "<script", "<video", "<object", "style=") if tag in content]


def test_the_feed_of_comments_has_what_was_said(blog, make_post, make_comment, fetch):
    comment = make_comment(make_post(blog), "*Well* said.")
    entry = fetch("/feed/comments/").find(f"{ATOM}entry")
    assert entry.find(f"{ATOM}content").text == comment.html
    assert entry.find(f"{ATOM}link").get("href").endswith(comment.get_absolute_url())


@pytest.mark.parametrize("by_the_blog", [False, True], ids=["by the post", "by the blog"])
def test_a_hidden_thread_that_goes_on_leaves_the_others_in_the_feed(
    by_the_blog, blog, make_post, make_comment, make_member, set_policy, fetch
):
    author = make_member(blog)
    shown, hidden = make_post(blog), make_post(blog)
    make_comment(shown, "To be heard", author=author)
    for _ in range(41):
        make_comment(hidden, "Whispered", author=author)
    set_policy(blog, comments=HIDDEN if by_the_blog else "")
    set_policy(blog, shown, comments=OPEN)
    if not by_the_blog:
        set_policy(blog, hidden, comments=HIDDEN)
    said = [entry.find(f"{ATOM}content").text for entry in fetch("/feed/comments/").iter(f"{ATOM}entry")]
    assert said == ["<p>To be heard</p>"]


def test_comments_that_a_label_hides_are_not_in_the_feed(blog, make_post, make_comment, set_policy, fetch):
    post = make_post(blog)
    label = Label.objects.create(blog=blog, name="Quiet", slug="quiet")
    post.labels.add(label)
    make_comment(post, "Whispered")
    make_comment(make_post(blog), "To be heard")
    set_policy(blog, label=label, comments=HIDDEN)
    said = [entry.find(f"{ATOM}content").text for entry in fetch("/feed/comments/").iter(f"{ATOM}entry")]
    assert said == ["<p>To be heard</p>"]


def test_a_feed_without_anything_is_still_a_feed(blog, fetch):
    assert fetch("/feed/").tag == f"{ATOM}feed"
    assert fetch("/feed/comments/").tag == f"{ATOM}feed"


def test_the_sitemap_leads_to_every_public_post(blog, make_post, fetch):
    post = make_post(blog)
    make_post(blog, days_ago=-1)
    sections = [loc.text for loc in fetch("/sitemap.xml").iter(f"{MAP}loc")]
    assert "http://testserver/sitemap-posts.xml" in sections
    assert [loc.text for loc in fetch("/sitemap-posts.xml").iter(f"{MAP}loc")] == [f"http://testserver{post.path}"]


def test_each_month_has_its_section_whose_posts_are_its_own(blog, make_post, fetch):
    blog.time_zone = "Pacific/Auckland"
    blog.save()
    old = make_post(blog, published_at=datetime(2025, 11, 30, 12, tzinfo=UTC))  # in Auckland it is December
    new = make_post(blog, published_at=datetime(2026, 2, 3, tzinfo=UTC))
    listed = [loc.text.rpartition("/sitemap-")[2] for loc in fetch("/sitemap.xml").iter(f"{MAP}loc")]
    assert listed == ["posts.xml", "posts-2026-02.xml", "posts-2026-01.xml", "posts-2025-12.xml"] + [
        "pages.xml",
        "series.xml",
    ]

    def found(month: str) -> list[str]:
        return [loc.text for loc in fetch(f"/sitemap-posts-{month}.xml").iter(f"{MAP}loc")]

    assert found("2025-12") == [f"http://testserver{old.path}"] and found("2026-01") == []
    assert found("2026-02") == [f"http://testserver{new.path}"]


@pytest.mark.parametrize("section", ["2026-13", "0000-01", "9999-12", "26-1-1", "x"])
def test_what_is_no_month_is_no_section(section, blog, client):
    assert client.get(f"/sitemap-posts-{section}.xml").status_code == 404


def test_an_address_beyond_ascii_is_written_as_machines_read_it(blog, make_post, fetch):
    make_post(blog, path="/2026/01/größe&co/")
    listed = [loc.text for loc in fetch("/sitemap-posts.xml").iter(f"{MAP}loc")]
    assert listed == ["http://testserver/2026/01/gr%C3%B6%C3%9Fe&co/"]


def test_robots_are_told_where_the_sitemap_is(blog, client):
    assert b"Sitemap: http://testserver/sitemap.xml" in client.get("/robots.txt").content


@pytest.mark.parametrize("path", ["/feed/", "/feed/comments/", "/sitemap.xml", "/sitemap-posts.xml", "/robots.txt"])
def test_machines_are_told_what_to_keep(path, blog, make_post, make_comment, client):
    make_comment(make_post(blog))
    first = client.get(path)
    assert first["ETag"] and first["Cache-Control"].startswith("public")
    assert client.get(path, headers={"if-none-match": first["ETag"]}).status_code == 304
