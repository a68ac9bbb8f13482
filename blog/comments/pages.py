"""The pages of a thread: so many comments at a time, whole conversations together, by the last comment seen.

A page is found by an index and costs the same wherever it is in the thread. A conversation that is longer than a page
goes on on the next. `?after=N` is the page that begins behind comment N, `?before=N` the one that ends in front of it,
`?before=end` the newest; without either it is the first.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import NamedTuple

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.http import Http404

from blog.comments.models import Comment, State, Thanks
from blog.comments.models.comments import CONVERSATION
from blog.models import Post
from config.prepared import Prepared

LENGTH = 200  # comments on a page
LOOKS = 4  # readers see one, members another, who has muted somebody one of their own
END = "end"
PLACES = frozenset({"before", "after"})  # the names that a query asks for a page by
_TEXT, _NO_TEXT = F("html"), Value("", output_field=TextField())
_GONE = [state for state in State.values if state != State.PUBLISHED]


class Row(NamedTuple):
    """What a page needs of a comment. `talk` is the number of the comment that began its conversation."""

    pk: int
    talk: int
    parent: int | None
    state: str
    created_at: datetime
    edited_at: datetime | None
    author: int | None
    name: str | None
    guest: str
    html: str
    thanked: int | None


@dataclass(frozen=True, slots=True)
class Page:
    """`rows`: the published comments of the page, as they came. `beside`: what these answer and is not among them:
    tombstones, without a text, and comments of an earlier page. `older` and `newer` are the queries of the pages
    beside it ("": none). `skipped` published comments are on the pages before, `count` in the whole thread. `looks` is
    for who shows it: the HTML it was made into, LOOKS at most.
    """

    rows: tuple[Row, ...]
    beside: tuple[Row, ...]
    older: str
    newer: str
    skipped: int
    count: int
    looks: dict = field(default_factory=dict, compare=False, repr=False)


def page_of(post: Post, asked: Mapping[str, str]) -> Page:
    """The page that a query string asks for, in six queries at most: one where the thread has no more than a page.

    Raises Http404 when the comment that is named is not a published one of the post.
    """
    before, after = asked.get("before"), asked.get("after")
    if before is not None:
        comments = _talk_of(post.pk)
        found = comments if before == END else comments.filter(_in_front_of(_seen(post, before)))
        found = _rows(found.reverse()[: LENGTH + 1])
        rows = _whole(found)[::-1]
        older, newer = len(found) > LENGTH, before != END
    else:
        if after is not None:
            found = _rows(_talk_of(post.pk).filter(_behind(_seen(post, after)))[: LENGTH + 1])
        else:
            found = list(map(Row._make, _first(LENGTH + 1)(post=post.pk)))
        rows = _whole(found)
        older, newer = after is not None, len(found) > LENGTH
    if not rows and (after or before not in (None, END)):
        raise Http404
    skipped = _talk_of(post.pk).filter(_in_front_of((rows[0].talk, rows[0].pk))).count() if older else 0
    return Page(
        rows=tuple(rows),
        beside=_beside(post, rows),
        older=f"?before={rows[0].pk}" if older else "",
        newer=f"?after={rows[-1].pk}" if newer else "",
        skipped=skipped,
        count=_talk_of(post.pk).count() if newer else skipped + len(rows),
    )


def address_of(comment: Comment) -> str | None:
    """Where a comment is shown: which page of its post, and where on it; None if nowhere. Four queries at most."""
    pk = comment.pk if comment.state == State.PUBLISHED else _first_shown_below(comment)
    if pk is None:
        return None
    return f"{comment.post.whole_url}{_query_of(comment, (comment.conversation, pk))}#{comment.anchor}"


def _first_shown_below(comment: Comment) -> int | None:
    """The number of the first published answer, however far below: where that stands, a tombstone is. One query."""
    later = Comment.objects.filter(post=comment.post_id, pk__gt=comment.pk).in_conversations()
    below = {comment.pk}
    for pk, parent, state in later.filter(talk=comment.conversation).values_list("pk", "parent_id", "state"):
        if parent in below:
            if state == State.PUBLISHED:
                return pk
            below.add(pk)
    return None


def _query_of(comment: Comment, here: tuple[int, int]) -> str:
    """The query of the page of the comment's thread on which the place `here` is."""
    post, talk, pk = comment.post_id, *here
    # Asked at once, for every comment that is posted: a new one is seldom on the first of many pages.
    beyond, last = next(iter(_around(LENGTH)(post=post, talk=talk)), (None, None))  # no row: the post is gone
    if beyond is None:
        return ""
    if talk <= beyond:
        begun = [_Place(*place) for place in _talk_of(post).values_list("talk", "pk")[: LENGTH + 1]]
        if here <= _whole(begun)[-1]:
            return ""
    if talk != pk and _talk_of(post).filter(talk=talk, pk__lte=pk)[: LENGTH + 1].count() > LENGTH:
        last = _talk_of(post).filter(_in_front_of(here)).reverse().values_list("pk", flat=True)[0]
    return f"?after={last}"  # its page begins with its conversation, if that is not longer than a page


def _talk_of(post: int) -> QuerySet:
    return Comment.objects.filter(post=post).public().in_conversations()


@cache
def _around(length: int) -> Prepared:
    """Which conversation a thread is in after so many comments of a post, and the last comment in front of one."""

    def rows(post: int, talk: int) -> QuerySet:
        thread = _talk_of(post)
        beyond, before = thread.values("talk")[length : length + 1], thread.filter(talk__lt=talk).reverse()
        return Post.objects.filter(pk=post).values_list(Subquery(beyond), Subquery(before.values("pk")[:1]))

    return Prepared(Post, rows, post=int, talk=int)


class _Place(NamedTuple):
    talk: int
    pk: int


def _whole(found: list) -> list:
    """As many of LENGTH + 1 rows as make a page: without the conversation that would be cut, if others are before."""
    if len(found) <= LENGTH:
        return found
    whole = [row for row in found[:LENGTH] if row.talk != found[LENGTH].talk]
    return whole or found[:LENGTH]


def _seen(post: Post, number: str) -> tuple[int, int]:
    """The place of a published comment of the post."""
    if not (number.isascii() and number.isdigit() and len(number) < 18):
        raise Http404
    place = post.comments.public().annotate(talk=CONVERSATION).filter(pk=number).values_list("talk", "pk").first()
    if place is None:
        raise Http404
    return place


def _in_front_of(place: tuple[int, int]) -> Q:
    talk, pk = place
    return Q(talk__lte=talk) & (Q(talk__lt=talk) | Q(pk__lt=pk))  # the first term is what the index is searched by


def _behind(place: tuple[int, int]) -> Q:
    talk, pk = place
    return Q(talk__gte=talk) & (Q(talk__gt=talk) | Q(pk__gt=pk))


def _rows(comments, text=_TEXT) -> list[Row]:
    return list(map(Row._make, _values(comments, text)))


def _values(comments, text) -> QuerySet:
    thanks = Thanks.objects.filter(comment=OuterRef("pk")).order_by().values("comment").annotate(n=Count("pk"))
    fields = ("parent_id", "state", "created_at", "edited_at", "author_id", "author__name", "guest_name")
    return comments.values_list("pk", "talk", *fields, text, Subquery(thanks.values("n")))


@cache
def _first(length: int) -> Prepared:
    """So many rows of the beginning of a thread: the page that most readers ask for."""

    def rows(post: int) -> QuerySet:
        return _values(_talk_of(post)[:length], _TEXT)

    return Prepared(Comment, rows, post=int)


def _beside(post: Post, rows: list[Row]) -> tuple[Row, ...]:
    """What is answered and is not among `rows`. A query, if there is anything, and another for tombstones."""
    here = {row.pk for row in rows}
    missing = {row.parent for row in rows if row.parent} - here
    if not missing:
        return ()
    comments = post.comments.annotate(talk=CONVERSATION).order_by("pk")
    found = _rows(comments.filter(pk__in=missing), _NO_TEXT)
    if talks := {row.talk for row in found if row.state != State.PUBLISHED}:
        above = comments.filter(state__in=_GONE, talk__in=talks, pk__lt=max(missing)).exclude(pk__in=missing)
        found += _rows(above, _NO_TEXT)
    return tuple(found)
