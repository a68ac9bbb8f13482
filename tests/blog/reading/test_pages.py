"""What readers see: posts, lists, pages, and the same bytes for everybody."""

from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser

import pytest
from django.utils import timezone

from accounts.models import Role
from blog.comments.policy import HIDDEN, SHOWN
from blog.models import Label, OldPath, Page, PostState


class Words(HTMLParser):
    """The text of a page as a reader meets it, and its tags."""

    def __init__(self, html: str):
        super().__init__()
        self.parts, self.tags = [], []
        self.feed(html)

    def handle_data(self, data):
        self.parts.append(data)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.parts).split())


@pytest.fixture
def read(client):
    def read_(path: str, status: int = 200) -> Words:
        response = client.get(path)
        assert response.status_code == status, path
        return Words(response.content.decode())

    return read_


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


@pytest.mark.parametrize("path", ["post", "/", "/feed/", "/label/letters/", "/comments/policy/", "/sitemap.xml"])
@pytest.mark.parametrize("who", ["member", "owner"])
def test_a_page_is_the_same_bytes_for_every_reader(path, who, blog, make_post, make_comment, make_member, client):
    post = make_post(blog)
    post.labels.add(Label.objects.create(blog=blog, name="Letters", slug="letters"))
    make_comment(post)
    path = post.path if path == "post" else path
    plain = client.get(path)
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
            assert attrs["href"].startswith("/")


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


def test_what_a_query_means_nothing_to_is_the_same_page(blog, make_post, client):
    post = make_post(blog)
    assert client.get(f"{post.path}?utm_source=x&m=1").content == client.get(post.path).content


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


def test_an_old_address_leads_on_for_good(blog, make_post, client):
    post = make_post(blog)
    OldPath.objects.create(blog=blog, post=post, path="/2011/02/once.html")
    response = client.get("/2011/02/once.html")
    assert (response.status_code, response["Location"]) == (301, post.path)


def test_an_old_address_of_a_draft_leads_nowhere(blog, make_post, read):
    post = make_post(blog, state=PostState.DRAFT)
    OldPath.objects.create(blog=blog, post=post, path="/2011/02/once.html")
    read("/2011/02/once.html", 404)


def test_a_missing_slash_is_added(blog, make_post, client):
    make_post(blog, path="/2018/05/x/")
    response = client.get("/2018/05/x?showComment=1")
    assert (response.status_code, response["Location"]) == (301, "/2018/05/x/?showComment=1")
    assert client.get("/2018")["Location"] == "/2018/"
    assert client.get("//evil.example/x").status_code == 404


def test_a_post_as_blogger_has_it_is_found(blog, make_post, read):
    make_post(blog, "Kept", path="/2018/05/kept.html")
    assert "Kept" in read("/2018/05/kept.html").text


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


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_reading_is_all_one_can_do(method, blog, make_post, client):
    assert getattr(client, method)(make_post(blog).path).status_code == 405


def test_several_blogs_never_cross(make_blog, make_post, client):
    one, two = make_blog(hostname="one.example.org"), make_blog(hostname="two.example.org")
    post = make_post(one, "Of one", path="/2018/05/x/")
    make_post(two, "Of two", path="/2018/05/x/")
    for blog, title, other in ((one, "Of one", "Of two"), (two, "Of two", "Of one")):
        for path in ("/", "/2018/05/x/", "/feed/"):
            text = client.get(path, headers={"host": blog.hostname}).content.decode()
            assert title in text and other not in text
    assert client.get(f"/author/{post.author_id}/", headers={"host": "two.example.org"}).status_code == 404
    assert client.get("/", headers={"host": "localhost"}).status_code == 404


def test_a_wrong_host_is_refused_in_words(blog, client):
    response = client.get("/", headers={"host": "evil.example"})
    assert response.status_code == 400
    assert "could not be understood" in response.content.decode()
    assert "evil" not in response.content.decode()
