"""The publish checklist: what an author is told before a text goes out, and what the owner lets nobody publish.

rules, scan (PURE)  a text and what is known of it -> findings
facts               what the blog knows, in three queries at most
words               the sentences
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from blog.models import Blog, Page, Post, PostState
from blog.writing.checklist.facts import known_of
from blog.writing.checklist.rules import BLOCK, CODES, OFF, PATH, WARN, Finding, Known, Text, check
from blog.writing.checklist.words import sentence_of

LISTED = 40  # findings told at once


@dataclass(frozen=True, slots=True)
class Report:
    """What stands in the way of a text, what is only to be looked at, and of that, what was not so before."""

    blocked: tuple[Finding, ...] = ()
    warned: tuple[Finding, ...] = ()
    new: tuple[Finding, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.blocked or self.warned)

    @property
    def count(self) -> int:
        return len(self.blocked) + len(self.warned)

    @property
    def more(self) -> int:
        """How many are not listed."""
        return max(0, len(self.blocked) - LISTED) + max(0, len(self.warned) - LISTED)

    @property
    def blocked_sentences(self) -> list[str]:
        return [sentence_of(one) for one in self.blocked[:LISTED]]

    @property
    def warned_sentences(self) -> list[str]:
        return [sentence_of(one) for one in self.warned[:LISTED]]

    @property
    def token(self) -> str:
        """Stands for what was told: who has seen it is not asked about the same again."""
        told = sorted(f"{code}\n{what}" for code, what in {one.same for one in self.warned})
        return hashlib.sha256("\n\n".join(told).encode()).hexdigest()[:32]


def choices_of(blog: Blog) -> dict[str, str]:
    """What the owner chose for each check: OFF, WARN (also where nothing was chosen) or BLOCK."""
    chosen = blog.checks if isinstance(blog.checks, dict) else {}
    return {code: chosen[code] if chosen.get(code) in (OFF, WARN, BLOCK) else WARN for code in CODES}


def report_of(written: Post | Page, html: str, *, at: datetime, stored: Post | Page | None = None) -> Report:
    """Looks a text over that goes public `at` that moment; `html` is what its source renders to. Three queries at most.

    `stored` is the text as it was: what is said of a published one already is no news (`Report.new`).
    """
    text = _text_of(written, html)
    known = known_of(text, written, at)
    choices = choices_of(written.blog) | {PATH: BLOCK}
    found = [one for one in check(text, known) if choices[one.code] != OFF]
    blocked = tuple(one for one in found if choices[one.code] == BLOCK)
    warned = tuple(one for one in found if choices[one.code] == WARN)
    before = _said_before(stored, known, written)
    return Report(blocked, warned, tuple(one for one in warned if one.same not in before))


def _said_before(stored: Post | Page | None, known: Known, written: Post | Page) -> Iterable[tuple[str, str]]:
    """What would be said of a text that is out already, as far as the same facts tell it."""
    if stored is None or stored.state != PostState.PUBLISHED:
        return ()
    same = known if stored.title == written.title else Known(known.found, "", known.had_path)
    return {one.same for one in check(_text_of(stored, stored.html), same)}


def _text_of(written: Post | Page, html: str) -> Text:
    hosts = frozenset({written.blog.hostname} - {None})
    return Text(
        title=written.title,
        source=written.body,
        html=html,
        description=written.description,
        path=written.path,
        language=written.shown_language,
        hosts=hosts,
    )
