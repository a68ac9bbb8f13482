"""What was measured, as one table of ratios."""

from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

HEAD = ["what", "goal", "min", "median", "max", "Parley", "beside it", "met"]
BEGIN, END = "<!-- bin/bench: begin -->", "<!-- bin/bench: end -->"


@dataclass(eq=False)
class Row:
    """Pairs of one round each: ours, theirs. `goal` is the least ratio that will do, or with `most` the greatest."""

    what: str
    goal: float
    unit: str = "/s"
    most: bool = False
    pairs: list[tuple[float, float]] = field(default_factory=list)
    unlike: int = 0  # answers that were not as they should be

    def cells(self) -> list[str]:
        ratios = sorted(ours / theirs for ours, theirs in self.pairs)
        middle = median(ratios)
        met = (middle <= self.goal if self.most else middle >= self.goal) and not self.unlike
        goal = f"{'≤' if self.most else '≥'} {self.goal:.2f}"
        sides = [f"{median(side):,.{0 if median(side) >= 100 else 2}f} {self.unit}" for side in zip(*self.pairs)]  # noqa: B905
        said = "yes" if met else f"no ({self.unlike} wrong answers)" if self.unlike else "no"
        return [self.what, goal, f"{ratios[0]:.2f}", f"{middle:.2f}", f"{ratios[-1]:.2f}", *sides, said]


@dataclass(eq=False)
class Figure:
    """One number with a limit: `value` of `unit`, at most `goal`."""

    what: str
    goal: float
    value: float
    unit: str

    def cells(self) -> list[str]:
        met = "yes" if self.value <= self.goal else "no"
        return [self.what, f"≤ {self.goal:g} {self.unit}", "", "", "", f"{self.value:,.4g} {self.unit}", "", met]


def table(rows) -> str:
    """In Markdown, its columns aligned."""
    lines = [HEAD, *(row.cells() for row in rows)]
    widths = [max(len(line[place]) for line in lines) for place in range(len(HEAD))]
    lines.insert(1, ["-" * width for width in widths])
    return "\n".join(f"| {' | '.join(map(str.ljust, line, widths))} |" for line in lines)


def write(path: Path, text: str) -> None:
    """Puts `text` between our marks in a file, or at its end with marks around it."""
    old = path.read_text() if path.exists() else "# Performance\n"
    before, _, rest = old.partition(BEGIN)
    after = rest.partition(END)[2] if rest else "\n"
    path.write_text(f"{before.rstrip()}\n\n{BEGIN}\n{text}\n{END}{after}")
