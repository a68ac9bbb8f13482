"""Bars of a plot: whole numbers, the highest as high as the plot, a single one still to be seen."""

import pytest

from blog.writing.plot import HEIGHT, LEAST, plot


def test_the_highest_bar_is_as_high_as_the_plot_and_stands_on_its_ground():
    made = plot([0, 5, 10])
    assert [bar.height for bar in made.bars] == [0, HEIGHT // 2, HEIGHT]
    assert {bar.y + bar.height for bar in made.bars} == {HEIGHT}
    assert (made.most, made.total, made.width) == (10, 15, 30)


def test_one_is_seen_beside_thousands():
    assert plot([1, 5_000]).bars[0].height == LEAST


@pytest.mark.parametrize("values", [[], [0, 0]])
def test_nothing_is_an_empty_plot(values):
    made = plot(values)
    assert (made.most, made.total, [bar.height for bar in made.bars]) == (0, 0, [0] * len(values))
