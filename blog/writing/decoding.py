"""Images, from an upload to a clean file: decoded, limited, encoded anew. What can't be decoded is no image.

Encoding anew leaves behind what a picture should not carry into the world: where and when it was taken, by which
camera, a thumbnail of what was cropped away, and anything hidden behind its end.
"""

import contextlib
import hashlib
import io
import re
import unicodedata
import warnings
from dataclasses import dataclass
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image as Picture
from PIL import ImageOps, features

BYTES = 10 * 1024 * 1024
PIXELS = 25_000_000  # width times height times frames; a good camera's picture, and 100 MB of memory
SIDE = 20_000  # pixels
FRAMES = 600  # of a picture that moves
PROFILE = 64 * 1024  # bytes of a colour profile

# Pillow's name of a format -> the ending of our file. What else Pillow reads has had more bugs, and no browser.
FORMATS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "GIF": "gif"} | (
    {"AVIF": "avif"} if features.check("avif") else {}
)
MOVING = ("GIF", "WEBP", "PNG")
_QUALITY = {"JPEG": {"quality": 90, "optimize": True}, "WEBP": {"quality": 88}, "AVIF": {"quality": 80}}


@dataclass(frozen=True, slots=True)
class Decoded:
    """A clean file and the size of its picture."""

    content: bytes
    ending: str
    width: int
    height: int

    @property
    def checksum(self) -> str:
        """SHA-256, in hexadecimal."""
        return hashlib.sha256(self.content).hexdigest()


def decode(file) -> Decoded:
    """Decodes an upload and encodes it anew. Raises ValidationError under "file".

    Its bytes are counted as they are read and its pixels before any is decoded; its name and the type it claims to
    have are not asked.
    """
    raw = file.read(BYTES + 1)
    if not raw:
        raise _refused(_("This file is empty."))
    if len(raw) > BYTES:
        raise _refused(_("This file is larger than %(limit)d MB. Make it smaller.") % {"limit": BYTES // 1024**2})
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Picture.DecompressionBombWarning)
            with Picture.open(io.BytesIO(raw), formats=list(FORMATS)) as picture:
                _refuse_large(picture)
                picture.load()
                return _encode(picture)
    except ValidationError:
        raise
    except (Picture.DecompressionBombError, Picture.DecompressionBombWarning) as error:
        raise _refused(_too_many_pixels()) from error
    except Exception as error:  # Pillow raises nearly anything at a broken file: OSError, SyntaxError, struct.error ...
        raise _refused(
            _("This is not an image, or a broken one. JPEG, PNG, WebP, GIF and AVIF files can be uploaded.")
        ) from error


def decode_again(raw: bytes) -> Decoded:
    """The same of a file that says it was made here. It is taken byte for byte where it is as `_encode` leaves files,
    since a picture gets worse each time it is encoded; any other is encoded anew. Raises ValidationError under "file".
    """
    with contextlib.suppress(Exception), Picture.open(io.BytesIO(raw), formats=list(FORMATS)) as picture:
        _refuse_large(picture)
        picture.load()
        if len(raw) <= BYTES and picture.format in _ENDS and _is_bare(picture) and _ENDS[picture.format](raw):
            return Decoded(raw, FORMATS[picture.format], *picture.size)
    return decode(io.BytesIO(raw))


def _is_bare(picture: Picture.Image) -> bool:
    """Whether the file says nothing but the picture and its colours."""
    told = {"exif", "xmp", "XML:com.adobe.xmp", "comment", "photoshop", "Raw profile type exif"} & set(picture.info)
    parts = {name for name, _content in getattr(picture, "applist", ())}
    return not (told or getattr(picture, "text", None) or parts - {"APP0", "APP2", "APP14"} or picture.getexif())


# How a file of each kind ends, so that nothing hangs behind it.
_ENDS = {
    "JPEG": lambda raw: raw.endswith(b"\xff\xd9"),
    "PNG": lambda raw: raw.endswith(b"IEND\xaeB`\x82"),
    "WEBP": lambda raw: len(raw) - 8 in (size := int.from_bytes(raw[4:8], "little"), size + size % 2),
    "GIF": lambda raw: raw.endswith(b";"),
    "AVIF": lambda raw: True,
}


def safe_name(name: str, ending: str) -> str:
    """The last part of an image's address: ASCII, short, with the ending of what the file really is."""
    last = PurePath(name.replace("\\", "/")).name
    stem = last.rpartition(".")[0] or last
    ascii_only = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-")[:60].strip("-")
    return f"{stem or 'image'}.{ending}"


def _kind(picture: Picture.Image) -> str:
    """Its format. A telephone's MPO is a JPEG with a second picture behind it, which is left out."""
    return "JPEG" if picture.format == "MPO" else picture.format


def _frames(picture: Picture.Image) -> int:
    """How many pictures of it are kept: more than one where the format is known to move."""
    return getattr(picture, "n_frames", 1) if _kind(picture) in MOVING else 1


def _refuse_large(picture: Picture.Image) -> None:
    width, height = picture.size
    if width * height > PIXELS or max(width, height) > SIDE:
        raise _refused(_too_many_pixels())
    frames = _frames(picture)
    if width * height * frames > PIXELS or frames > FRAMES:
        raise _refused(_("This image moves for too long or is too large for one that moves. Make it smaller."))


def _encode(picture: Picture.Image) -> Decoded:
    """The picture upright and without its metadata; of one that moves, every frame and its time."""
    kind = _kind(picture)
    options = dict(_QUALITY.get(kind, {}))
    kept = io.BytesIO()
    if _frames(picture) > 1:
        size = picture.size
        picture.save(kept, kind, save_all=True, exif=b"", xmp=b"", comment=b"", **options)
    else:
        ImageOps.exif_transpose(picture, in_place=True)
        bare, profile = _bare(picture, kind)
        size = bare.size
        bare.save(kept, kind, icc_profile=profile, **options)
    return Decoded(kept.getvalue(), FORMATS[kind], *size)


def _bare(picture: Picture.Image, kind: str) -> tuple[Picture.Image, bytes | None]:
    """The pixels alone, in a mode the format keeps, and their colour profile: without it, reds go dull."""
    if kind == "JPEG" and picture.mode not in ("L", "RGB"):
        picture = picture.convert("RGB")
        picture.info.pop("icc_profile", None)  # of the colours it had before
    profile = picture.info.get("icc_profile") or b""
    # Not a copy: of 25 million pixels, that is a hundred megabytes.
    picture.info = {key: picture.info[key] for key in ("transparency",) if key in picture.info}
    picture.getexif().clear()
    return picture, profile if 0 < len(profile) <= PROFILE else None


def _refused(sentence: str) -> ValidationError:
    return ValidationError({"file": sentence})


def _too_many_pixels() -> str:
    return _("This image has too many pixels: at most %(limit)d million. Make it smaller.") % {
        "limit": PIXELS // 1_000_000
    }
