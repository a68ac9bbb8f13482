"""Front matter: read as it was typed, written so that it is read the same."""

import time

import pytest

from blog.writing.front_matter import DEEPEST, BadFile, joined, parted

READ = {
    "---\ntitle: On reading\n---\nText": ({"title": "On reading"}, "Text"),
    "---\ntitle: no\nversion: 1.10\nat: 2026-05-03\n---\n\nText\n": (
        {"title": "no", "version": "1.10", "at": "2026-05-03"}, "Text\n",
    ),
    "---\nTitle: 'Say: \"Hi\"'\nempty:\nnull: ~\n---\n": ({"title": 'Say: "Hi"', "empty": "", "null": ""}, ""),
    "---\ntags: [a, b]\nlabels:\n  - c, d\n---\n": ({"tags": ["a", "b"], "labels": ["c, d"]}, ""),
    "---\nauthor: {name: Anna}\ndeep: [[1]]\n---\n": ({}, ""),
    "---\n---\nText": ({}, "Text"),
    "---\ntitle: x\n...\nText": ({"title": "x"}, "Text"),
    "\ufeff---\r\ntitle: x\r\n---\r\nOne\r\nTwo": ({"title": "x"}, "One\nTwo"),
    "No front matter\n---\nat all": ({}, "No front matter\n---\nat all"),
    "": ({}, ""),
    '+++\ntitle = "x"\ndate = 2026-05-03T10:00:00Z\ndraft = true\ntags = ["a"]\nweight = 3\n+++\nText': (
        {"title": "x", "date": "2026-05-03T10:00:00+00:00", "draft": "true", "tags": ["a"], "weight": "3"}, "Text",
    ),
}  # fmt: skip


@pytest.mark.parametrize("text", READ)
def test_it_is_read_as_it_was_typed(text):
    assert parted(text) == READ[text]


BROKEN = {
    "---\ntitle: x\nText without an end": "line 1: The front matter that --- opens is never closed",
    "---\ntitle: x\ntitle: y\n---\n": "line 3: “title” stands there twice",
    "---\ntitle: [x\n---\n": "is no YAML",
    "---\n\ttitle: x\n---\n": "line 2: The front matter is no YAML",
    "---\njust words\n---\n": "has no fields",
    "---\n- a\n---\n": "has no fields",
    "+++\ntitle = \n+++\n": "is no TOML",
}


@pytest.mark.parametrize("text", BROKEN)
def test_what_is_broken_is_told_with_its_place(text):
    with pytest.raises(BadFile, match="The front matter|stands there twice") as told:
        parted(text)
    assert BROKEN[text] in str(told.value)


def test_lists_in_lists_are_read_as_nothing_and_too_many_are_refused():
    nested = "---\ntitle: Deep\ntags: {}\n---\n"
    assert parted(nested.format("[" * DEEPEST + "]" * DEEPEST))[0] == {"title": "Deep"}
    with pytest.raises(BadFile, match="nested too deeply"):
        parted(nested.format("[" * (DEEPEST + 1) + "]" * (DEEPEST + 1)))


def test_a_file_made_to_swell_does_not():
    lines = ["---", "a: &a [" + "x, " * 9 + "x]"]
    lines += [
        f"{name}: &{name} [" + ", ".join([f"*{before}"] * 10) + "]"
        for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    ]
    start = time.process_time()
    fields, _body = parted("\n".join([*lines, "---", ""]))
    assert list(fields) == ["a"] and time.process_time() - start < 5


@pytest.mark.parametrize(
    "fields",
    [
        {"title": "no"}, {"title": "2026-05-03"}, {"title": "a: b # c"}, {"title": "“Ünï” مرحبا 👩‍👩‍👧"},
        {"title": "'"},
        {"title": "- x", "labels": ["a, b", "1", "on"]}, {"title": "long " * 60 + "x"}, {"title": "---"},
    ],
)  # fmt: skip
@pytest.mark.parametrize("body", ["", "Text\n", "\n\n  Indented\n", "---\nA line\n---\n", "+++\n"])
def test_what_is_written_is_read_the_same(fields, body):
    assert parted(joined(fields, body)) == (fields, body)


def test_what_is_empty_is_left_out():
    assert joined({"title": "x", "labels": [], "description": ""}, "Text") == "---\ntitle: x\n---\n\nText"
