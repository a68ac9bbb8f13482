"""What readers are told of a post beside its text: who wrote it, its cover, where it stood first."""

import io
import re
from xml.etree import ElementTree

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image as Picture

from accounts.feed_keys import make_feed_key
from accounts.models import Role, State, User
from blog.models import Feeds, PostState
from blog.writing.images import add_image
from blog.writing.publishing import save_post

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def anna(blog, make_member):
    return make_member(blog, Role.AUTHOR, name="Anna")


@pytest.fixture
def ben(blog, make_member):
    return make_member(blog, Role.AUTHOR, name="Ben", bio="Sails & <writes>.\n\nMore.")


@pytest.fixture
def cover(blog, anna):
    kept = io.BytesIO()
    Picture.effect_noise((800, 400), 80).convert("RGB").save(kept, "JPEG")
    return add_image(
        blog=blog, by=anna, file=ContentFile(kept.getvalue()), alt="Boats", caption="At dusk", name="b.jpg"
    )


@pytest.fixture
def with_cover(cover, make_post, blog, anna):
    post = make_post(blog, "Covered", author=anna, cover=cover)
    return save_post(post=post, now=timezone.now())


def entries(client, url="/feed/"):
    return ElementTree.fromstring(client.get(url).content).findall(f"{ATOM}entry")


# --- Several authors ---


def test_everybody_who_wrote_a_post_is_named_wherever_it_is(blog, anna, ben, make_post, make_member, read, client):
    post = make_post(blog, author=anna)
    post.coauthors.set([ben, make_member(blog, Role.EDITOR, name="Cleo")])
    for path in (post.path, "/"):
        page = read(path)
        assert "Anna , Ben and Cleo" in page.text, page.text
        authors = [attrs["href"] for tag, attrs in page.tags if attrs.get("rel") == "author"]
        assert authors == [f"/author/{User.objects.get(name=name).pk}/" for name in ("Anna", "Ben", "Cleo")]
    names = [name.text for name in entries(client)[0].findall(f"{ATOM}author/{ATOM}name")]
    assert names == ["Anna", "Ben", "Cleo"]
    assert [attrs["content"] for _tag, attrs in read(post.path).tags if attrs.get("name") == "author"] == names


def test_the_page_of_an_author_has_what_they_wrote_with_others_and_who_they_are(blog, anna, ben, make_post, read):
    own, shared, others = (
        make_post(blog, "Own", author=ben),
        make_post(blog, "Shared", author=anna),
        make_post(blog, "Not"),
    )
    shared.coauthors.add(ben)
    page = read(f"/author/{ben.pk}/")
    assert own.title in page.text and shared.title in page.text and others.title not in page.text
    assert "Sails & <writes>." in page.text and "writes" not in {tag for tag, _attrs in page.tags}


@pytest.mark.parametrize("change", [{"state": State.LEFT}, {"role": Role.MEMBER}, {"bio": ""}])
def test_who_somebody_is_is_told_while_they_belong_to_the_team(change, blog, ben, make_post, read):
    make_post(blog, author=ben)
    ben.memberships.update(**change)
    assert "Sails" not in read(f"/author/{ben.pk}/").text


def test_a_draft_written_with_others_shows_nobody_an_author_page(blog, anna, ben, make_post, client):
    make_post(blog, author=anna, state=PostState.DRAFT).coauthors.add(ben)
    assert client.get(f"/author/{ben.pk}/").status_code == 404


def test_others_cost_one_query_however_many_and_nobody_none(
    blog, anna, ben, make_post, client, django_assert_num_queries
):
    post = make_post(blog, author=anna)
    costs = {post.path: 8, "/": 6, "/feed/": 3}
    for url, cost in costs.items():
        with django_assert_num_queries(cost):
            client.get(url)
    for each in (post, make_post(blog), make_post(blog)):
        each.coauthors.set([ben, anna])
    for url, cost in costs.items():
        with django_assert_num_queries(cost + 1):
            client.get(url)


# --- Cover ---


def test_a_cover_stands_on_the_post_and_in_lists_with_its_size_and_its_smaller_files(with_cover, read, make_post, blog):
    make_post(blog, "Newer", days_ago=0.5)
    for path in (with_cover.path, "/"):
        images = [attrs for tag, attrs in read(path).tags if tag == "img"]
        assert [(image["alt"], image["width"], image["height"]) for image in images] == [("Boats", "800", "400")]
        srcset = next(attrs["srcset"] for tag, attrs in read(path).tags if tag == "source")
        assert re.search(r"/b_480\.\w+ 480w, .*/b_800\.\w+ 800w", srcset)
    assert "At dusk" in read(with_cover.path).text


def test_the_first_cover_is_fetched_at_once_and_the_others_when_they_come_near(
    with_cover, cover, read, make_post, blog
):
    for days in (3, 4):
        save_post(post=make_post(blog, days_ago=days, cover=cover), now=timezone.now())
    images = [attrs for tag, attrs in read("/").tags if tag == "img"]
    assert [image.get("loading") for image in images] == [None, "lazy", "lazy"]
    assert images[0]["fetchpriority"] == "high"


def test_a_card_of_a_shared_address_shows_the_cover(with_cover, read):
    told = {
        attrs.get("property") or attrs.get("name"): attrs.get("content") for tag, attrs in read(with_cover.path).tags
    }
    assert told["og:image"] == f"http://testserver{with_cover.cover.get_absolute_url()}"
    assert (told["og:image:alt"], told["twitter:card"]) == ("Boats", "summary_large_image")


def test_a_cover_is_in_the_feed(with_cover, client):
    content = entries(client)[0].find(f"{ATOM}content").text
    assert with_cover.cover.get_absolute_url() in content and 'alt="Boats"' in content


def test_a_cover_is_public_while_a_public_post_has_it(with_cover, client, cover):
    url = cover.get_absolute_url()
    assert client.get(url).status_code == 200
    for state, readers in ((PostState.DRAFT, ""), (PostState.PUBLISHED, "members"), (PostState.PUBLISHED, "team")):
        with_cover.state, with_cover.readers = state, readers
        with_cover.save()
        assert client.get(url).status_code == 404, (state, readers)
        assert url not in client.get("/").content.decode() and url not in client.get("/feed/").content.decode()
        assert url not in client.get(with_cover.path).content.decode()


def test_a_cover_that_was_taken_off_is_public_no_more(with_cover, client, cover):
    with_cover.cover = None
    save_post(post=with_cover, now=timezone.now())
    assert client.get(cover.get_absolute_url()).status_code == 404


# --- First published at ---


def test_search_engines_are_told_of_the_first_address(make_post, blog, read, client):
    post = make_post(blog, canonical="https://example.org/first/")
    page = read(post.path)
    assert ("link", {"rel": "canonical", "href": "https://example.org/first/"}) in page.tags
    assert ("meta", {"property": "og:url", "content": "https://example.org/first/"}) in page.tags
    assert post.path not in client.get("/sitemap-posts.xml").content.decode()
    inner = make_post(blog, canonical="https://example.org/inner/", readers="members")
    assert ("link", {"rel": "canonical", "href": "https://example.org/inner/"}) in read(inner.path).tags


# --- Language, feeds ---


def test_a_post_in_another_language_says_so_in_lists(blog, make_post, read):
    make_post(blog, "مرحبا", language="ar", description="نص")
    tags = read("/").tags
    assert ("h2", {"lang": "ar", "dir": "rtl"}) in tags and ("p", {"lang": "ar", "dir": "rtl"}) in tags


def test_feeds_hold_as_much_as_the_blog_has_chosen_and_ones_own_the_whole(blog, make_post, client, make_member, anna):
    make_post(blog, "Long", body="It begins.\n\nThe heart of it.", description="In short.", author=anna)
    blog.feeds = Feeds.SUMMARY
    blog.save()
    content = entries(client)[0].find(f"{ATOM}content").text
    assert "In short." in content and "heart" not in content and "Read on" in content
    secret = make_feed_key(user=make_member(blog), blog=blog, now=timezone.now())
    assert "heart" in entries(client, f"/feed/mine/{secret}/")[0].find(f"{ATOM}content").text
    blog.feeds = Feeds.FULL
    blog.save()
    assert "heart" in entries(client)[0].find(f"{ATOM}content").text


def test_everybody_who_wrote_a_post_is_marked_in_its_comments(blog, anna, ben, make_post, make_comment, client):
    post = make_post(blog, author=anna)
    post.coauthors.add(ben)
    for person in (anna, ben, None):
        make_comment(post, author=person)
    assert client.get(post.path).content.decode().count("author of this post") == 2
