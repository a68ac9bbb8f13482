"""What readers get of a blog's look: one small style sheet kept for good, and an image above each page."""

import io
from html import escape

import pytest
from PIL import Image as Picture

from blog.models import Readers
from blog.writing.images import add_image

NOT_OURS = "/look-0123456789ab.css"


@pytest.fixture
def coloured(blog):
    blog.font, blog.accent, blog.accent_dark = "sans", "#1d5a87", "#8cbfe6"
    blog.save()
    return blog


@pytest.fixture
def header(blog, make_member):
    file = io.BytesIO()
    Picture.effect_noise((1300, 300), 90).convert("RGB").save(file, "JPEG")
    file.seek(0)
    blog.header_image = add_image(blog=blog, by=make_member(blog), file=file, alt="Boats at dusk", name="boats.jpg")
    blog.save()
    return blog.header_image


def test_a_blog_as_it_comes_asks_for_no_more(blog, client):
    text = client.get("/").content.decode()
    assert "look-" not in text
    assert "literata-normal" in text
    assert "masthead-image" not in text
    assert client.get(NOT_OURS).status_code == 404


def test_a_look_is_one_small_sheet_that_is_kept_for_good(coloured, client):
    text = client.get("/").content.decode()
    assert text.count(coloured.look_address) == 1
    assert "literata-normal" not in text  # not fetched for nothing
    answer = client.get(coloured.look_address)
    assert answer["Content-Type"].startswith("text/css")
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert not answer.cookies
    assert len(answer.content) < 1_000
    assert b"--link: #1d5a87" in answer.content
    again = client.get(coloured.look_address, headers={"if-none-match": answer["ETag"]})
    assert (again.status_code, again["Cache-Control"]) == (304, answer["Cache-Control"])


def test_another_look_is_at_another_address_and_the_old_one_is_gone(coloured, client):
    old = coloured.look_address
    coloured.accent = "#2c6140"
    coloured.save()
    assert client.get(old).status_code == 404
    assert client.get(coloured.look_address).status_code == 200
    assert client.post(coloured.look_address).status_code == 405


def test_a_look_costs_no_query_of_its_own(coloured, header, client, django_assert_num_queries):
    client.get("/")
    with django_assert_num_queries(1):  # the blog
        client.get(coloured.look_address)


def test_the_header_image_is_above_each_page_with_its_words_its_size_and_its_smaller_files(header, client, make_post):
    for path in ("/", make_post(header.blog).path):
        text = client.get(path).content.decode()
        assert f'alt="Boats at dusk" width="{header.width}" height="{header.height}"' in text
        assert 'type="image/webp" srcset="/images/' in text
    answer = client.get(header.get_absolute_url())
    assert answer.status_code == 200
    assert "public" in answer["Cache-Control"]
    for name in header.rendition_names():
        assert client.get(header.url_of(name)).status_code == 200


def test_of_a_blog_for_members_the_front_page_shows_it_and_of_one_for_the_team_nothing(header, client):
    for readers, status in ((Readers.MEMBERS, 200), (Readers.TEAM, 404)):
        header.blog.readers = readers
        header.blog.save()
        assert client.get(header.get_absolute_url()).status_code == status
        assert ("masthead-image" in client.get("/").content.decode()) == (status == 200)


def test_an_image_that_is_no_longer_above_the_pages_is_the_teams_again(header, client):
    header.blog.header_image = None
    header.blog.save()
    assert client.get(header.get_absolute_url()).status_code == 404


def test_a_feed_holds_the_whole_text_or_the_description_and_the_way_to_it(blog, client, make_post):
    post = make_post(blog, body="How it *begins*.\n\nAnd the rest of it.", description="In one sentence.")
    assert "the rest of it" in client.get("/feed/").content.decode()
    blog.feeds = "summary"
    blog.save()
    text = client.get("/feed/").content.decode()
    assert "the rest of it" not in text
    assert escape(f'<p>In one sentence.</p><p><a href="{post.path}">Read on</a></p>', quote=False) in text
