"""Images of what is not published (any more) are open to no stranger, by none of their addresses."""

import io
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image as Picture

from accounts.models import Role
from blog.models import Image, Page, PostState
from blog.writing.sharing import share
from blog.writing.trash import throw_away
from tests.house.crawling import HOST, browser_of

STATES = ("draft", "taken back", "scheduled", "over", "trash", "team", "page", "unused", "shared", "of a copy")


def a_picture(blog, number: int) -> Image:
    kept = io.BytesIO()
    Picture.new("RGB", (4, 4), (number, 0, 0)).save(kept, "WEBP")
    image = Image(blog=blog, name=f"p-{number}.webp", alt="A", checksum=f"{number}", width=4, height=4)
    image.renditions = {"webp": [2]}
    for name in (image.name, image.crop_name, *image.rendition_names()):
        image.file.save(name, ContentFile(kept.getvalue()), save=False)
    image.file.name = image.file.name.rpartition("/")[0] + f"/{image.name}"
    image.save()
    return image


@pytest.fixture(params=[len(STATES), pytest.param(50, marks=pytest.mark.slow)])
def hidden(request, make_blog, make_post):
    """Images that were public a moment ago, and are hidden now in ten ways."""
    blog, now, images = make_blog(hostname=HOST), timezone.now(), []
    for number in range(request.param):
        image, how = a_picture(blog, number), STATES[number % len(STATES)]
        post = make_post(blog)
        post.images.add(image)
        answer = browser_of(None).get(image.get_absolute_url())
        assert answer.status_code == 200, "it was public before"
        image.etag = answer["ETag"]
        if how == "trash":
            throw_away(text=post, by=None, now=now)
        elif how in ("page", "unused", "of a copy"):
            post.delete()
        else:
            post.state = PostState.PUBLISHED if how in ("scheduled", "over", "team") else PostState.DRAFT
            post.published_at = now + timedelta(days=1) if how == "scheduled" else post.published_at
            post.expires_at = now if how == "over" else None
            post.readers = "team" if how == "team" else ""
            post.save()
        if how == "page":
            page = Page.objects.create(blog=blog, title="P", slug=f"p{number}", path=f"/p/p{number}/")
            page.images.add(image)
        if how == "shared":
            share(text=post, by=None, name="", days=1, now=now)
        images.append(image)
    return blog, images


def test_no_image_of_what_is_hidden_is_sent_to_a_stranger(hidden, make_user, make_member, make_blog):
    blog, images = hidden
    visitor, read = browser_of(None), []
    for image in images:
        answers = [visitor.get(image.url_of(name)) for name in image.names()]
        where = image.get_absolute_url()
        answers.append(visitor.head(where))
        asked = {"if-none-match": image.etag}, {"range": "bytes=0-1"}
        answers += [visitor.get(where, headers=more) for more in asked]
        answers += [visitor.get(f"/draft/never{where}"), visitor.get(f"/media/{image.file.name}")]
        read += [answer for answer in answers if answer.status_code != 404 or "ETag" in answer]
    assert not read
    for person in (make_user(), make_member(blog), make_member(make_blog(hostname="two.example.org"), Role.OWNER)):
        stranger = browser_of(person)
        assert {stranger.get(image.get_absolute_url()).status_code for image in images} == {404}


def test_the_team_still_sees_them(hidden, make_member):
    blog, images = hidden
    browser = browser_of(make_member(blog, Role.AUTHOR))
    assert {browser.get(image.get_absolute_url()).status_code for image in images} == {200}
