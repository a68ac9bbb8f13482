"""What comes in as an image, and what is kept of it."""

import io
import struct
import subprocess
import sys
import zlib
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from PIL import ExifTags, ImageCms, PngImagePlugin
from PIL import Image as Picture

from blog.writing import decoding
from blog.writing.decoding import decode, safe_name
from tests.blog.markup.memory import STATUS

ROOT = Path(__file__).resolve().parents[3]
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!DOCTYPE html><script>alert(1)</script>"


def png_header(width: int, height: int) -> bytes:
    """A PNG that says it is as large as that, and has no more to it."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


def refused(content: bytes) -> str:
    with pytest.raises(ValidationError) as refusal:
        decode(io.BytesIO(content))
    return " ".join(refusal.value.message_dict["file"])


def opened(content: bytes) -> Picture.Image:
    return Picture.open(io.BytesIO(content))


@pytest.mark.parametrize("kind", decoding.FORMATS)
def test_every_kind_of_image_is_kept_as_what_it_is(kind, picture):
    decoded = decode(io.BytesIO(picture(kind, (64, 48))))
    assert (decoded.width, decoded.height, decoded.ending) == (64, 48, decoding.FORMATS[kind])
    assert opened(decoded.content).format == kind


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_a_png_of_any_depth_is_kept(mode, picture):
    assert opened(decode(io.BytesIO(picture("PNG", mode=mode))).content).size == (8, 6)


def test_a_jpeg_for_printers_is_made_one_for_screens(picture):
    assert opened(decode(io.BytesIO(picture("JPEG", mode="CMYK"))).content).mode == "RGB"


def test_a_transparent_colour_stays_transparent():
    kept = io.BytesIO()
    Picture.new("P", (4, 4)).save(kept, "PNG", transparency=0)
    assert opened(decode(io.BytesIO(kept.getvalue())).content).convert("RGBA").getpixel((0, 0))[3] == 0


@pytest.mark.parametrize(
    "content",
    [
        SVG,
        HTML,
        b"GIF89a<script>alert(1)</script>",
        b"\xff\xd8\xff\xe0" + b"x" * 500,
        b"%PDF-1.7",
        b"PK\x03\x04",
        b"\0" * 99,
    ],
)
def test_what_is_no_image_is_refused(content):
    assert "not an image" in refused(content)


def test_an_image_of_a_kind_no_browser_needs_is_refused(picture):
    for kind in ("BMP", "TIFF", "ICO", "PPM", "TGA"):
        assert "not an image" in refused(picture(kind, (32, 32)))


def test_half_an_image_is_refused(picture):
    whole = picture("JPEG", (200, 200))
    assert "not an image" in refused(whole[: len(whole) // 2])


def test_an_empty_file_is_refused():
    assert "empty" in refused(b"")


def test_a_file_too_large_is_refused_before_it_is_decoded(monkeypatch):
    monkeypatch.setattr(decoding.Picture, "open", None)
    assert "10 MB" in refused(b"\x89PNG" + b"\0" * (10 * 1024 * 1024))


@pytest.mark.parametrize("size", [(5001, 5000), (100_000, 100_000), (1, 20_001), (60_000, 400)])
def test_a_bomb_is_refused_by_its_size_before_its_pixels_are_decoded(size, monkeypatch):
    monkeypatch.setattr(decoding.Picture.Image, "load", None)
    assert "too many pixels" in refused(png_header(*size))


@pytest.mark.parametrize(("size", "count"), [(1000, 60), (1, 601)])
def test_a_picture_that_moves_too_much_is_refused(size, count):
    frames = [Picture.new("L", (size, size), number % 256) for number in range(count)]
    kept = io.BytesIO()
    frames[0].save(kept, "GIF", save_all=True, append_images=frames[1:])
    assert "moves" in refused(kept.getvalue())


def test_of_a_telephones_two_pictures_in_one_the_first_is_kept():
    first, second = Picture.new("RGB", (40, 20)), Picture.new("RGB", (10, 5))
    kept = io.BytesIO()
    first.save(kept, "MPO", save_all=True, append_images=[second])
    decoded = decode(io.BytesIO(kept.getvalue()))
    assert (opened(decoded.content).format, decoded.width, decoded.ending) == ("JPEG", 40, "jpg")


def test_a_colour_profile_is_kept():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    kept = io.BytesIO()
    Picture.new("RGB", (8, 8)).save(kept, "JPEG", icc_profile=profile)
    assert opened(decode(io.BytesIO(kept.getvalue())).content).info["icc_profile"] == profile


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_a_picture_that_moves_still_moves(kind):
    frames = [Picture.new("RGB", (20, 20), (shade, 0, 0)) for shade in (0, 120, 250)]
    kept = io.BytesIO()
    frames[0].save(kept, kind, save_all=True, append_images=frames[1:], duration=80)
    assert opened(decode(io.BytesIO(kept.getvalue())).content).n_frames == 3


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_where_and_when_a_picture_was_taken_is_not_kept(kind):
    exif = Picture.Exif()
    exif[ExifTags.Base.Make] = "secret camera"
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitudeRef] = "N"
    kept = io.BytesIO()
    Picture.new("RGB", (8, 8)).save(kept, kind, exif=exif)
    assert b"secret camera" in kept.getvalue()
    clean = decode(io.BytesIO(kept.getvalue())).content
    assert b"secret camera" not in clean
    assert not opened(clean).getexif()


def test_words_hidden_in_a_png_are_not_kept():
    words = PngImagePlugin.PngInfo()
    words.add_text("Comment", "secret words")
    words.add_itxt("XML:com.adobe.xmp", "<x>secret words</x>")
    kept = io.BytesIO()
    Picture.new("RGB", (8, 8)).save(kept, "PNG", pnginfo=words)
    assert b"secret words" not in decode(io.BytesIO(kept.getvalue())).content


def test_comments_of_jpeg_and_gif_are_not_kept(picture):
    for kind in ("JPEG", "GIF"):
        content = picture(kind, comment=b"secret words")
        assert b"secret words" in content
        assert b"secret words" not in decode(io.BytesIO(content)).content


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP"])
def test_what_hangs_behind_the_end_of_an_image_is_not_kept(kind, picture):
    assert b"<script>" not in decode(io.BytesIO(picture(kind) + HTML + b"PK\x05\x06")).content


def test_a_picture_that_lies_on_its_side_is_set_upright():
    exif = Picture.Exif()
    exif[ExifTags.Base.Orientation] = 6
    kept = io.BytesIO()
    Picture.new("RGB", (40, 20)).save(kept, "JPEG", exif=exif)
    decoded = decode(io.BytesIO(kept.getvalue()))
    assert (decoded.width, decoded.height) == (20, 40) == opened(decoded.content).size


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("Hafen von Triest.JPG", "hafen-von-triest.png"),
        ("../../etc/passwd", "passwd.png"),
        ("C:\\pictures\\Été.png", "ete.png"),
        ("写真.png", "image.png"),
        ("<script>.svg", "script.png"),
        ("a" * 300, "a" * 60 + ".png"),
        ("", "image.png"),
    ],
)
def test_a_name_is_made_fit_for_an_address(name, safe):
    assert safe_name(name, "png") == safe


@pytest.mark.skipif(not STATUS.exists(), reason="only Linux tells a process its high-water mark")
def test_a_bomb_of_any_kind_is_refused_in_five_seconds_and_64_mib():
    """All of them together do not take it: so none does."""
    answer = subprocess.run(
        [sys.executable, "-m", "tests.blog.writing.bombs"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    count, grown, seconds = map(float, answer.stdout.split())
    assert count == 8
    assert grown <= 64 * 1024, f"{grown} KiB"
    assert seconds <= 5
