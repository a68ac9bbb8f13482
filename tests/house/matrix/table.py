"""table.txt, read."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

TABLE = Path(__file__).with_name("table.txt")
ACTS = {
    "r": "read",
    "f": "form",
    "s": "send",
    "a": "answer",
    "e": "edit",
    "w": "withdraw",
    "m": "moderate",
    "c": "change",
}


@dataclass(frozen=True, slots=True)
class Cell:
    """`answer` is the table's letter. Only "y" is a yes of this blog's."""

    who: str
    post: str
    policy: str
    act: str
    answer: str

    @property
    def is_refused(self) -> bool:
        return self.answer != "y"

    def __str__(self) -> str:
        return f"{self.who} · {self.post} · {self.policy} · {self.act}"


def cells() -> Iterator[Cell]:
    """Every cell of the table, in its order. The first line that is no remark names the policies, the next the acts."""
    lines = [line.split() for line in TABLE.read_text().splitlines() if line and not line.startswith("#")]
    policies, acts, *people = lines
    for who, post, *answers in people:
        for policy, letters, given in zip(policies, acts, answers, strict=True):
            for letter, answer in zip(letters, given, strict=True):
                yield Cell(who, post, policy, ACTS[letter], answer)
