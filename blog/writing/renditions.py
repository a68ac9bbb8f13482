"""The smaller files of an image, so that a phone need not load what a wall-size screen could show."""

import io

from django.core.files.base import ContentFile
from PIL import Image as Picture
from PIL import features

from blog.models import Image

WIDTHS = (1600, 960, 480)  # pixels; twice what the column of a text is wide, that for denser screens, and phones
_MODES = {"1": "L", "L": "L", "RGB": "RGB", "P": "RGBA", "LA": "RGBA", "PA": "RGBA", "RGBA": "RGBA"}

# The ending -> Pillow's name of the format and how it is written. AVIF at its fastest is still smaller than WebP.
_KINDS = {"webp": ("WEBP", {"quality": 80})} | (
    {"avif": ("AVIF", {"quality": 60, "speed": 9})} if features.check("avif") else {}
)

Renditions = dict[str, dict[int, bytes]]


def renditions_of(content: bytes) -> Renditions:
    """The files by ending and width, of an image's clean file. Never wider than it; none of one that moves, nor of an
    ending whose widest would be larger than the file itself: a browser that knows the ending never takes that file."""
    made: Renditions = {ending: {} for ending in _KINDS}
    with Picture.open(io.BytesIO(content)) as picture:
        if getattr(picture, "n_frames", 1) > 1 or picture.mode not in _MODES:
            return {}
        own, profile = picture.width, picture.info.get("icc_profile")
        clear = "RGBA" if "transparency" in picture.info else _MODES[picture.mode]
        picture.draft(None, (WIDTHS[0], WIDTHS[0]))  # a JPEG is decoded no larger than needed
        smaller = picture if picture.mode == clear else picture.convert(clear)
        for width in sorted({min(width, own) for width in WIDTHS}, reverse=True):
            smaller = smaller.resize((width, max(1, round(width * smaller.height / smaller.width))), reducing_gap=2.0)
            for ending, (kind, options) in _KINDS.items():
                kept = io.BytesIO()
                smaller.save(kept, kind, icc_profile=profile, **options)
                made[ending][width] = kept.getvalue()
    return {ending: files for ending, files in made.items() if len(files[max(files)]) < len(content)}


def keep_renditions(image: Image, made: Renditions) -> None:
    """Stores them beside the image's file, and writes down in the image (which is not saved here) which there are."""
    image.renditions = {ending: sorted(files) for ending, files in made.items()}
    for ending, files in made.items():
        for width, content in files.items():
            image.file.storage.save(image.path_of(image.rendition_name(width, ending)), ContentFile(content))


def discard_files(image: Image) -> None:
    """Deletes all files of an image. What is not there is gone already."""
    for name in image.names():
        image.file.storage.delete(image.path_of(name))
