"""What authors write beyond Markdown: a quotation's source, an image's caption, headings and their addresses."""

import re
import xml.etree.ElementTree as etree
from collections.abc import Mapping

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

OWN_IMAGE = re.compile(r"^/images/([\w-]{1,32})/[\w.-]{1,120}$")
_SOURCE = re.compile(r"(?:^|\n)(?:--|—|―)[ \t]+([^\n]+)$")


def heading_id(value: str, separator: str) -> str:
    """The address of a heading: prefixed, so that no heading can take the name of a part of the page."""
    words = re.sub(r"[^\w\s-]", "", value.lower()).split()
    return "s-" + separator.join(words)[:60]


class QuotationSources(Treeprocessor):
    """A quotation's last line that begins with "-- " names its source. Runs before inline patterns, on plain text."""

    def run(self, root: etree.Element) -> None:
        for quote in root.iter("blockquote"):
            last = quote[-1] if len(quote) else None
            if last is None or last.tag != "p" or not (found := _SOURCE.search(last.text or "")):
                continue
            last.text = last.text[: found.start()]
            if not last.text.strip():
                quote.remove(last)
            etree.SubElement(etree.SubElement(quote, "footer"), "cite").text = found[1]


class Figures(Treeprocessor):
    """An image alone in its paragraph is a figure, its title the caption. An image from elsewhere becomes a link:
    reading a post asks nobody else for anything."""

    def __init__(self, md: Markdown, sizes: Mapping[str, tuple[int, int]]):
        super().__init__(md)
        self.sizes = sizes

    def run(self, root: etree.Element) -> None:
        for image in list(root.iter("img")):
            self._own(image) if OWN_IMAGE.match(image.get("src", "")) else self._elsewhere(image)
        for paragraph in root.iter("p"):
            if (
                len(paragraph) == 1
                and paragraph[0].tag == "img"
                and not (paragraph.text or paragraph[0].tail or "").strip()
            ):
                caption = paragraph[0].attrib.pop("title", "")
                paragraph.tag = "figure"
                if caption:
                    etree.SubElement(paragraph, "figcaption").text = caption

    def _own(self, image: etree.Element) -> None:
        image.set("loading", "lazy")
        size = self.sizes.get(OWN_IMAGE.match(image.get("src", ""))[1])
        if size:
            image.set("width", str(size[0]))
            image.set("height", str(size[1]))

    def _elsewhere(self, image: etree.Element) -> None:
        address, alt, tail = image.get("src", ""), image.get("alt", ""), image.tail
        image.clear()
        image.tag, image.text, image.tail = "a", alt or address, tail
        image.set("href", address)


class HeadingLevels(Treeprocessor):
    """The highest heading of a text comes right below the post's title, whichever sign its author begins with."""

    LEVELS = ("h1", "h2", "h3", "h4", "h5", "h6")

    def run(self, root: etree.Element) -> None:
        headings = [element for element in root.iter() if element.tag in self.LEVELS]
        shift = 1 - min((self.LEVELS.index(heading.tag) for heading in headings), default=1)
        for heading in headings:
            heading.tag = self.LEVELS[min(self.LEVELS.index(heading.tag) + shift, 5)]


class Shapes(Extension):
    """All of them, in one extension. `sizes`: width and height in pixels by image key."""

    def __init__(self, sizes: Mapping[str, tuple[int, int]]):
        super().__init__()
        self.sizes = sizes

    def extendMarkdown(self, md: Markdown) -> None:
        md.treeprocessors.register(QuotationSources(md), "quotation_sources", 30)
        md.treeprocessors.register(HeadingLevels(md), "heading_levels", 25)
        md.treeprocessors.register(Figures(md, self.sizes), "figures", 15)
