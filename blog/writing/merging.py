"""PURE: two changed texts and the one they began as, brought together (the three-way merge that version control knows).

Own code, since the library for it (merge3) comes under a licence that Parley's own doesn't allow.
"""

from dataclasses import dataclass
from difflib import SequenceMatcher

MINE, THEIRS, BOTH = "mine", "theirs", "both"


@dataclass(frozen=True, slots=True)
class Piece:
    """Some lines of the text they began as, and what became of them on either side."""

    base: str
    mine: str
    theirs: str

    @property
    def is_conflict(self) -> bool:
        """Both changed it, and not to the same."""
        return self.mine != self.theirs and self.base not in (self.mine, self.theirs)

    def settled(self, choice: str = BOTH) -> str:
        """The lines to go on with: what one side changed; of a conflict, what is chosen (MINE, THEIRS or BOTH)."""
        if not self.is_conflict:
            return self.theirs if self.mine == self.base else self.mine
        if choice == BOTH:
            gap = "" if not self.theirs or self.theirs.endswith("\n") else "\n"
            return f"{self.theirs}{gap}{self.mine}"
        return self.mine if choice == MINE else self.theirs


def pieces(base: str, mine: str, theirs: str) -> list[Piece]:
    """The texts cut where all three have the same lines; in order, and complete on each side."""
    one, two, three = (text.splitlines(keepends=True) for text in (base, mine, theirs))
    in_mine, in_theirs = _kept(one, two), _kept(one, three)
    found, at = [], (0, 0, 0)
    for line in range(len(one)):
        if line not in in_mine or line not in in_theirs:
            continue
        here = (line, in_mine[line], in_theirs[line])
        if here != at:
            found.append(_piece(one, two, three, at, here))
        found.append(Piece(one[line], one[line], one[line]))
        at = tuple(place + 1 for place in here)
    end = (len(one), len(two), len(three))
    if at != end:
        found.append(_piece(one, two, three, at, end))
    return found


def merged(base: str, mine: str, theirs: str, choices: dict[int, str] | None = None) -> str:
    """The whole text. `choices` says by a conflict's number, counted from 0, which side; unsaid, both are kept."""
    text, number = [], 0
    for piece in pieces(base, mine, theirs):
        choice = (choices or {}).get(number, BOTH) if piece.is_conflict else ""
        number += piece.is_conflict
        text.append(piece.settled(choice))
    return "".join(text)


def three_way(base: dict, mine: dict, theirs: dict) -> tuple[dict, list[str]]:
    """The fields of a text brought together, and the names of those that both sides changed, each differently.

    A field that `base` doesn't know stays mine. The text itself ("body") is brought together line by line; of the rest,
    and where lines are in conflict, the field stays mine.
    """
    fields, conflicts = dict(mine), []
    for name in mine:
        if name not in base or name not in theirs:
            continue
        if name == "body":
            sides = (base[name], mine[name], theirs[name])
            if any(piece.is_conflict for piece in pieces(*sides)):
                conflicts.append(name)
            else:
                fields[name] = merged(*sides)
        elif mine[name] == base[name]:
            fields[name] = theirs[name]
        elif theirs[name] not in (base[name], mine[name]):
            conflicts.append(name)
    return fields, conflicts


def _kept(base: list[str], other: list[str]) -> dict[int, int]:
    """Which line of the base is which of the other text. What both begin and end with need not be searched for."""
    head = 0
    while head < min(len(base), len(other)) and base[head] == other[head]:
        head += 1
    tail = 0
    while tail < min(len(base), len(other)) - head and base[-1 - tail] == other[-1 - tail]:
        tail += 1
    same = {line: line for line in range(head)}
    matcher = SequenceMatcher(
        None, base[head : len(base) - tail], other[head : len(other) - tail], autojunk=len(base) > 2_000
    )
    for a, b, size in matcher.get_matching_blocks():
        same |= {head + a + step: head + b + step for step in range(size)}
    return same | {len(base) - step: len(other) - step for step in range(tail, 0, -1)}


def _piece(one, two, three, start, stop) -> Piece:
    return Piece(*("".join(lines[a:b]) for lines, a, b in zip((one, two, three), start, stop, strict=True)))
