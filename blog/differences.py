"""PURE: what changed between two texts, word by word."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

WORDS = 2_000  # beyond these, two texts are told apart by paragraph: the matching takes time that grows with the square


@dataclass(frozen=True, slots=True)
class Part:
    """`kind` is "same", "gone" or "new"."""

    kind: str
    text: str


def changed_words(was: str, now: str) -> list[Part]:
    """The parts of both texts, in order; [] when they are the same."""
    if was == now:
        return []
    split = re.compile(r"(\s+)") if len(was.split()) + len(now.split()) <= WORDS else re.compile(r"(\n+)")
    one, two = split.split(was), split.split(now)
    parts = []
    for kind, a, b, c, d in SequenceMatcher(None, one, two, autojunk=False).get_opcodes():
        if kind == "equal":
            parts.append(Part("same", "".join(one[a:b])))
            continue
        parts += [Part("gone", gone)] if (gone := "".join(one[a:b])) else []
        parts += [Part("new", new)] if (new := "".join(two[c:d])) else []
    return parts
