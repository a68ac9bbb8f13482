"""Listed words: what they match, where, and that no text makes them slow."""

import random
import time
import unicodedata

import pytest

from blog.comments.words import LONGEST, RULES, Unfit, check, folded, matching, spans

# (rules, text, the matched parts)
CASES = [
    (("casino",), "A Casino by the sea", ["Casino"]),
    (("casino",), "casinos, occasino, casino_x", ["casino"]),  # "_" is no letter
    (("casino*",), "Casinos and casino-like", ["Casinos", "casino"]),
    (("cafe",), "Au CAFÉ, au cafe\u0301!", ["CAFÉ", "cafe\u0301"]),
    (("café",), "cafe", ["cafe"]),
    (("nice shoes",), "nice,  SHOES; nice socks", ["nice,  SHOES"]),
    (("nice sho*",), "Nice shoelaces", ["Nice shoelaces"]),
    (("nice shoes",), "nice shoestring", []),
    (("nice s*",), "nice s, nice sea; nice", ["nice s, nice sea"]),
    (("a b", "b c"), "a b c", ["a b c"]),
    (("don't",), "I don’t, they don't", ["don't"]),
    (("don",), "I don't", []),
    (("fish",), "ﬁsh", ["ﬁsh"]),
    (("strasse",), "Straße", ["Straße"]),
    (("كازينو",), "هذا كازينو كبير", ["كازينو"]),
    (("赌场",), "去 赌场 吧", ["赌场"]),
    (("赌场",), "去赌场吧", []),  # no spaces: it is one word with its neighbours
    (("*", "!!", ""), "anything * !!", []),
    ((), "anything", []),
    (("word",), "", []),
]


@pytest.mark.parametrize("rules, text, parts", CASES)
def test_a_rule_matches_whole_words_whatever_their_case_and_accents(rules, text, parts):
    assert [text[start:end] for start, end in spans(rules, text)] == parts
    assert bool(matching(rules, text)) is bool(parts)


@pytest.mark.parametrize(
    "rule, code",
    [("", "empty"), ("!!!", "empty"), ("*", "wide"), ("a*", "wide"), ("a*b", "wide"), ("**", "wide"),
     ("a" * (LONGEST + 1), "long")],
)  # fmt: skip
def test_a_rule_that_cannot_be_used_is_named(rule, code):
    with pytest.raises(Unfit) as unfit:
        check(rule)
    assert (unfit.value.code, unfit.value.rule) == (code, rule)


def test_what_matches_and_where_agree_on_random_texts():
    dice = random.Random(7)
    parts = ["ab", "abc", "b", "É", "e\u0301", "ﬁ", "don't", "ß", "*", " ", " ", ", ", "_", "’"]
    for _ in range(2000):
        text = "".join(dice.choices(parts, k=12))
        rule = "".join(dice.choices(parts, k=dice.randint(1, 4)))
        assert bool(matching((rule,), text)) is bool(spans((rule,), text)), (rule, text)


HOSTILE = {
    "one word": "a" * 100_000,
    "one letter, often": "a " * 50_000,
    "apostrophes": "a'" * 50_000,
    "accents": "e" + "\u0301" * 99_999,
    "accented words": "e\u0301a " * 25_000,
    "wide letters": unicodedata.lookup("ARABIC LIGATURE SALLALLAHOU ALAYHE WASALLAM") * 10_000,
    "Chinese": "语" * 100_000,
    "words": "casino nice shoes " * 5_555,
}


PHRASES = [" ".join("a" * count) for count in range(2, 41)] + [f"{' '.join('a' * count)}*" for count in range(2, 40)]
MANY = tuple((PHRASES + [f"word{n}*" for n in range(200)] + [f"e nice{n}" for n in range(300)])[:RULES])


@pytest.mark.parametrize("name", HOSTILE)
def test_the_work_grows_with_the_text_and_the_rules_and_not_with_their_product(name, calls):
    text = HOSTILE[name][: len(HOSTILE[name]) // 5]
    assert calls(spans, MANY, text) < 10 * (len(text) + len(folded(text)) + RULES)


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_500_rules_and_100000_characters_take_less_than_a_fifth_of_a_second(name):
    took = []
    for _ in range(3):
        began = time.process_time()
        spans(MANY, HOSTILE[name])
        took.append(time.process_time() - began)
    assert min(took) < 0.2
