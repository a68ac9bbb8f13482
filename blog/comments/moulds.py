"""How comments become HTML: the one template, without its price for each of two hundred.

A template costs five times what the comments cost the database. So `_comment.html` is rendered once for each kind of
comment (edited or not, an answer or not, ...), with a mark in the place of everything that is a comment's own; that is
kept as a mould, and filled for each comment. A mould holds nobody's text or name, so it does not get old. The comments
that were filled in last are kept, too, and found by all that they are made of: a change finds none.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from secrets import randbelow, token_hex
from typing import NamedTuple

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.timezone import get_current_timezone, localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from blog.comments.branches import Branch, grow
from blog.comments.mutes import voice
from blog.comments.pages import LOOKS, Page, Row

HERE, GONE, ELSEWHERE = "here", "gone", "elsewhere"
_NUMBERS = ("pk", "answered", "post")  # what addresses are made of: the marks are numbers, too
_WORDS = ("voice", "byline", "moment", "day", "answered_byline", "number", "count", "html", "replies")
_REPLIES, _COUNT = token_hex(16), token_hex(16)  # by chance, so that no text holds them


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


def html_of(page: Page, look: Look) -> bytes:
    """The comments of a page, as `li` elements in UTF-8, in the language and time zone in force. Kept with the page.

    Each is encoded by itself: of a text that is ASCII that is a copy, and one letter that is not makes it a walk from
    letter to letter through all that it stands in.
    """
    look_of = (look, get_language(), str(get_current_timezone()))
    if (html := page.looks.get(look_of)) is None:
        if settings.DEBUG:
            _mould.cache_clear()  # somebody is changing the template
            _filled.cache_clear()
        html = b"".join([_comment(branch, *look_of).encode() for branch in grow(page)])
        html = html.replace(_COUNT.encode(), str(page.count).encode())
        if len(page.looks) >= LOOKS:
            page.looks.clear()
        page.looks[look_of] = html
    return html


def _comment(branch: Branch, look: Look, language: str, zone: str) -> str:
    """A comment with its answers; the mark _COUNT stands for how many comments the thread has."""
    answers, kind = branch.answers, _kind_of(branch, look)
    answered = (answers.row.pk, "" if answers.is_gone else byline(answers.row)) if kind.answers else (None, "")
    html = _filled(branch.row, kind, answered, branch.number, look.post, language, zone)
    if branch.replies:
        html = html.replace(_REPLIES, "".join([_comment(reply, look, language, zone) for reply in branch.replies]))
    return html


def _kind_of(branch: Branch, look: Look) -> Kind:
    row, answers = branch.row, branch.answers
    if branch.is_gone:
        return Kind(has_replies=bool(branch.replies), gone=row.state)
    return Kind(
        answers="" if not answers else GONE if answers.is_gone else ELSEWHERE if answers.is_elsewhere else HERE,
        voice=row.author is not None,
        is_of_the_post=row.author in look.authors,
        is_edited=row.edited_at is not None,
        is_muted=row.author in look.muted,
        takes_answers=look.takes_answers,
        has_replies=bool(branch.replies),
        thanks=row.thanked or 0,
    )


@lru_cache(maxsize=4_000)
def _filled(
    row: Row, kind: Kind, answered: tuple[int | None, str], number: int, post: int, language: str, zone: str
) -> str:
    """One comment, found by all that it is made of: with a new comment, the two hundred before it are what they were.

    _REPLIES stands for its answers and _COUNT for the number of all, which are not its own.
    """
    own = {"pk": row.pk, "replies": _REPLIES}
    if not kind.gone:
        moment, day = _when(row.created_at, zone, language)
        own |= {
            "post": post,
            "voice": voice(row.author),
            "byline": escape(byline(row)),
            "moment": moment,
            "day": day,
            "answered": answered[0],
            "answered_byline": escape(answered[1]),
            "number": number,
            "count": _COUNT,
            "html": row.html,  # clean since it was saved (blog.markup), and sent as it is
        }
    return _mould(kind, language) % own


@lru_cache(maxsize=10_000)
def _when(at: datetime, _zone: str, _language: str) -> tuple[str, str]:
    """A moment as machines read it and as people do, in the zone and the language in force: half the price of all."""
    local = localtime(at)
    return local.isoformat(), escape(date_format(local, "DATETIME_FORMAT"))


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
