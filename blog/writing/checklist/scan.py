"""What a text shows and what its author typed, read for the publish checklist. Pure, and linear in the text's length.

The HTML says what readers get; the source says in which line it stands, and what never became HTML.
"""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from blog.markup.fences import Fence, parts

_INLINE_CODE = re.compile(r"`[^`\n]*`")
_DEFINED = re.compile(r"^ {0,3}\[([^\]\n^]{1,80})\]:\s*<?(\S{1,1000}?)>?(?:\s|$)")
_LINKED = re.compile(r"(!?)\[([^\[\]\n]*)\](?:\(\s{0,5}<?([^\s()<>]*)|\[([^\[\]\n]*)\])")
_TAG = re.compile(r"<img\b([^<>]{0,2000})>", re.I)
_VALUE = re.compile(r"\b(src|alt)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.I)
_FIRST = re.compile(r"^#(?!#)[ \t]*(.*?)[ \t#]*$")
_UNDERLINE = re.compile(r"^=+[ \t]*$")


@dataclass(frozen=True, slots=True)
class Link:
    href: str
    words: str  # those of images in it as well
    is_footnote: bool


@dataclass(frozen=True, slots=True)
class Typed:
    """A link or an image as it stands in the source. `words` None: an image's tag that has no `alt`."""

    is_image: bool
    words: str | None
    target: str
    line: int


@dataclass(slots=True)
class Shown:
    """What the HTML of a text holds."""

    links: list[Link] = field(default_factory=list)
    wordless: list[str] = field(default_factory=list)  # addresses of images without alternative text
    headings: list[tuple[int, str]] = field(default_factory=list)  # level, words
    ids: set[str] = field(default_factory=set)


def shown_in(html: str) -> Shown:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.shown


def lines_of(source: str) -> list[str]:
    """The lines of a source with its code emptied, each in its place."""
    lines, taken, kept = source.split("\n"), 0, []

    def counted():
        nonlocal taken
        for line in lines:
            taken += 1
            yield line

    for part in parts(counted()):
        if isinstance(part, Fence):
            kept += [""] * (taken - len(kept))
        else:
            kept.append(_INLINE_CODE.sub("", part))
    return kept


def typed_in(lines: list[str]) -> list[Typed]:
    """The links and images of a source, in order."""
    defined = {found[1].casefold(): found[2] for line in lines if (found := _DEFINED.match(line))}
    typed = []
    for number, line in enumerate(lines, start=1):
        for mark, words, target, name in _LINKED.findall(line):
            target = target or defined.get((name or words).casefold(), "" if not name else None)
            if target is not None and not words.startswith("^"):
                typed.append(Typed(bool(mark), words.strip(), target, number))
        for tag in _TAG.findall(line):
            values = {name.lower(): one or two for name, one, two in _VALUE.findall(tag)}
            typed.append(Typed(True, values.get("alt"), values.get("src", ""), number))
    return typed


def first_level(lines: list[str]) -> list[tuple[str, int]]:
    """The headings of the first level as (words, line)."""
    found = [(mark[1], number) for number, line in enumerate(lines, start=1) if (mark := _FIRST.match(line))]
    for number, (above, line) in enumerate(zip(lines, lines[1:], strict=False), start=1):
        if above.strip() and _UNDERLINE.match(line):
            found.append((above.strip(), number))
    return sorted(found, key=lambda one: one[1])


def line_with(lines: list[str], words: str) -> int:
    """The first line that has these words, 0 for none."""
    return next((number for number, line in enumerate(lines, start=1) if words and words in line), 0)


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.shown = Shown()
        self._link: dict | None = None
        self._heading = 0
        self._words: list[str] = []
        self._heading_words: list[str] = []

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        if "id" in values:
            self.shown.ids.add(values["id"])
        if tag == "a" and values.get("href") is not None:
            self._link, self._words = values, []
        elif tag == "img":
            alt = (values.get("alt") or "").strip()
            if not alt:
                self.shown.wordless.append(values.get("src") or "")
            self._words.append(alt)
        elif re.fullmatch("h[2-6]", tag):
            self._heading, self._heading_words = int(tag[1]), []

    def handle_endtag(self, tag):
        if tag == "a" and self._link is not None:
            footnote = "footnote" in (self._link.get("class") or "")
            words = " ".join("".join(self._words).split())
            self.shown.links.append(Link(self._link["href"], words, footnote))
            self._link = None
        elif self._heading and tag == f"h{self._heading}":
            self.shown.headings.append((self._heading, " ".join("".join(self._heading_words).split())))
            self._heading = 0

    def handle_data(self, data):
        if self._link is not None:
            self._words.append(data)
        if self._heading:
            self._heading_words.append(data)
