"""Texts of chance, made of what parsers stumble over. The same seed makes the same texts."""

import random

from blog.markup import COMMENT_LIMIT
from tests.blog.markup.hostile import ALLOWED, PIECES, WRAPPED

SIGNS = "[]()<>*_`~#&;:!|\\-+=\"'{}^ \t\n"
# Letters, marks, joiners, signs of direction, controls and what lies beyond the first plane; no halves of pairs.
RANGES = (
    (0, 0x7F),
    (0x80, 0x24F),
    (0x300, 0x36F),
    (0x590, 0x6FF),
    (0x2000, 0x206F),
    (0xFE00, 0xFFFF),
    (0x1F300, 0x1FAFF),
)
BITS = [*PIECES.values(), *ALLOWED.values(), *(side for pair in WRAPPED.values() for side in pair)]


def fuzzed(count: int, seed: int):
    """`count` texts of 1 to COMMENT_LIMIT characters, short ones more often: of pieces, of signs, of any letters."""
    chance = random.Random(seed)
    for _number in range(count):
        length = int(COMMENT_LIMIT ** chance.random())
        text = chance.choice((_pieces, _signs, _letters))(chance, length)
        for _cut in range(chance.randrange(4)):
            text = _mutated(chance, text)
        yield text[:length]


def _pieces(chance: random.Random, length: int) -> str:
    text = ""
    while len(text) < length:
        text += chance.choice(BITS)[: chance.randrange(1, 400)] * chance.choice((1, 1, 2, 3, 10, 100))
    return text


def _signs(chance: random.Random, length: int) -> str:
    return "".join(chance.choices(SIGNS + "ab", k=length))


def _letters(chance: random.Random, length: int) -> str:
    return "".join(chr(chance.randint(*chance.choice(RANGES))) for _ in range(length))


def _mutated(chance: random.Random, text: str) -> str:
    """With a part taken out, doubled or moved, or a sign put in."""
    start, end = sorted(chance.randrange(len(text) + 1) for _ in range(2))
    part, place = text[start:end], chance.randrange(len(text) + 1)
    return (
        chance.choice(
            (
                text[:start] + text[end:],
                text[:place] + part + text[place:],
                text[:start] + part[::-1] + text[end:],
                text[:place] + chance.choice(SIGNS) + text[place:],
            )
        )
        or "a"
    )
