"""Listed words, tried on what was said: which of the latest comments they would have caught, and where."""

from collections import Counter
from dataclasses import dataclass

from blog.comments.models import Comment, State
from blog.comments.words import RULES, Unfit, check, matching, spans
from blog.models import Blog

LATEST = 500  # comments that are looked at
SHOWN = 50  # comments that are shown; all are counted
AROUND = 80  # letters beside a match, where a text is long


@dataclass(frozen=True, slots=True)
class Caught:
    """A comment; the rules it has; its text in pieces, (text, whether it matched)."""

    comment: Comment
    rules: tuple[str, ...]
    pieces: list[tuple[str, bool]]


@dataclass(frozen=True, slots=True)
class DryRun:
    rules: tuple[str, ...]
    refused: list[Unfit]
    looked_at: int
    count: int
    caught: list[Caught]
    by_rule: list[tuple[str, int]]  # the most frequent first


def listed(text: str) -> tuple[tuple[str, ...], list[Unfit]]:
    """The rules in a pasted text, one a line, each once; and those that can't be used, which are left out."""
    fit, unfit = [], []
    for line in dict.fromkeys(" ".join(line.split()) for line in text.splitlines() if line.strip()):
        try:
            check(line)
        except Unfit as error:
            unfit.append(error)
        else:
            fit.append(line)
    return tuple(fit[:RULES]), unfit


def dry_run(blog: Blog, text: str) -> DryRun:
    """Tries the rules in `text` on the latest comments that were not withdrawn. One query; writes nothing."""
    rules, refused = listed(text)
    found = blog.comments.exclude(state=State.WITHDRAWN).select_related("author", "post").order_by("-pk")[:LATEST]
    comments = list(found.defer("html", "post__body", "post__html", "post__teaser"))
    caught, counts, count = [], Counter(), 0
    for comment in comments if rules else ():
        if which := matching(rules, comment.text):
            count += 1
            counts.update(which)
            if len(caught) < SHOWN:
                caught.append(Caught(comment, which, pieces(comment.text, spans(which, comment.text))))
    return DryRun(rules, refused, len(comments), count, caught, counts.most_common())


def pieces(text: str, marked: list[tuple[int, int]]) -> list[tuple[str, bool]]:
    """The text cut at what is marked. Of a long stretch without a mark, its ends beside the marks, and "…"."""
    cut, at = [], 0
    for start, end in marked:
        cut += [(_shortened(text[at:start], first=at == 0), False), (text[start:end], True)]
        at = end
    cut.append((_shortened(text[at:], last=True), False))
    return [piece for piece in cut if piece[0]]


def _shortened(text: str, first: bool = False, last: bool = False) -> str:
    if len(text) <= 2 * AROUND:
        return text
    return ("" if first else text[:AROUND]) + "…" + ("" if last else text[-AROUND:])
