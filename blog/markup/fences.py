"""Fenced code: found in one pass over the lines, and taken out of the text before anything else reads it.

Python-Markdown's own extension looks for each fence's end anew, which is quadratic, and passes whatever an author
writes behind the fence to Pygments as options, which raises on most of them. Here a fence names a language, no more.
"""

import html
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from markdown import Markdown
from markdown.preprocessors import Preprocessor

_OPEN = re.compile(r"^( {0,24})(`{3,}(?=[^`]*$)|~{3,})[ \t]*\{?[ \t]*\.?([\w#+.-]{0,30})")
_ITEM = re.compile(r"^ *(?:[-*+]|\d{1,9}\.) ")


@dataclass(frozen=True, slots=True)
class Fence:
    """A block of code: the columns it is indented by (in a list), the language it names or "", and the code itself."""

    indent: int
    language: str
    code: str


def parts(lines: Iterable[str]) -> Iterator[str | Fence]:
    """The lines of a text, and between them its fenced code. A fence ends at a line of as many of its signs, or, where
    there is none, at the end of the text."""
    lines, in_list, after_blank = iter(lines), False, True
    for line in lines:
        opened = _OPEN.match(line)
        # Four columns make indented code, unless they make the inside of a list.
        if opened and (len(opened[1]) < 4 or in_list):
            yield Fence(len(opened[1]), opened[3].lower(), _code(lines, opened[2], len(opened[1])))
            after_blank = True
            continue
        if _ITEM.match(line):
            in_list = True
        elif after_blank and line and not line.startswith(" "):
            in_list = False
        after_blank = not line.strip()
        yield line


def _code(lines: Iterator[str], fence: str, indent: int) -> str:
    """The lines up to the fence's end, which are taken from `lines`, moved to the left by its indent."""
    end = re.compile(rf" *{re.escape(fence[0])}{{{len(fence)},}}[ \t]*$")
    taken = []
    for line in lines:
        if end.match(line):
            break
        taken.append(line[min(indent, len(line) - len(line.lstrip(" "))) :])
    return "\n".join(taken).strip("\n")


def without_code(text: str) -> str:
    """The text that will be parsed."""
    return "\n".join("" if isinstance(part, Fence) else part for part in parts(text.split("\n")))


def uncoloured(fence: Fence) -> str:
    """The code's HTML."""
    return f"<pre><code>{html.escape(fence.code, quote=False)}\n</code></pre>"


class Fences(Preprocessor):
    """Puts code out of Markdown's reach. Takes the place of Markdown's "normalize_whitespace", so that tabs in code
    stay tabs: `normalise` has done the rest of its work."""

    def __init__(self, md: Markdown, show: Callable[[Fence], str]):
        super().__init__(md)
        self.show = show

    def run(self, lines: list[str]) -> list[str]:
        found: list[str] = []
        for part in parts(lines):
            if isinstance(part, Fence):
                # To the columns that Markdown understands as the inside of a list.
                indent = " " * (part.indent // 4 * 4)
                found += ["", indent + self.md.htmlStash.store(self.show(part)), ""]
            else:
                found.append(part.expandtabs(self.md.tab_length) if part.strip() else "")
        return [*found, "", ""]


def take_out_code(md: Markdown, show: Callable[[Fence], str] = uncoloured) -> None:
    """Have a Markdown object show fenced code by `show`."""
    md.preprocessors.deregister("normalize_whitespace")
    md.preprocessors.register(Fences(md, show), "fences", 30)
