"""bin/bench, without what it measures."""

import sys
from pathlib import Path

import pytest

TABLES = Path(__file__).resolve().parents[2] / "docs/performance.md"


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (("tests.bench", "readers", "--write"), "readers alone would take the place of the others"),
        (("tests.bench", "lighthouse", "--rounds", "1", "--write"), "lighthouse alone would take the place"),
        (("tests.bench.scale", "--only", "feed", "--write"), "leave out --only, or leave out --write"),
        (("tests.bench", "scale", "--write"), "add --full, or leave out --write"),
    ],
)
def test_a_part_of_a_table_does_not_take_the_place_of_the_whole(asked, told, run):
    before = TABLES.read_bytes()
    status, said = run(sys.executable, "-m", *asked)
    assert status == 2
    assert told in " ".join(said.split())
    assert TABLES.read_bytes() == before


def test_help_names_every_part_and_option(run):
    status, said = run("bin/bench", "--help")
    assert status == 0
    for word in ("readers", "members", "writes", "memory", "lighthouse", "scale", "--rounds", "--seconds", "--write"):
        assert word in said
