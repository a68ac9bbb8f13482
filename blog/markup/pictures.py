"""An image of the blog's own, as a post shows it: its words, its size, and the smaller files a browser may choose."""

import re
import xml.etree.ElementTree as etree
from collections.abc import Mapping
from dataclasses import dataclass, field

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

OWN_IMAGE = re.compile(r"^/images/([\w-]{1,32})/[\w.-]{1,120}$")
OWN_IMAGE_ANYWHERE = re.compile(r"(?:^|[(/:\w])/?images/([\w-]{1,32})/[\w.-]{1,120}")  # as people paste it
TYPES = {"avif": "image/avif", "webp": "image/webp"}  # of renditions, the smaller first: a browser takes what it knows
SIZES = re.compile(r"^\(max-width: (\d{1,4})px\) 100vw, \1px$")
_COLUMN = 592  # pixels that a text is wide (--measure of the theme)
_CHOICE = re.compile(r"^(\S+) \d{1,5}w$")


@dataclass(frozen=True, slots=True)
class OwnImage:
    """`alt` and `caption` are for texts that give none of their own. `renditions`: ending -> width -> address."""

    width: int  # pixels
    height: int
    alt: str = ""
    caption: str = ""
    renditions: Mapping[str, Mapping[int, str]] = field(default_factory=dict)


def is_srcset(value: str) -> bool:
    """Whether a list of addresses and widths names our own images alone."""
    choices = [_CHOICE.match(choice) for choice in value.split(", ")]
    return all(choice and OWN_IMAGE.match(choice[1]) for choice in choices)


class Pictures(Treeprocessor):
    """Lets a browser choose among an image's renditions. Runs behind attr_list, which looks behind an image for words
    in braces, and may say how wide it is to be."""

    def __init__(self, md: Markdown, images: Mapping[str, OwnImage]):
        super().__init__(md)
        self.images = images

    def run(self, root: etree.Element) -> None:
        for parent in list(root.iter()):
            for place, image in enumerate(parent):
                address = OWN_IMAGE.match(image.get("src", "")) if image.tag == "img" else None
                own = self.images.get(address[1]) if address else None
                if own and any(own.renditions.values()):
                    parent[place] = self._picture(image, own)

    def _picture(self, image: etree.Element, own: OwnImage) -> etree.Element:
        picture = etree.Element("picture")
        picture.tail, image.tail = image.tail, None
        width = image.get("width", "")
        width = min(int(width) if width.isdecimal() else own.width, own.width, _COLUMN)
        for ending, kind in TYPES.items():
            if files := own.renditions.get(ending):
                srcset = ", ".join(f"{address} {pixels}w" for pixels, address in sorted(files.items()))
                sizes = f"(max-width: {width}px) 100vw, {width}px"
                etree.SubElement(picture, "source", type=kind, srcset=srcset, sizes=sizes)
        picture.append(image)
        return picture
