"""What authors write beyond Markdown: a quotation's source, an image's caption, headings and their addresses."""

import re
import xml.etree.ElementTree as etree
from collections.abc import Mapping

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.tables import TableExtension, TableProcessor
from markdown.treeprocessors import Treeprocessor

from blog.markup.bounds import TooMuch
from blog.markup.contents import Contents
from blog.markup.embeds import Embeds, OwnTargets
from blog.markup.pictures import OWN_IMAGE, OwnImage, Pictures

_STASHED = re.compile("\x02[^\x03]*\x03")  # Markdown's own marks
_SOURCE = re.compile(r"(?:^|\n)(?:--|—|―)[ \t]+([^\n]+)$")


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
    """An image alone in its paragraph is a figure, its title the caption. Words that the text leaves out are those the
    image has. An image from elsewhere becomes a link: reading a post asks nobody else for anything."""

    def __init__(self, md: Markdown, images: Mapping[str, OwnImage]):
        super().__init__(md)
        self.images = images

    def run(self, root: etree.Element) -> None:
        for image in list(root.iter("img")):
            self._own(image) if OWN_IMAGE.match(image.get("src", "")) else self._elsewhere(image)
        for paragraph in root.iter("p"):
            if (
                len(paragraph) == 1
                and paragraph[0].tag == "img"
                and not (paragraph.text or paragraph[0].tail or "").strip()
            ):
                caption = paragraph[0].attrib.pop("title", "") or self._caption(paragraph[0])
                paragraph.tag = "figure"
                if caption:
                    etree.SubElement(paragraph, "figcaption").text = caption

    def _own(self, image: etree.Element) -> None:
        image.set("loading", "lazy")
        image.set("decoding", "async")
        if own := self._known(image):
            image.set("alt", image.get("alt") or own.alt)
            image.set("width", str(own.width))
            image.set("height", str(own.height))

    def _caption(self, image: etree.Element) -> str:
        own = self._known(image)
        return own.caption if own else ""

    def _known(self, image: etree.Element) -> OwnImage | None:
        address = OWN_IMAGE.match(image.get("src", ""))
        return self.images.get(address[1]) if address else None

    def _elsewhere(self, image: etree.Element) -> None:
        address, alt, tail = image.get("src", ""), image.get("alt", ""), image.tail
        image.clear()
        image.tag, image.text, image.tail = "a", alt or address, tail
        image.set("href", address)


class Headings(Treeprocessor):
    """The highest heading of a text comes right below the post's title, whichever sign its author begins with; each has
    an address, prefixed, so that no heading can take the name of a part of the page."""

    LEVELS = ("h1", "h2", "h3", "h4", "h5", "h6")

    def run(self, root: etree.Element) -> None:
        headings = [element for element in root.iter() if element.tag in self.LEVELS]
        shift = 1 - min((self.LEVELS.index(heading.tag) for heading in headings), default=1)
        given: dict[str, int] = {heading.get("id", ""): 0 for heading in headings}
        for heading in headings:
            heading.tag = self.LEVELS[min(self.LEVELS.index(heading.tag) + shift, 5)]
            if not heading.get("id"):
                heading.set("id", _unused(_address(heading), given))


def _address(heading: etree.Element) -> str:
    words = re.sub(r"[^\w\s-]", "", _STASHED.sub("", "".join(heading.itertext())).lower()).split()
    return "s-" + ("-".join(words)[:60] or "section")


def _unused(address: str, given: dict[str, int]) -> str:
    """The address, or the next one with a number. `given` remembers the last number of each."""
    found = address
    while found in given:
        given[address] += 1
        found = f"{address}_{given[address]}"
    given[found] = 0
    return found


class Measure(Treeprocessor):
    """Stops what has grown too large for the sanitizers: their work grows with the elements of a text, and with the
    square of those side by side."""

    ELEMENTS, SIDE_BY_SIDE, CHARACTERS = 60_000, 6_000, 2_000_000

    def run(self, root: etree.Element) -> None:
        elements = characters = 0
        for element in root.iter():
            elements += 1
            characters += (
                len(element.text or "")
                + len(element.tail or "")
                + sum(len(value or "") for value in element.attrib.values())
            )
            if len(element) > self.SIDE_BY_SIDE or elements > self.ELEMENTS or characters > self.CHARACTERS:
                raise TooMuch


class Shapes(Extension):
    """All of them, in one extension. `images`: the blog's own, by key. `words`: those of `embeds.WORDS`."""

    def __init__(self, images: Mapping[str, OwnImage], words: Mapping[str, str]):
        super().__init__()
        self.images, self.words = images, words

    def extendMarkdown(self, md: Markdown) -> None:
        embeds = Embeds(md, self.words)
        md.treeprocessors.register(QuotationSources(md), "quotation_sources", 30)
        md.treeprocessors.register(embeds, "embeds", 30)
        md.treeprocessors.register(Figures(md, self.images), "figures", 15)
        md.treeprocessors.register(Pictures(md, self.images), "pictures", 5)
        md.treeprocessors.register(Headings(md), "headings", 4)  # behind attr_list, which may give them addresses
        md.treeprocessors.register(Contents(md), "contents", 3)
        md.treeprocessors.register(OwnTargets(md, embeds), "own_targets", 2)
        md.treeprocessors.register(Measure(md), "measure", -10)


class _Table(TableProcessor):
    """A header of many columns makes as many cells in every row, be they written or not."""

    CELLS = 20_000

    def test(self, parent: etree.Element, block: str) -> bool:
        return super().test(parent, block) and len(self.separator) * (block.count("\n") + 1) <= self.CELLS


class Tables(TableExtension):
    """Tables, aligned by an attribute and not by a style."""

    def __init__(self) -> None:
        super().__init__(use_align_attribute=True)

    def extendMarkdown(self, md: Markdown) -> None:
        super().extendMarkdown(md)
        md.parser.blockprocessors.register(_Table(md.parser, self.getConfigs()), "table", 75)


class Footnotes(FootnoteExtension):
    """Footnotes, with a way back. Their own search for an unused address is quadratic in the uses of one note."""

    def __init__(self) -> None:
        super().__init__(BACKLINK_TEXT="↩", BACKLINK_TITLE="")

    def unique_ref(self, reference: str, found: bool = False) -> str:
        if not found:
            return reference
        uses = self.found_refs[reference] = self.found_refs.get(reference, 0) + 1
        name, rest = reference.split(self.get_separator(), 1)
        return reference if uses == 1 else f"{name}{uses}{self.get_separator()}{rest}"
