"""The acts of authors: addresses made and kept, dates, labels, images."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils import timezone

from blog.models import Image, Label, OldPath, Page, PermalinkPattern, Post, PostState
from blog.writing.publishing import publish_post, save_page, save_post

MAY = datetime(2018, 5, 31, 22, 30, tzinfo=UTC)


@pytest.fixture
def publish(blog, author):
    def publish_(title="A letter", body="Text.", **fields) -> Post:
        return publish_post(blog=fields.pop("blog", blog), author=author, title=title, body=body, **fields)

    return publish_


@pytest.fixture
def make_image(blog):
    def make(where=blog, width=40) -> Image:
        image = Image(
            blog=where, name="dot.png", alt="A dot", width=width, height=30, checksum=str(where.images.count())
        )
        image.file.save("dot.png", ContentFile(b"dot"))
        return image

    return make


def save(written, now=None, **fields):
    for name, value in fields.items():
        setattr(written, name, value)
    act = {"page": written} if isinstance(written, Page) else {"post": written}
    return (save_page if "page" in act else save_post)(**act, now=now or timezone.now())


def test_a_post_published_without_a_date_is_public_at_once(publish, blog):
    post = publish()
    assert post in blog.posts.public(timezone.now())
    assert post.html == "<p>Text.</p>"


def test_a_post_dated_in_the_future_is_public_from_then_on_with_nobody_doing_anything(publish, blog):
    soon = timezone.now() + timedelta(hours=1)
    post = publish(published_at=soon)
    assert post not in blog.posts.public(timezone.now())
    assert post in blog.posts.public(soon)


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        (PermalinkPattern.DATED, "/2018/05/a-letter/"),
        (PermalinkPattern.BLOGGER, "/2018/05/a-letter.html"),
        (PermalinkPattern.DAILY, "/2018/05/31/a-letter/"),
    ],
)
def test_an_address_is_made_by_the_blogs_pattern(pattern, path, publish, blog):
    blog.permalinks = pattern
    assert publish(published_at=MAY).path == path


def test_the_day_of_an_address_is_the_blogs_own(publish, blog):
    blog.time_zone = "Europe/Vienna"  # half past ten at night in UTC is June there
    assert publish(published_at=MAY).path == "/2018/06/a-letter/"


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Lavrov to visit North Korea", "lavrov-to-visit-north-korea"),
        ("رسالة من القاهرة", "رسالة-من-القاهرة"),
        ("朝鮮を訪問へ", "朝鮮を訪問へ"),
        ("!!!", "text"),
        ("word " * 39, "-".join(["word"] * 16)),
    ],
)
def test_a_slug_is_made_of_the_titles_own_letters(title, slug, publish):
    assert publish(title).slug == slug


def test_a_second_post_of_the_same_title_is_numbered(publish):
    paths = [publish(published_at=MAY).path for _ in range(3)]
    assert paths == ["/2018/05/a-letter/", "/2018/05/a-letter-2/", "/2018/05/a-letter-3/"]


def test_many_posts_of_one_title_still_find_addresses(publish):
    assert len({publish("Untitled", published_at=MAY).path for _ in range(24)}) == 24


def test_two_blogs_may_have_the_same_address(publish, make_blog):
    other = make_blog(hostname="two.example.org")
    assert publish(published_at=MAY).path == publish(published_at=MAY, blog=other).path


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/admin/x/", "another part of the site"),
        ("/feed/", "another part of the site"),
        ("/sitemap-posts.xml", "another part of the site"),
        ("/2018/05/", "archive"),
        ("/2018/", "archive"),
        ("/a b/", "letters, digits"),
        ("//evil.example/", "letters, digits"),
        ("/a/../b/", "letters, digits"),
        ("/" + "a" * 300 + "/", "300"),
        ("/taken/", "Another post has"),
        ("/p/about/", "another part of the site"),
        ("/about-us/", "A page has"),
        ("/moved/", "links to it still lead there"),
    ],
)
def test_an_address_that_cannot_be_is_refused_in_a_sentence_and_nothing_is_stored(path, words, publish, blog):
    first = publish(path="/moved/", published_at=MAY)
    save(first, path="/taken/")
    save_page(page=Page(blog=blog, title="About", path="/about-us/"), now=timezone.now())
    before = blog.posts.count()
    with pytest.raises(ValidationError) as refusal:
        publish("Second", path=path)
    assert words in " ".join(refusal.value.message_dict["path"])
    assert blog.posts.count() == before


def test_a_changed_address_leaves_a_way_from_the_old_one(publish, client):
    post = publish(published_at=MAY)
    for path in ("/second/", "/third/"):
        save(post, path=path)
    for old in ("/2018/05/a-letter/", "/second/"):
        answer = client.get(old)
        assert (answer.status_code, answer["Location"]) == (301, "/third/")
    assert client.get("/third/").status_code == 200


def test_a_post_that_returns_to_its_old_address_leaves_no_circle(publish, client):
    post = publish(published_at=MAY)
    first = post.path
    save(post, path="/elsewhere/")
    save(post, path=first)
    assert client.get(first).status_code == 200
    assert client.get("/elsewhere/")["Location"] == first
    assert [old.path for old in OldPath.objects.all()] == ["/elsewhere/"]


def test_a_draft_nobody_has_read_leaves_no_old_address_and_follows_its_title_and_date(publish):
    post = publish("First thought", state=PostState.DRAFT)
    save(post, title="Second thought")
    assert post.slug == "second-thought"
    save(post, state=PostState.PUBLISHED, published_at=MAY)
    assert post.path == "/2018/05/second-thought/"
    assert not OldPath.objects.exists()


def test_the_address_of_a_public_post_stays_when_its_title_or_date_changes(publish):
    post = publish(published_at=MAY)
    save(post, title="Another title", published_at=MAY + timedelta(days=90))
    assert post.path == "/2018/05/a-letter/"


def test_a_changed_short_name_changes_the_address_and_keeps_the_old_one(publish, client):
    post = publish(published_at=MAY)
    save(post, slug="a-better-name")
    assert post.path == "/2018/05/a-better-name/"
    assert client.get("/2018/05/a-letter/")["Location"] == post.path


def test_a_typed_address_stays_its_authors(publish):
    post = publish(path="my/own", state=PostState.DRAFT)
    assert post.path == "/my/own"
    save(post, title="Another title", state=PostState.PUBLISHED)
    assert post.path == "/my/own"


def test_a_post_taken_back_and_moved_still_leads_on_when_it_is_public_again(publish, client):
    post = publish(published_at=MAY)
    save(post, state=PostState.DRAFT)
    save(post, path="/moved/")
    assert client.get("/2018/05/a-letter/").status_code == 404
    save(post, state=PostState.PUBLISHED)
    assert client.get("/2018/05/a-letter/")["Location"] == "/moved/"


def test_labels_are_found_whatever_their_case_and_made_where_missing(publish, blog):
    publish(labels=["Travel", "C++"])
    post = publish(labels=[" travel ", "TRAVEL", "C#", ""])
    assert sorted(label.name for label in post.labels.all()) == ["C#", "Travel"]
    assert sorted(blog.labels.values_list("name", "slug")) == [("C#", "c-2"), ("C++", "c"), ("Travel", "travel")]


def test_a_label_too_long_is_refused_and_nothing_is_stored(publish, blog):
    with pytest.raises(ValidationError, match="too long for a label"):
        publish(labels=["ok", "a" * 61])
    assert not blog.posts.exists()
    assert not Label.objects.exists()


def test_a_post_knows_the_images_its_text_shows_and_only_its_own_blogs(publish, make_image, make_blog):
    ours, strange = make_image(), make_image(make_blog(hostname="two.example.org"))
    post = publish(body=f"![A](/images/{ours.key}/dot.png)\n\n![B](/images/{strange.key}/dot.png)")
    assert list(post.images.all()) == [ours]
    assert 'width="40"' in post.html
    save(post, body="None.")
    assert not post.images.exists()


def test_a_text_is_stored_as_it_was_rendered_and_dated_when_it_changes(publish):
    post = publish(body="a\r\nb\x00", now=MAY)
    assert post.body == "a\nb"
    save(post, now=MAY + timedelta(days=1))
    assert post.updated_at == MAY
    save(post, now=MAY + timedelta(days=2), body="c")
    assert post.updated_at == MAY + timedelta(days=2)


def test_the_teaser_ends_at_the_authors_mark(publish):
    post = publish(body="Above.\n\n<!--more-->\n\nBelow.")
    assert "Above" in post.teaser and "Below" not in post.teaser
    assert "Below" in post.html and "more" not in post.html


@pytest.mark.parametrize("fields", [{"title": ""}, {"title": "a" * 201}, {"state": "secret"}, {"body": "a" * 500_001}])
def test_a_post_that_is_not_whole_is_refused_and_nothing_is_stored(fields, publish, blog):
    with pytest.raises(ValidationError) as refusal:
        publish(**fields)
    assert set(refusal.value.message_dict) == set(fields)
    assert not blog.posts.exists()


def test_a_page_lives_below_p_and_follows_its_title_until_it_is_published(blog):
    page = save_page(page=Page(blog=blog, title="About us", body="We."), now=timezone.now())
    assert page.path == "/p/about-us/"
    save(page, title="About", state=PostState.PUBLISHED)
    assert page.path == "/p/about/"
    save(page, title="Who we are")
    assert (page.path, page.html) == ("/p/about/", "<p>We.</p>")
