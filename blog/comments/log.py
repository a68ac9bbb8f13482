"""What was done in a blog, as one list, newest first: rulings, versions of the policy, and the log of all other acts.

What is published of it tells nothing of posts that are not for everyone: not even that something happened there.

Three tables are read, each by its own index, and laid together by the time of the act; a page costs the same wherever
in the list it lies.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from heapq import merge
from itertools import islice

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts.models import LogEntry, Sanction
from blog.comments.log_words import CODES, OTHER, POLICY, RULED, SENT, UNPUBLISHED
from blog.comments.models import Comment, Guideline, PolicyVersion, Ruling
from blog.models import Blog

PAGE = 50
AT_ONCE = 500  # acts that an export reads in one go
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Narrow:
    """What is asked for: a kind of log_words, people by number, and days (`until` is the first moment after them)."""

    kind: str = ""
    person: int | None = None
    by: int | None = None
    since: datetime | None = None
    until: datetime | None = None
    published: bool = False  # what may be told to everybody


@dataclass(frozen=True, slots=True)
class Act:
    """One row of one of the three tables. `source` and `pk` name it; `comment` is None where it is about none."""

    at: datetime
    source: int
    pk: int
    row: Ruling | LogEntry | PolicyVersion
    guideline: Guideline | None = None

    @property
    def place(self) -> tuple[datetime, int, int]:
        return self.at, self.source, self.pk

    @property
    def mark(self) -> str:
        """Its place in the list, for the address of the page that follows."""
        return f"{(self.at - _EPOCH) // timedelta(microseconds=1)}-{self.source}-{self.pk}"

    @property
    def by(self):
        return self.row.by

    @property
    def whom(self):
        """Whom it was done to; None for an act on the blog itself, and for somebody who is gone."""
        if isinstance(self.row, Ruling):
            return self.row.comment.author
        return self.row.whom if isinstance(self.row, LogEntry) else None

    @property
    def comment_id(self) -> int | None:
        return None if isinstance(self.row, PolicyVersion) else self.row.comment_id


def place_of(mark: str) -> tuple[datetime, int, int] | None:
    """The place that a mark stands for; None if it is no mark."""
    parts = mark.split("-")
    if len(parts) != 3 or not all(part.isascii() and part.isdigit() and len(part) < 19 for part in parts):
        return None
    try:
        return _EPOCH + timedelta(microseconds=int(parts[0])), int(parts[1]), int(parts[2])
    except OverflowError:
        return None


def page_of(blog: Blog, narrow: Narrow, after=None, size: int = PAGE) -> tuple[list[Act], str]:
    """The acts that follow the place `after` in the list, and the mark of the next page, "" if none. Four queries."""
    sources = [_rulings(blog, narrow), _entries(blog, narrow), _versions(blog, narrow)]
    lists = [_acts(rows, source, narrow, after, size) for source, rows in enumerate(sources) if rows is not None]
    found = list(islice(merge(*lists, key=lambda act: act.place, reverse=True), size + 1))
    more, found = len(found) > size, found[:size]
    return _with_guidelines(found), found[-1].mark if more else ""


def walk(blog: Blog, narrow: Narrow) -> Iterator[Act]:
    """All of them, AT_ONCE at a time."""
    mark = ""
    while True:
        acts, mark = page_of(blog, narrow, place_of(mark), AT_ONCE)
        yield from acts
        if not mark:
            return


def _acts(rows: QuerySet, source: int, narrow: Narrow, after, size: int) -> list[Act]:
    if narrow.since:
        rows = rows.filter(at__gte=narrow.since)
    if narrow.until:
        rows = rows.filter(at__lt=narrow.until)
    if narrow.by is not None:
        rows = rows.filter(by=narrow.by)
    if after:
        at, its_source, pk = after
        here = Q(at__lt=at)
        if source < its_source:
            here |= Q(at=at)
        elif source == its_source:
            here |= Q(at=at, pk__lt=pk)
        rows = rows.filter(at__lte=at).filter(here)
    return [Act(row.at, source, row.pk, row) for row in rows.order_by("-at", "-pk")[: size + 1]]


def _rulings(blog: Blog, narrow: Narrow) -> QuerySet | None:
    if narrow.kind not in ("", RULED, SENT):
        return None
    found = Ruling.objects.filter(blog=blog).select_related("by", "guideline", "comment__author")
    found = found.defer("comment__text", "comment__html")
    if narrow.kind:
        found = found.filter(was="") if narrow.kind == SENT else found.exclude(was="")
    if narrow.published:
        public = Comment.objects.filter(pk=OuterRef("comment_id"), post__in=_public(blog))
        found = found.exclude(was="").filter(Exists(public))
    return found.filter(comment__author=narrow.person) if narrow.person is not None else found


def _public(blog: Blog) -> QuerySet:
    return blog.posts.public(timezone.now())


def _entries(blog: Blog, narrow: Narrow) -> QuerySet | None:
    found = LogEntry.objects.filter(blog=blog).select_related("by", "whom")
    if narrow.published:
        found = found.filter(code__in=[code for code in CODES if code not in UNPUBLISHED])
        found = found.filter(Q(comment=None) | Q(comment__post__in=_public(blog)))
        hidden = blog.sanctions.filter(
            (Q(post__isnull=False) & ~Q(post__in=_public(blog)))
            | (Q(comment__isnull=False) & ~Q(comment__post__in=_public(blog)))
        )
        found = found.exclude(detail__sanction__in=list(hidden.values_list("pk", flat=True)))
    if narrow.kind == OTHER:
        found = found.exclude(code__in=[code for code, (kind, _said) in CODES.items() if kind != OTHER])
    elif narrow.kind:
        found = found.filter(code__in=[code for code, (kind, _said) in CODES.items() if kind == narrow.kind])
    return found.filter(whom=narrow.person) if narrow.person is not None else found


def _versions(blog: Blog, narrow: Narrow) -> QuerySet | None:
    if narrow.kind not in ("", POLICY) or narrow.person is not None:
        return None
    found = PolicyVersion.objects.filter(blog=blog).select_related("by", "post", "label")
    if narrow.published:
        found = found.filter(Q(post=None) | Q(post__in=_public(blog)))
    return found.defer("post__body", "post__html", "post__teaser")


def _with_guidelines(acts: list[Act]) -> list[Act]:
    """The guideline of each act: a ruling's own, or that of the sanction it is about."""
    numbers = {act.row.detail.get("sanction") for act in acts if isinstance(act.row, LogEntry)} - {None}
    sanctions = Sanction.objects.select_related("guideline").in_bulk(numbers) if numbers else {}
    named = []
    for act in acts:
        guideline = act.row.guideline if isinstance(act.row, Ruling) else None
        if isinstance(act.row, LogEntry) and (sanction := sanctions.get(act.row.detail.get("sanction"))):
            guideline = sanction.guideline
        named.append(Act(act.at, act.source, act.pk, act.row, guideline))
    return named
