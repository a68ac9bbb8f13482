"""A page of a thread as a tree: what hangs on what, how deep it stands, and which number it has."""

from collections import defaultdict
from dataclasses import dataclass, field
from operator import attrgetter

from blog.comments.models import State
from blog.comments.pages import Page, Row

# How far answers are indented. What is answered deeper stands below, in the order of the conversation, and says whom it
# answers. On a phone, four steps are what leaves room for words.
DEPTH = 4
_PLACE = attrgetter("talk", "pk")


@dataclass(slots=True)
class Branch:
    """A comment and what hangs on it. `replies` nest at most DEPTH deep.

    `answers` is what is really answered; None for what answers nothing. `is_gone`: a tombstone, which has neither a
    text nor an author, and no `number`: that counts what is shown, from the top of the thread. `is_elsewhere`: it
    stands on another page, and is here only to be named.
    """

    row: Row
    depth: int
    answers: "Branch | None" = None
    is_gone: bool = False
    is_elsewhere: bool = False
    number: int = 0
    replies: list["Branch"] = field(default_factory=list)


def grow(page: Page) -> list[Branch]:
    """The tree of what is shown. No step recurses: a chain may be as long as the page."""
    rows = {row.pk: row for row in page.rows}
    tombstones = {row.pk: row for row in page.beside if row.state != State.PUBLISHED}
    elsewhere = {row.pk: Branch(row, 0, is_elsewhere=True) for row in page.beside if row.state == State.PUBLISHED}
    for row in page.rows:
        while (row := tombstones.get(row.parent)) is not None and row.pk not in rows:
            rows[row.pk] = row
    answers: defaultdict[int | None, list[Row]] = defaultdict(list)
    for row in sorted(rows.values(), key=_PLACE):
        answers[row.parent if row.parent in rows else None].append(row)

    branches: list[Branch] = []
    number = page.skipped
    waiting = [(row, None, branches, 1) for row in reversed(answers[None])]
    while waiting:
        row, parent, place, depth = waiting.pop()
        is_gone = row.pk in tombstones
        number += not is_gone
        branch = Branch(row, depth, parent or elsewhere.get(row.parent), is_gone, number=0 if is_gone else number)
        place.append(branch)
        inside = depth < DEPTH
        for reply in reversed(answers.get(row.pk, ())):
            waiting.append((reply, branch, branch.replies if inside else place, depth + inside))
    return branches
