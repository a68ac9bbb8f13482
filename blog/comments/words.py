"""PURE: which of an owner's words a text has. Words, not patterns: nothing here can be made slow, or match everything.

A rule is a word or a phrase. It matches whole words, whatever their case and accents; `*` at its end matches words that
begin so. In time it is one pass over the text for all single words, and one look a phrase.
"""

import re
import unicodedata

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
