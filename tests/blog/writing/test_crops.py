"""The cut of an image: around what matters in it, and never beyond its edges."""

import io
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from PIL import Image as Picture

from blog.models import Image
from blog.writing.crops import SIZE, box_around, crop_of
from blog.writing.images import add_image, describe_image


@pytest.mark.parametrize(
    ("focus", "size", "ratio", "box"),
    [
        ((50, 50), (200, 100), 1, (50, 0, 150, 100)),
        ((0, 50), (200, 100), 1, (0, 0, 100, 100)),
        ((100, 100), (200, 100), 1, (100, 0, 200, 100)),
        ((30, 50), (200, 100), 1, (10, 0, 110, 100)),
        ((50, 100), (100, 200), 1, (0, 100, 100, 200)),
        ((50, 50), (400, 300), 4 / 3, (0, 0, 400, 300)),
        ((10, 90), (1, 900), 4 / 3, (0, 810, 1, 811)),
        ((99, 1), (3000, 1), 4 / 3, (2970, 0, 2971, 1)),
    ],
)
def test_the_cut_is_the_largest_around_the_focus_within_the_picture(focus, size, ratio, box):
    assert box_around(focus, size, ratio) == box


def halves(kind: str = "PNG", size=(800, 300)) -> bytes:
    """Red at the left, blue at the right."""
    picture = Picture.new("RGB", size, (200, 0, 0))
    picture.paste((0, 0, 200), (size[0] // 2, 0, *size))
    kept = io.BytesIO()
    picture.save(kept, kind)
    return kept.getvalue()


def cut(content: bytes) -> Picture.Image:
    return Picture.open(io.BytesIO(content))


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP"])
def test_what_is_in_focus_is_in_the_cut(kind):
    left, right = (cut(crop_of(halves(kind), focus)).convert("RGB") for focus in ((10, 50), (90, 50)))
    assert left.size == right.size == SIZE or left.size[1] == 270
    assert left.getpixel((9, 9))[0] > 150 > left.getpixel((9, 9))[2]
    assert right.getpixel((9, 9))[2] > 150 > right.getpixel((9, 9))[0]


def test_a_small_picture_is_not_enlarged_and_a_clear_one_stays_clear():
    kept = io.BytesIO()
    Picture.new("P", (40, 30)).save(kept, "PNG", transparency=0)
    small = cut(crop_of(kept.getvalue(), (50, 50)))
    assert small.size == (40, 30)
    assert small.convert("RGBA").getpixel((3, 3))[3] == 0


@pytest.fixture
def image(blog, author) -> Image:
    return add_image(blog=blog, by=author, file=io.BytesIO(halves()), alt="Red and blue", name="h.png")


def crops() -> list[str]:
    return [found.name for found in Path(settings.MEDIA_ROOT).rglob("*_crop_*")]


@pytest.mark.django_db(transaction=True)
def test_another_focus_cuts_the_image_anew_and_the_old_cut_goes(image):
    assert crops() == ["h_crop_50_50.webp"]
    old = image.crop_url
    describe_image(image=image, alt=image.alt, caption="", focus=(90, 40), now=timezone.now())
    image.refresh_from_db()
    assert (image.focus_x, image.focus_y, crops()) == (90, 40, ["h_crop_90_40.webp"])
    assert image.crop_url != old
    with image.file.storage.open(image.path_of(image.crop_name)) as file:
        assert cut(file.read()).convert("RGB").getpixel((200, 9))[2] > 150


@pytest.mark.parametrize("focus", [(101, 0), (0, -1)])
def test_a_focus_outside_of_the_image_is_refused_and_nothing_is_changed(focus, image, nothing_changes):
    with nothing_changes(), pytest.raises(ValidationError):
        describe_image(image=image, alt=image.alt, caption="", focus=focus, now=timezone.now())
    assert crops() == ["h_crop_50_50.webp"]
