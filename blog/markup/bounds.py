"""Which texts may be parsed at all, and for how long.

Python-Markdown's work is not bounded by itself: it takes over 40 s on 20,000 brackets and overflows the stack on one
line of a thousand dashes. So cheap, linear checks come before it; a text past them is not refused, it is shown as it
was typed. Fenced code is no part of what they count: it is taken out first, and a program may have many brackets.

Behind them, for what nobody has thought of yet, stands a limit of the time itself. It lies far above what the bounds
let through, so that what a text becomes does not depend on the machine.
"""

import re
import time
from dataclasses import dataclass
from functools import partial

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor

from blog.markup.fences import without_code

_MARKERS = re.compile(r"^(?:[ \t]*(?:>|[-*+]|\d+[.)]))+", re.M)
_MARKER = re.compile(r">|[-*+]|\d+[.)]")
_RUN = re.compile(r"([*_`~=!<&])\1{60,}")
_BLANK = re.compile(r"\n[ \t]*\n")
_BULLET = re.compile(r"^ {0,3}[-*+][ \t]", re.M)
_NUMBER = re.compile(r"^ {0,3}\d{1,9}\.[ \t]", re.M)
_DEFINITION = re.compile(r"^ {0,3}(?:\*\[|\[(?!\^))[^\]\n]*\]:(.*)$", re.M)  # not of footnotes
_ABBREVIATION = re.compile(r"^ {0,3}\*\[", re.M)


@dataclass(frozen=True, slots=True)
class Bounds:
    """The most a text may have of each."""

    characters: int  # with code
    lines: int  # with code
    line: int  # characters of one line
    block: int  # lines between two blank ones
    brackets: int  # "["
    angles: int  # "<"
    emphasis: int  # "*" and "_" in one piece: a paragraph, an item, a row
    piece: int  # brackets of a piece times its characters: a million is a quarter of a second
    work: int  # the same of all pieces
    markers: int  # of lists and quotes, at the start of lines
    nesting: int = 12  # of these at the start of one line
    indent: int = 48  # columns
    definition: int = 500  # characters of what a reference or an abbreviation stands for, each time it is used
    abbreviations: int = 500  # each is looked for at every letter


COMMENT = Bounds(
    characters=10_000,
    lines=1_000,
    line=6_000,
    block=1_000,
    brackets=100,
    angles=400,
    emphasis=600,
    piece=500_000,
    work=500_000,
    markers=2_000,
)
# Authors are trusted further, but an imported post is a stranger's text too.
POST = Bounds(
    characters=500_000,
    lines=20_000,
    line=20_000,
    block=4_000,
    brackets=3_000,
    angles=4_000,
    emphasis=2_000,
    piece=1_000_000,
    work=4_000_000,
    markers=20_000,
)


def within(bounds: Bounds, text: str) -> bool:
    """Whether a normalised text may be parsed."""
    if len(text) > bounds.characters or text.count("\n") >= bounds.lines:
        return False
    text = without_code(text)
    if text.count("[") > bounds.brackets or text.count("<") > bounds.angles or _RUN.search(text):
        return False
    lines = text.split("\n")
    if any(len(line) > bounds.line or _indent(line) > bounds.indent for line in lines):
        return False
    markers = [len(_MARKER.findall(found)) for found in _MARKERS.findall(text)]
    if max(markers, default=0) > bounds.nesting or sum(markers) > bounds.markers:
        return False
    if any(len(meaning) > bounds.definition for meaning in _DEFINITION.findall(text)):
        return False
    if len(_ABBREVIATION.findall(text)) > bounds.abbreviations:
        return False
    blocks = _BLANK.split(_DEFINITION.sub("", text))
    if any(block.count("\n") >= bounds.block for block in blocks):
        return False
    pieces = [piece for block in blocks for piece in _pieces(block)]
    work = [piece.count("[") * len(piece) for piece in pieces]
    return (
        max(work) <= bounds.piece
        and sum(work) <= bounds.work
        and all(piece.count("*") + piece.count("_") <= bounds.emphasis for piece in pieces)
    )


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip()) if line.strip() else 0


def _pieces(block: str) -> list[str]:
    """What Markdown will look at as one text: the rows of a table and the items of a list by themselves."""
    lines = block.split("\n")
    if len(lines) > 1 and "|" in lines[0] and "-" in lines[1] and set(lines[1]) <= set("|:- "):
        return lines
    for kind in (_BULLET, _NUMBER):
        if kind.match(block):
            return kind.split(block)
    return [block]


class TooMuch(Exception):
    """A text takes too long, or grows too large."""


class Patience:
    """A number of seconds of this thread's own work (waiting for others does not count)."""

    def __init__(self, seconds: float):
        self.end = time.thread_time() + seconds

    def check(self) -> None:
        if time.thread_time() > self.end:
            raise TooMuch


class _Watch(BlockProcessor):
    """Asked first of every block, and never wants one."""

    def __init__(self, md: Markdown, patience: Patience):
        super().__init__(md.parser)
        self.patience = patience

    def test(self, parent, block: str) -> bool:
        self.patience.check()
        return False


def limit_time(md: Markdown, patience: Patience) -> None:
    """Have a Markdown object (with all its extensions) raise TooMuch when patience is at its end: it is asked before
    each block and before each time that a pattern is tried."""
    md.parser.blockprocessors.register(_Watch(md, patience), "watch", 1000)
    for pattern in md.inlinePatterns:
        pattern.getCompiledRegExp = partial(_patiently, pattern.getCompiledRegExp, patience)


def _patiently(compiled, patience: Patience) -> re.Pattern:
    patience.check()
    return compiled()
