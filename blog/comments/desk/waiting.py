"""Everything that waits for a moderator, as one queue: whoever has waited longest comes first, whatever it is.

Each kind is read along its own index from where the last page ended, and a kind of which nothing waits costs nothing.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, Min, OuterRef, Prefetch, Q, Subquery
from django.utils.dateparse import parse_datetime

from accounts.models import Membership
from blog.comments.appeals import may_decide
from blog.comments.desk import queue
from blog.comments.desk.queue import Counts, Item
from blog.comments.models import Appeal, Comment, Edit, Report, State
from blog.comments.people import moderators_of
from blog.comments.wording import kept_sentences
from blog.models import Blog

HELD, APPLICATION, REPORTED, CHANGE, APPEAL = "held", "application", "reports", "edit", "appeal"
KINDS = (HELD, APPLICATION, REPORTED, CHANGE, APPEAL)
_TEXTS_OF_POST = ("post__body", "post__html", "post__beginning", "post__teaser")  # no list shows them


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits since `at`. `thing` is an Item, a Membership, a reported Comment, an Edit or an Appeal.

    `reasons` are sentences, of a change; `may_answer` is False for an appeal against one's own act.
    """

    kind: str
    at: datetime
    thing: Item | Membership | Comment | Edit | Appeal
    reasons: tuple[str, ...] = ()
    may_answer: bool = True

    @property
    def pk(self) -> int:
        return self.thing.comment.pk if self.kind == HELD else self.thing.pk

    @property
    def place(self) -> str:
        """Where the next page goes on after this: to be read by `place_in`."""
        return f"{self.at.isoformat()}|{self.kind}|{self.pk}"


def place_in(text: str) -> tuple[datetime, int, int] | None:
    """(moment, kind by its number, number) of a place; None for what is none, which is the beginning."""
    moment, _bar, rest = text.partition("|")
    kind, _bar, number = rest.partition("|")
    try:
        at = parse_datetime(moment)
    except ValueError:
        at = None
    fits = kind in KINDS and number.isascii() and number.isdigit() and len(number) < 18
    return (at, KINDS.index(kind), int(number)) if at and at.tzinfo and fits else None


def waiting_of(
    blog: Blog, by, counts: Counts, after: tuple[datetime, int, int] | None = None
) -> tuple[list[Waiting], str]:
    """A page of what waits, and where the next one goes on ("": nowhere). Three queries for comments."""
    found: list[Waiting] = []
    if counts.held:
        found += _held(blog, after)
    if counts.applications:
        rows = _after(queue.applicants(blog), "since", APPLICATION, after)
        found += [Waiting(APPLICATION, row.since, row) for row in rows]
    if counts.reported:
        rows = _after(reported(blog), "first_at", REPORTED, after)
        found += [Waiting(REPORTED, row.first_at, row) for row in rows]
    if counts.edits:
        rows = _after(edits(blog), "at", CHANGE, after)
        found += [Waiting(CHANGE, row.at, row, tuple(kept_sentences(row.reasons))) for row in rows]
    if counts.appeals:
        moderators = set(moderators_of(blog).values_list("pk", flat=True))
        rows = _after(appeals(blog), "at", APPEAL, after)
        found += [Waiting(APPEAL, row.at, row, may_answer=may_decide(row, by, moderators)) for row in rows]
    found.sort(key=lambda one: (one.at, KINDS.index(one.kind), one.pk))
    more, found = len(found) > queue.PAGE, found[: queue.PAGE]
    return found, found[-1].place if more else ""


def reported(blog: Blog):
    """Comments with open reports (`open_reports`), since the first of them (`first_at`)."""
    opened = Report.objects.filter(state=Report.State.OPEN)
    # Asked of each: grouped, all columns of the comment and its post would be sorted, the texts among them.
    first = opened.filter(comment=OuterRef("pk")).order_by().values("comment").values_list(Min("at"))
    found = blog.comments.filter(pk__in=opened.values("comment")).annotate(first_at=Subquery(first))
    with_words = Prefetch("reports", opened.select_related("by", "guideline").order_by("pk"), to_attr="open_reports")
    return found.select_related("author", "post").defer(*_TEXTS_OF_POST).prefetch_related(with_words)


def edits(blog: Blog):
    """Changes of published comments that wait."""
    found = Edit.objects.filter(state=State.HELD, comment__blog=blog, comment__state=State.PUBLISHED)
    return found.select_related("comment__author", "comment__post")


def appeals(blog: Blog):
    found = blog.appeals.filter(state=Appeal.State.OPEN)
    return found.select_related("by", "ruling__comment__post", "ruling__by", "sanction__post", "sanction__by")


def _held(blog: Blog, after) -> list[Waiting]:
    """Held comments; those that were reported are among the reported."""
    opened = Report.objects.filter(comment=OuterRef("pk"), state=Report.State.OPEN)
    comments = blog.comments.held().filter(~Exists(opened))
    rows = _after(queue.judged(comments), "created_at", HELD, after)
    return [Waiting(HELD, item.comment.created_at, item) for item in queue.items_of(blog, rows)]


def _after(rows, moment: str, kind: str, after) -> list:
    """Of one kind, those that follow the place, one more than a page has room for."""
    if after is not None:
        at, last_kind, last = after
        place = KINDS.index(kind)
        later = Q(**{f"{moment}__gt": at})
        if place > last_kind:
            later |= Q(**{moment: at})
        elif place == last_kind:
            later |= Q(**{moment: at, "pk__gt": last})
        rows = rows.filter(later)
    return list(rows.order_by(moment, "pk")[: queue.PAGE + 1])
