"""The cut of an image that stands for it where room is small: as much of it as fits, around what matters in it."""

import io

from django.core.files.base import ContentFile
from PIL import Image as Picture

from blog.models import Image

SIZE = (360, 270)  # pixels, at most

Box = tuple[int, int, int, int]  # left, top, right, bottom


def box_around(focus: tuple[int, int], size: tuple[int, int], ratio: float) -> Box:
    """The largest box of a ratio (width to height) in a picture of `size`, with `focus` (per cent from the left and the
    top) as near to its middle as the edges allow."""
    width, height = size
    wide, high = max(1, min(width, round(height * ratio))), max(1, min(height, round(width / ratio)))
    left = min(max(0, round(width * focus[0] / 100 - wide / 2)), width - wide)
    top = min(max(0, round(height * focus[1] / 100 - high / 2)), height - high)
    return left, top, left + wide, top + high


def crop_of(content: bytes, focus: tuple[int, int]) -> bytes:
    """A small WebP of a picture, cut around its focus; of one that moves, its first frame."""
    with Picture.open(io.BytesIO(content)) as picture:
        picture.draft(None, tuple(4 * side for side in SIZE))
        profile = picture.info.get("icc_profile")
        cut = picture.crop(box_around(focus, picture.size, SIZE[0] / SIZE[1]))
        cut.info = {key: picture.info[key] for key in ("transparency",) if key in picture.info}
        cut = cut.convert("RGBA" if cut.has_transparency_data else "RGB")
        cut.thumbnail(SIZE)
        kept = io.BytesIO()
        cut.save(kept, "WEBP", quality=80, icc_profile=profile)
    return kept.getvalue()


def keep_crop(image: Image, content: bytes) -> None:
    """Stores the cut around the image's focus beside its file."""
    cut = ContentFile(crop_of(content, (image.focus_x, image.focus_y)))
    image.file.storage.save(image.path_of(image.crop_name), cut)
