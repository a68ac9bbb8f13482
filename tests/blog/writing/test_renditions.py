"""The smaller files of an image: which there are, what is in them, and that they go with it."""

import io
from pathlib import Path

import pytest
from django.conf import settings
from PIL import ExifTags
from PIL import Image as Picture

from blog.models import Image
from blog.writing import images
from blog.writing.decoding import FORMATS
from blog.writing.images import add_image, delete_image, markdown_of
from blog.writing.publishing import publish_post
from blog.writing.renditions import renditions_of


def noise(width: int, height: int, kind: str = "JPEG", mode: str = "RGB") -> bytes:
    """A picture that no format makes small."""
    kept = io.BytesIO()
    rough = Picture.effect_noise((width // 4 + 1, height // 4 + 1), 90).resize((width, height))
    rough.convert(mode).save(kept, kind)
    return kept.getvalue()


def files() -> set[str]:
    return {found.name for found in Path(settings.MEDIA_ROOT).rglob("*") if found.is_file()}


@pytest.mark.parametrize(
    ("width", "widths"), [(2000, [480, 960, 1600]), (1600, [480, 960, 1600]), (1000, [480, 960, 1000]), (300, [300])]
)
def test_an_image_is_made_smaller_and_never_larger(width, widths):
    made = renditions_of(noise(width, width // 2, "PNG"))
    assert set(made) == {"webp", *({"avif"} & set(FORMATS.values()))}
    for ending, found in made.items():
        assert sorted(found) == widths
        for size, content in found.items():
            with Picture.open(io.BytesIO(content)) as picture:
                assert (picture.format.lower(), picture.size) == (ending, (size, size // 2))


def test_a_narrow_and_a_flat_image_keep_a_pixel():
    for size in ((1, 900), (3000, 1)):
        for found in renditions_of(noise(*size, "PNG")).values():
            assert all(Picture.open(io.BytesIO(content)).size >= (1, 1) for content in found.values())


@pytest.mark.parametrize("mode", ["L", "LA", "P", "RGBA", "I;16"])
def test_a_picture_of_any_depth_is_made_smaller_or_left(mode):
    kept = io.BytesIO()
    picture = Picture.effect_noise((700, 500), 90)
    (picture.convert(mode) if mode != "I;16" else Picture.new(mode, (700, 500))).save(kept, "PNG")
    assert bool(renditions_of(kept.getvalue())) == (mode != "I;16")


def test_what_is_transparent_stays_so():
    kept = io.BytesIO()
    Picture.merge("LA", (Picture.effect_noise((700, 500), 90), Picture.new("L", (700, 500)))).save(kept, "PNG")
    for found in renditions_of(kept.getvalue()).values():
        assert Picture.open(io.BytesIO(found[480])).convert("RGBA").getpixel((5, 5))[3] == 0


def test_what_a_png_keeps_in_fewer_bytes_stays_a_png():
    """Nor are narrow ones made: a browser would show them wide."""
    assert renditions_of(noise(700, 500, "PNG", "1")) == {}


def test_a_picture_that_moves_is_left_as_it_is():
    frames = [Picture.effect_noise((600, 600), shade) for shade in (10, 90)]
    kept = io.BytesIO()
    frames[0].save(kept, "GIF", save_all=True, append_images=frames[1:])
    assert renditions_of(kept.getvalue()) == {}


@pytest.fixture
def image(blog, author) -> Image:
    return add_image(blog=blog, by=author, file=io.BytesIO(noise(1000, 500)), alt="Noise", name="noise.jpg")


def test_the_renditions_lie_beside_the_file_and_the_image_knows_them(image):
    assert files() == {"noise.jpg", "noise_crop_50_50.webp", *image.rendition_names()}
    assert Image.objects.get().renditions["webp"] == [480, 960, 1000]
    assert image.path_of("noise_480.webp") == image.file.name.replace("noise.jpg", "noise_480.webp")


@pytest.mark.django_db(transaction=True)
def test_the_renditions_go_with_the_image(image):
    delete_image(image=image)
    assert not files()


def test_where_one_cannot_be_stored_nothing_is_kept(blog, author, monkeypatch, nothing_changes):
    def fail(image, made):
        image.renditions = {"webp": [480]}
        raise OSError("disk full")

    monkeypatch.setattr(images, "keep_renditions", fail)
    with nothing_changes(), pytest.raises(OSError, match="disk full"):
        add_image(blog=blog, by=author, file=io.BytesIO(noise(1000, 500)), alt="Noise")
    assert not files()


def test_a_post_lets_the_browser_choose(image, blog, author):
    html = publish_post(blog=blog, author=author, title="T", body=markdown_of(image)).html
    assert html.index("image/avif") < html.index("image/webp") < html.index("<img")
    choices = [f"{image.url_of(f'noise_{width}.webp')} {width}w" for width in (480, 960, 1000)]
    assert f'<source sizes="(max-width: 592px) 100vw, 592px" srcset="{", ".join(choices)}" type="image/webp">' in html
    for said in (
        f'src="{image.get_absolute_url()}"',
        'width="1000"',
        'height="500"',
        'loading="lazy"',
        'decoding="async"',
    ):
        assert said in html


def test_nobody_learns_from_a_photograph_or_its_renditions_where_it_was_taken(blog, author):
    """A telephone's: turned, with its maker, the hour, and the place to the metre."""
    exif = Picture.Exif()
    exif[ExifTags.Base.Make], exif[ExifTags.Base.Orientation] = "secret camera", 6
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = "2026:05:03 09:14:15"
    place = {1: "N", 2: (45.0, 38.0, 57.123), 3: "E", 4: (13.0, 46.0, 21.9), 29: "secret"}
    exif.get_ifd(ExifTags.IFD.GPSInfo).update(place)
    kept = io.BytesIO()
    Picture.open(io.BytesIO(noise(1200, 800))).save(kept, "JPEG", exif=exif)
    with Picture.open(kept) as photograph:
        assert photograph.getexif().get_ifd(ExifTags.IFD.GPSInfo)[2] == (45.0, 38.0, 57.123)
    kept.seek(0)
    image = add_image(blog=blog, by=author, file=kept, alt="Harbour", name="IMG_1234.jpg")
    assert (image.width, image.height) == (800, 1200)
    stored = [found for found in Path(settings.MEDIA_ROOT).rglob("*") if found.is_file()]
    assert len(stored) >= 3
    for path in stored:
        content = path.read_bytes()
        assert not [word for word in (b"secret", b"Exif", b"2026:05:03") if word in content], path.name
        with Picture.open(path) as picture:
            assert not picture.getexif()
