"""Two changes of one text are brought together line by line; where they met, a choice is made, and nothing is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blog.writing.merging import BOTH, MINE, THEIRS, merged, pieces, three_way

BASE = "one\ntwo\nthree\nfour\n"

# what I made of BASE, what they made of it -> brought together
TOGETHER = {
    "nobody changed it": (BASE, BASE, BASE),
    "only I did": ("one\n2\nthree\nfour\n", BASE, "one\n2\nthree\nfour\n"),
    "only they did": (BASE, "one\ntwo\nthree\n4\n", "one\ntwo\nthree\n4\n"),
    "in different places": ("1\ntwo\nthree\nfour\n", "one\ntwo\nthree\n4\n", "1\ntwo\nthree\n4\n"),
    "both alike": ("one\n2\nthree\nfour\n", "one\n2\nthree\nfour\n", "one\n2\nthree\nfour\n"),
    "I added, they took away": ("zero\none\ntwo\nthree\nfour\n", "one\ntwo\nthree\n", "zero\none\ntwo\nthree\n"),
    "they added at the end": ("1\ntwo\nthree\nfour\n", f"{BASE}five\n", "1\ntwo\nthree\nfour\nfive\n"),
}


@pytest.mark.parametrize("name", TOGETHER)
def test_changes_in_different_places_are_both_kept(name):
    mine, theirs, expected = TOGETHER[name]
    assert not any(piece.is_conflict for piece in pieces(BASE, mine, theirs))
    assert merged(BASE, mine, theirs) == expected
    assert merged(BASE, theirs, mine) == expected


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        (MINE, "one\nmine\nthree\nfour\n"),
        (THEIRS, "one\nhers\nthree\nfour\n"),
        (BOTH, "one\nhers\nmine\nthree\nfour\n"),
    ],
)
def test_where_both_changed_the_same_line_a_choice_is_made(choice, expected):
    sides = (BASE, "one\nmine\nthree\nfour\n", "one\nhers\nthree\nfour\n")
    assert [piece.is_conflict for piece in pieces(*sides)].count(True) == 1
    assert merged(*sides, {0: choice}) == expected


def test_without_a_choice_both_stay():
    assert merged("a", "mine", "hers") == "hers\nmine"


LINES = st.lists(st.sampled_from(["a\n", "b\n", "c\n", "\n", "d"]), max_size=12).map("".join)


@given(LINES, LINES, LINES)
def test_the_pieces_are_the_whole_of_each_side(base, mine, theirs):
    found = pieces(base, mine, theirs)
    assert "".join(piece.base for piece in found) == base
    assert "".join(piece.mine for piece in found) == mine
    assert "".join(piece.theirs for piece in found) == theirs


@given(LINES, LINES)
def test_what_one_side_alone_changed_is_taken_as_it_is(base, changed):
    assert merged(base, changed, base) == merged(base, base, changed) == changed


# base, mine, theirs -> brought together, in conflict
FIELDS = {
    "mine": ("a", "b", "a", "b", False),
    "theirs": ("a", "a", "b", "b", False),
    "the same": ("a", "b", "b", "b", False),
    "both": ("a", "b", "c", "b", True),
}


@pytest.mark.parametrize("name", FIELDS)
def test_a_field_is_whose_changed_it(name):
    base, mine, theirs, expected, conflict = FIELDS[name]
    fields, conflicts = three_way({"title": base}, {"title": mine, "other": "x"}, {"title": theirs, "other": "y"})
    assert fields == {"title": expected, "other": "x"}
    assert conflicts == (["title"] if conflict else [])
