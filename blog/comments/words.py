"""PURE: which of an owner's words a text has. Words, not patterns: nothing here can be made slow, or match everything.

A rule is a word or a phrase. It matches whole words, whatever their case and accents; `*` at its end matches words that
begin so. In time it is one pass over the text for all single words, and one look a phrase.
"""

import re
import unicodedata
from bisect import bisect_right

RULES, LONGEST = 500, 80  # how many there may be, and how long one may be
SHORTEST = 2  # letters before a "*": fewer would match half of every text

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


class Unfit(ValueError):
    """A rule that can't be used. `code` is "empty", "long", "wide" (a "*" after too little, or in the middle)."""

    def __init__(self, code: str, rule: str):
        super().__init__(code)
        self.code, self.rule = code, rule


def folded(text: str) -> str:
    """The text without case and accents, in compatible letters ("É" is "e", "ﬁ" is "fi")."""
    apart = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in apart if not unicodedata.combining(letter)).casefold()


def check(rule: str) -> None:
    """Raises Unfit for a rule that matches nothing, or too much."""
    if len(rule) > LONGEST:
        raise Unfit("long", rule)
    stem = rule.strip().removesuffix("*")
    if "*" in stem or (rule.strip().endswith("*") and len(folded(stem).strip()) < SHORTEST):
        raise Unfit("wide", rule)
    if not _WORD.search(folded(stem)):
        raise Unfit("empty", rule)


def matching(rules: tuple[str, ...], text: str) -> tuple[str, ...]:
    """Those of `rules` that the text has, in their order. A rule that is unfit matches nothing."""
    if not rules:
        return ()
    words = _WORD.findall(folded(text))
    there, run = set(words), f" {' '.join(words)} "
    return tuple(rule for rule in rules if _is_in(rule, there, run))


def _is_in(rule: str, there: set[str], run: str) -> bool:
    parts = _WORD.findall(folded(rule))
    if not parts:
        return False
    begins = rule.rstrip().endswith("*")
    if len(parts) == 1 and not begins:
        return parts[0] in there
    return f" {' '.join(parts)}{'' if begins else ' '}" in run


def spans(rules: tuple[str, ...], text: str) -> list[tuple[int, int]]:
    """Where `rules` match in `text`: [start, end) of each matched part in order, parts that touch or overlap as one.

    The same matches as `matching` has, in time that grows with the text and the number of rules, not their product:
    single words are looked up, and each phrase is searched for once, going on behind what it found. (Scripts written
    without spaces, as Chinese, are one "word" between two signs, there as here: use phrases up to a sign.)
    """
    letters, source = _folded_with_places(text)
    words = [(match.group(), match.start(), match.end()) for match in _WORD.finditer(letters)]
    exact, stems, phrases = _sorted_out(rules)
    lengths = sorted({len(stem) for stem in stems})
    found = [
        (start, end)
        for word, start, end in words
        if word in exact or any(word[:length] in stems for length in lengths if length <= len(word))
    ]
    if phrases and words:
        found += _phrases_in(words, phrases)
    return _merged([(source[start], source[end - 1] + 1) for start, end in found], text)


def _phrases_in(words: list[tuple[str, int, int]], phrases: set[str]) -> list[tuple[int, int]]:
    """Where the phrases are among the words (each with its place); those that follow each other closely as one."""
    places, run, at = [], f" {' '.join(word for word, _start, _end in words)} ", 1
    for word, _start, _end in words:
        places.append(at)
        at += len(word) + 1
    found = []
    for phrase in phrases:
        step, last_letter = len(phrase) - 1, len(phrase.rstrip()) - 1
        begin = at = run.find(phrase)
        while at >= 0:
            latest, at = at, run.find(phrase, at + step)  # two that stand side by side share the space between them
            if not 0 <= at - latest <= step + 1:
                first, last = bisect_right(places, begin + 1) - 1, bisect_right(places, latest + last_letter) - 1
                found.append((words[first][1], words[last][2]))
                begin = at
    return found


def _folded_with_places(text: str) -> tuple[str, range | list[int]]:
    """`folded(text)`, and for each of its letters the place in `text` it comes from."""
    if text.isascii():
        return text.casefold(), range(len(text))
    known: dict[str, str] = {}
    letters, source = [], []
    for place, letter in enumerate(text):
        if (plain := known.get(letter)) is None:
            plain = known[letter] = folded(letter)
        letters.append(plain)
        source += [place] * len(plain)
    return "".join(letters), source


def _sorted_out(rules: tuple[str, ...]) -> tuple[set[str], set[str], set[str]]:
    """The rules as whole words, as beginnings of words, and as phrases to be searched for among words and spaces."""
    exact, stems, phrases = set(), set(), set()
    for rule in rules:
        parts, begins = _WORD.findall(folded(rule)), rule.rstrip().endswith("*")
        if len(parts) > 1:
            phrases.add(f" {' '.join(parts)}{'' if begins else ' '}")
        elif parts:
            (stems if begins else exact).add(parts[0])
    return exact, stems, phrases


def _merged(found: list[tuple[int, int]], text: str) -> list[tuple[int, int]]:
    """In order, overlaps joined, and the accents that follow a last letter with it."""
    joined: list[list[int]] = []
    for start, end in sorted(found):
        if joined and start <= joined[-1][1]:
            joined[-1][1] = max(joined[-1][1], end)
        else:
            joined.append([start, end])
    for part in joined:
        while part[1] < len(text) and unicodedata.combining(text[part[1]]):
            part[1] += 1
    return [(start, end) for start, end in joined]
