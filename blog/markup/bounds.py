"""Which texts may be parsed at all. Cheap, linear checks before Python-Markdown, whose work is not bounded by itself:
it takes over 40 s on 20,000 brackets and overflows the stack on one line of a thousand dashes.

The numbers of a comment are those measured in the project's security notes: under them the worst of 72 kinds of
hostile text stays below a quarter of a second. A text past them is not refused, it is shown as it was typed.
"""

import re
from dataclasses import dataclass

_MARKERS = re.compile(r"^(?:[ \t]*(?:>|[-*+]|\d+[.)]))+", re.M)
_MARKER = re.compile(r">|[-*+]|\d+[.)]")
_RUN = re.compile(r"([*_`~=!<&])\1{60,}")


@dataclass(frozen=True, slots=True)
class Bounds:
    """The most a text may have of each."""

    characters: int
    lines: int
    line: int  # characters of one line
    brackets: int  # "["
    angles: int  # "<"
    emphasis: int  # "*" and "_" in one paragraph
    nesting: int = 12  # markers of lists and quotes at the start of one line
    indent: int = 48  # columns


COMMENT = Bounds(characters=10_000, lines=1_000, line=6_000, brackets=100, angles=400, emphasis=600)
# Authors are trusted further, but an imported post is a stranger's text too.
POST = Bounds(characters=500_000, lines=20_000, line=20_000, brackets=3_000, angles=4_000, emphasis=2_000)


def within(bounds: Bounds, text: str) -> bool:
    """Whether a normalised text may be parsed."""
    if len(text) > bounds.characters or text.count("[") > bounds.brackets or text.count("<") > bounds.angles:
        return False
    lines = text.split("\n")
    if len(lines) > bounds.lines or any(len(line) > bounds.line for line in lines) or _RUN.search(text):
        return False
    if any(len(line) - len(line.lstrip()) > bounds.indent for line in lines if line.strip()):
        return False
    if any(len(_MARKER.findall(found)) > bounds.nesting for found in _MARKERS.findall(text)):
        return False
    return all(_fits(bounds, block) for block in re.split(r"\n[ \t]*\n", text))


def _fits(bounds: Bounds, block: str) -> bool:
    """One paragraph: brackets cost the square of their number times its length, so a long one may have few."""
    brackets, emphasis = block.count("["), block.count("*") + block.count("_")
    return brackets <= 100 and brackets * len(block) <= 1_000_000 and emphasis <= bounds.emphasis
