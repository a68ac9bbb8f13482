"""Texts to fill a blog with: a pool of different ones, each rendered once, as any text is, and used again and again."""

from dataclasses import dataclass
from random import Random

from blog.markup import beginning_of, render_comment, render_post

POSTS, COMMENTS = 60, 400
_WORDS = (
    "letter morning river paper house winter garden voice silence road window bread answer friend story summer evening "
    "table memory field stone harbour teacher question candle library village mountain bridge weather journey kitchen "
    "reads writes walks keeps finds remembers carries opens leaves believes waits asks learns listens begins returns "
    "old quiet small bright long careful plain honest slow narrow late early warm patient certain "
    "and but because while where after before without toward across between under over again always never often"
).split()
_OPENINGS = ("I think", "Thank you:", "Not quite.", "As I read it,", "A question:", "One more thing:", "Well said:", "")


@dataclass(frozen=True, slots=True)
class Text:
    """A source and what became of it; `beginning` of posts alone."""

    source: str
    html: str
    beginning: str = ""


def post_texts(chance: Random) -> list[Text]:
    """Bodies of posts: 60 to 400 words, with what posts have in them."""
    return [_post(chance) for _ in range(POSTS)]


def comment_texts(chance: Random) -> list[Text]:
    """Texts of comments: from a few words to some paragraphs."""
    return [_comment(chance) for _ in range(COMMENTS)]


def title(chance: Random) -> str:
    return _sentence(chance, 2, 6).rstrip(".")


def _post(chance: Random) -> Text:
    parts = [_paragraph(chance) for _ in range(chance.randint(2, 6))]
    extra = [
        f"## {title(chance)}",
        f"> {_sentence(chance, 6, 14)}",
        "\n".join(f"- {_sentence(chance, 2, 6)}" for _ in range(4)),
        f"Read [{_words(chance, 3)}](https://example.org/{chance.randint(1, 99)}/) and *{_words(chance, 2)}*.",
        "```python\nfor letter in letters:\n    print(letter)\n```",
    ]
    for part in chance.sample(extra, chance.randint(0, 3)):
        parts.insert(chance.randint(1, len(parts)), part)
    source = "\n\n".join(parts) + "\n"
    html = render_post(source)
    return Text(source, html, beginning_of(html))


def _comment(chance: Random) -> Text:
    count = chance.choices((1, 2, 3), (80, 15, 5))[0]
    parts = [f"{chance.choice(_OPENINGS)} {_paragraph(chance, 1, 4)}".strip() for _ in range(count)]
    if chance.random() < 0.1:
        parts.append(f"> {_sentence(chance, 4, 9)}")
    source = "\n\n".join(parts)
    return Text(source, render_comment(source))


def _paragraph(chance: Random, least: int = 2, most: int = 6) -> str:
    return " ".join(_sentence(chance, 6, 16) for _ in range(chance.randint(least, most)))


def _sentence(chance: Random, least: int, most: int) -> str:
    return _words(chance, chance.randint(least, most)).capitalize() + "."


def _words(chance: Random, count: int) -> str:
    return " ".join(chance.choices(_WORDS, k=count))
