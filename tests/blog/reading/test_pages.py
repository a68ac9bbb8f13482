"""What readers see: posts, pages, and the same bytes for everybody."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from blog.comments.policy import HIDDEN, SHOWN
from blog.models import Label, Page


def test_a_post_without_comments_ends_with_the_rule_and_the_way_in(blog, make_post, read):
    post = make_post(blog, "A title", body="Its words.")
    text = read(post.path).text
    end = text[text.index("Its words.") :]
    assert end.startswith(
        "Its words. No comments: Post a Comment Note: Only a member of this blog may post a comment. "
        "Sign in or sign up; then you can become a member at once."
    )


@pytest.mark.parametrize("joining, way", [("approval", "then you can ask to join"), ("closed", "takes no new members")])
def test_the_way_in_is_the_one_the_blog_has(joining, way, make_blog, make_post, read):
    post = make_post(make_blog(joining=joining))
    assert way in read(post.path).text


def test_the_note_leads_back_to_the_comment_that_was_to_be_written(blog, make_post, read):
    post = make_post(blog)
    links = [attrs["href"] for tag, attrs in read(post.path).tags if tag == "a"]
    assert f"/accounts/login/?next=%2Fcomments%2Fon%2F{post.pk}%2F" in links
    assert f"/comments/on/{post.pk}/" in links


SAME = [
    "post",
    "/",
    "/feed/",
    "/feed/comments/",
    "/label/letters/",
    "/2026/",
    "/2026/01/",
    "author",
    "/comments/policy/",
]
SAME += ["/sitemap.xml", "/sitemap-posts.xml", "/robots.txt", "/never/"]


@pytest.mark.parametrize("path", SAME)
@pytest.mark.parametrize("who", ["member", "owner"])
def test_a_page_is_the_same_bytes_for_every_reader(path, who, blog, make_post, make_comment, make_member, client):
    post = make_post(blog, published_at=datetime(2026, 1, 2, tzinfo=UTC))
    post.labels.add(Label.objects.create(blog=blog, name="Letters", slug="letters"))
    make_comment(post)
    path = {"post": post.path, "author": f"/author/{post.author_id}/"}.get(path, path)
    plain = client.get(path)
    assert plain.status_code == (404 if path == "/never/" else 200)
    client.force_login(make_member(blog, who), backend="accounts.backends.AddressBackend")
    signed_in = client.get(path, headers={"accept-language": "de", "user-agent": "Another"})
    assert plain.content == signed_in.content
    for response in (plain, signed_in):
        assert not response.cookies
        assert "cookie" not in response.get("Vary", "").lower()
        assert "csrf" not in response.content.decode().lower()
        assert "<form" not in response.content.decode()


def test_a_page_loads_nothing_from_elsewhere(blog, make_post, read):
    post = make_post(blog, body="![x](https://elsewhere.example/x.png)\n\nhttps://elsewhere.example/")
    for tag, attrs in read(post.path).tags:
        for name in ("src", "srcset", "action"):
            assert not attrs.get(name, "").startswith(("http", "//")), tag
        if tag == "link" and attrs["rel"] not in ("canonical",):
            assert attrs["href"].startswith(("/", "data:"))


def test_a_page_is_asked_about_and_not_sent_again(blog, make_post, client):
    post = make_post(blog)
    first = client.get(post.path)
    assert first["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert first["Last-Modified"]
    again = client.get(post.path, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    head = client.head(post.path)
    assert (head.status_code, head["ETag"], head.content) == (200, first["ETag"], b"")


def test_a_new_comment_makes_another_page(blog, make_post, make_comment, client):
    post = make_post(blog)
    first = client.get(post.path)
    make_comment(post)
    again = client.get(post.path, headers={"if-none-match": first["ETag"]})
    assert again.status_code == 200 and again["ETag"] != first["ETag"]


def test_a_date_alone_never_says_that_nothing_changed(blog, make_post, client):
    """A page also changes by the clock, by a new name, by a new theme."""
    post = make_post(blog)
    later = "Fri, 01 Jan 2100 00:00:00 GMT"
    assert client.get(post.path, headers={"if-modified-since": later}).status_code == 200


def test_what_a_query_means_nothing_to_is_the_same_page(blog, make_post, client):
    post = make_post(blog)
    assert client.get(f"{post.path}?utm_source=x&m=1").content == client.get(post.path).content


def test_a_page_stands_in_the_menu(blog, read):
    Page.objects.create(
        blog=blog, title="About us", path="/p/about/", slug="about", html="<p>Us.</p>", state="published", menu_order=1
    )
    Page.objects.create(blog=blog, title="Not yet", path="/p/not/", slug="not", state="draft", menu_order=2)
    assert "Us." in read("/p/about/").text
    front = read("/").text
    assert "About us" in front and "Not yet" not in front
    read("/p/not/", 404)


def test_a_scheduled_post_is_public_at_its_second(blog, make_post, client, monkeypatch):
    post = make_post(blog, days_ago=-1)
    assert client.get(post.path).status_code == 404
    second = post.published_at
    monkeypatch.setattr(timezone, "now", lambda: second - timedelta(microseconds=1))
    assert client.get(post.path).status_code == 404
    monkeypatch.setattr(timezone, "now", lambda: second)
    assert client.get(post.path).status_code == 200


def test_another_language_runs_its_own_way(blog, make_post, read):
    post = make_post(blog, "رسالة", language="ar")
    article = next(attrs for tag, attrs in read(post.path).tags if tag == "article")
    assert (article["lang"], article["dir"]) == ("ar", "rtl")
    # In a line that runs to the left, an English date left to itself would be shown as "May 2018 31".
    date = next(attrs for tag, attrs in read(post.path).tags if tag == "time")
    assert date["dir"] == "ltr"


def test_a_blog_in_arabic_runs_right_to_left(make_blog, make_post, read):
    make_post(make_blog(language="ar"))
    html = next(attrs for tag, attrs in read("/").tags if tag == "html")
    assert (html["lang"], html["dir"]) == ("ar", "rtl")


def test_hidden_comments_are_nowhere(blog, make_post, make_comment, set_policy, client):
    post = make_post(blog)
    make_comment(post, "Whispered words")
    assert "1 comment" in client.get("/").content.decode()
    set_policy(blog, post, comments=HIDDEN)
    for path in (post.path, "/", "/feed/comments/"):
        text = client.get(path).content.decode()
        assert "Whispered" not in text and "1 comment" not in text


def test_closed_comments_stay_to_be_read(blog, make_post, make_comment, set_policy, read):
    post = make_post(blog)
    make_comment(post, "Spoken words")
    set_policy(blog, post, comments=SHOWN)
    text = read(post.path).text
    assert "Spoken words" in text and "Comments on this post are closed." in text
    assert "Post a Comment" not in text
