"""A row of bars, as whole numbers for an SVG. Pure: a template draws it, and no script does.

Whole numbers, because a template writes "1,5" for one and a half where the blog's language does, which no SVG takes.
"""

from collections.abc import Sequence
from dataclasses import dataclass

STEP, THICK = 10, 7  # from one bar to the next, and of a bar
HEIGHT = 100
LEAST = 3  # so that a single one is seen beside hundreds


@dataclass(frozen=True, slots=True)
class Bar:
    """`value` is what it stands for; `x`, `y`, `width` and `height` are in the plot's own units, from the top left."""

    value: int
    x: int
    y: int
    height: int
    width: int = THICK


@dataclass(frozen=True, slots=True)
class Plot:
    bars: tuple[Bar, ...]
    width: int
    most: int  # the value of the highest bar
    total: int
    height: int = HEIGHT


def plot(values: Sequence[int]) -> Plot:
    """The bars of these numbers (none of them negative), the highest as high as the plot."""
    most = max(values, default=0)
    bars = []
    for place, value in enumerate(values):
        height = max(LEAST, value * HEIGHT // most) if value else 0
        bars.append(Bar(value, place * STEP + (STEP - THICK) // 2, HEIGHT - height, height))
    return Plot(tuple(bars), STEP * len(bars), most, sum(values))
