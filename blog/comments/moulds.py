"""How comments become HTML: the one template, without its price for each of two hundred.

A template costs five times what the comments cost the database. So `_comment.html` is rendered once for each kind of
comment (edited or not, an answer or not, ...), with a mark in the place of everything that is a comment's own; that is
kept as a mould, and filled for each comment. Nothing that is kept is anybody's text or name, so nothing gets old.
"""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from secrets import randbelow, token_hex
from threading import Lock
from typing import NamedTuple

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import get_current_timezone, localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from blog.comments.branches import Branch, grow
from blog.comments.mutes import voice
from blog.comments.pages import Page, Row

HERE, GONE, ELSEWHERE = "here", "gone", "elsewhere"
_NUMBERS = ("pk", "answered", "post")  # what addresses are made of: the marks are numbers, too
_WORDS = ("voice", "byline", "moment", "day", "answered_byline", "number", "count", "html", "replies")


class Kind(NamedTuple):
    """What a comment's markup depends on, in one language. `gone` is the State of a tombstone, `answers` HERE, GONE (a
    tombstone) or ELSEWHERE (on another page); "" for neither.
    """

    gone: str = ""
    answers: str = ""
    voice: bool = False
    is_of_the_post: bool = False
    is_edited: bool = False
    is_muted: bool = False
    takes_answers: bool = False
    has_replies: bool = False
    thanks: int = 0


@dataclass(frozen=True, slots=True)
class Look:
    """What the HTML of a page of a thread depends on beside its comments. `muted` are the people folded away."""

    post: int
    authors: frozenset[int]  # of the post
    takes_answers: bool
    muted: frozenset[int] = frozenset()


def html_of(page: Page, look: Look) -> SafeString:
    """The comments of a page, as `li` elements, in the language and time zone in force. Kept for the next who ask.

    What is kept is found by all that it is made of, so that it is right or is not found.
    """
    key = (page, look, get_language(), str(get_current_timezone()))
    if (html := _kept.get(key)) is None:
        if settings.DEBUG:
            _mould.cache_clear()  # somebody is changing the template
        html = mark_safe("".join(_comment(branch, *key) for branch in grow(page)))  # noqa: S308 (escaped below)
        _kept.put(key, html)
    return html


def _comment(branch: Branch, page: Page, look: Look, language: str, zone: str) -> str:
    row, answers = branch.row, branch.answers
    own = {"pk": row.pk, "replies": "".join([_comment(reply, page, look, language, zone) for reply in branch.replies])}
    if branch.is_gone:
        kind = Kind(has_replies=bool(branch.replies), gone=row.state)
    else:
        kind = Kind(
            answers="" if not answers else GONE if answers.is_gone else ELSEWHERE if answers.is_elsewhere else HERE,
            voice=row.author is not None,
            is_of_the_post=row.author in look.authors,
            is_edited=row.edited_at is not None,
            is_muted=row.author in look.muted,
            takes_answers=look.takes_answers,
            has_replies=bool(branch.replies),
            thanks=row.thanked or 0,
        )
        moment, day = _when(row.created_at, zone, language)
        own |= {
            "post": look.post,
            "voice": voice(row.author),
            "byline": _escaped(byline(row)),
            "moment": moment,
            "day": day,
            "answered": answers and answers.row.pk,
            "answered_byline": _escaped(byline(answers.row)) if answers and not answers.is_gone else "",
            "number": branch.number,
            "count": page.count,
            "html": row.html,  # clean since it was saved (blog.markup), and sent as it is
        }
    return _mould(kind, language) % own


@lru_cache(maxsize=10_000)
def _when(at: datetime, _zone: str, _language: str) -> tuple[str, str]:
    """A moment as machines read it and as people do, in the zone and the language in force: half the price of all."""
    local = localtime(at)
    return local.isoformat(), escape(date_format(local, "DATETIME_FORMAT"))


@lru_cache(maxsize=2_000)
def _escaped(name: str) -> str:
    return escape(name)


def byline(row: Row) -> str:
    """As Comment.byline."""
    if row.name is not None:
        return row.name
    return _("%(name)s (guest)") % {"name": row.guest} if row.guest else _("former member")


@lru_cache(maxsize=2_000)
def _mould(kind: Kind, language: str) -> str:
    """The template with `%(name)s` for what is a comment's own. Marks are by chance, so that no template holds one."""
    marks = {name: 10**17 + randbelow(10**17) for name in _NUMBERS}
    marks |= {name: token_hex(16) for name in _WORDS}
    fields = marks | kind._asdict() | {"voice": marks["voice"] if kind.voice else ""}
    html = render_to_string("comments/_comment.html", {"comment": fields}).replace("%", "%%")
    for name, mark in marks.items():
        html = html.replace(str(mark), f"%({name})s")
    return html


class _Kept:
    """The pages of threads asked for last, of one process, up to a number of characters."""

    LIMIT = 8_000_000

    def __init__(self):
        self.pages, self.size, self.lock = OrderedDict(), 0, Lock()

    def get(self, key) -> SafeString | None:
        with self.lock:
            if key in self.pages:
                self.pages.move_to_end(key)
            return self.pages.get(key)

    def put(self, key, html: SafeString) -> None:
        with self.lock:
            if key in self.pages or len(html) > self.LIMIT // 8:
                return
            self.pages[key] = html
            self.size += len(html)
            while self.size > self.LIMIT:
                self.size -= len(self.pages.popitem(last=False)[1])


_kept = _Kept()
