"""What lies on the desk: comments in one state, page by page, with what a moderator needs to judge them.

The cost of a page does not grow with the blog: each list is read along an index from where the last page ended, and
counts stop at CAP.
"""

from dataclasses import dataclass, field

from django.db.models import Count, Prefetch, Q, Subquery, Value
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from accounts.models import State as MembershipState
from blog.comments.desk.history import told
from blog.comments.desk.narrowing import Narrow
from blog.comments.models import Appeal, Comment, Edit, Report, Ruling, State
from blog.comments.rulings import PUBLISH, REJECT, REMOVE, RESTORE, acts_from
from blog.comments.wording import kept_sentences
from blog.models import Blog

ANY = "any"  # of the list that is searched
FILTERS = (State.HELD, State.PUBLISHED, State.REJECTED, State.REMOVED)
PAGE = 20
SEARCHED = 2_500  # comments of a list that are looked through for one page of what is searched for
CAP = 100  # "99+" is enough to know

LABELS = {PUBLISH: _("Publish"), REJECT: _("Reject"), REMOVE: _("Remove"), RESTORE: _("Restore")}


@dataclass(frozen=True, slots=True)
class Record:
    """What its author has done in this blog before. `membership` is None for who never asked to join."""

    published: int = 0
    rejected: int = 0
    membership: Membership | None = None


@dataclass(frozen=True, slots=True)
class Item:
    comment: Comment
    record: Record
    reasons: list[str]  # why it was held, in words
    rulings: list[Ruling] = field(default_factory=list)  # oldest first

    @property
    def buttons(self) -> list[tuple[str, str]]:
        """What may be done with it, and what the button says. What waits with a request is answered with that."""
        if self.comment.application_id:
            return []
        return [(act, LABELS[act]) for act in acts_from(self.comment.state)]

    @property
    def takes_guideline(self) -> bool:
        """Whether something may be done with it that a guideline can be the reason for."""
        return bool({REJECT, REMOVE} & set(acts_from(self.comment.state)))

    @property
    def history(self) -> list[tuple[Ruling, str]]:
        """Its rulings, each with its sentence, oldest first."""
        return [(ruling, told(ruling)) for ruling in self.rulings]

    @property
    def last(self) -> tuple[Ruling, str] | None:
        return self.history[-1] if self.rulings else None

    @property
    def seen_at(self) -> str:
        """For the form: as of when the moderator saw it, to the microsecond."""
        return self.comment.changed_at.isoformat()

    @property
    def is_withdrawn(self) -> bool:
        """Its author took it back: nobody reads it any more, the team included."""
        return self.comment.state == State.WITHDRAWN


@dataclass(frozen=True, slots=True)
class Counts:
    """How much waits of each kind, up to CAP."""

    held: int = 0
    applications: int = 0
    reported: int = 0
    edits: int = 0
    appeals: int = 0

    @property
    def asked(self) -> int:
        return min(CAP, self.reported + self.edits + self.appeals)

    @property
    def all(self) -> int:
        return min(CAP, self.held + self.applications + self.asked)


@dataclass(frozen=True, slots=True)
class Found:
    """A page of a list, and where the next one goes on (None: nowhere). `is_cut`: it has all that fits among the next
    SEARCHED of the list, and more may be behind them.
    """

    items: list[Item] = field(default_factory=list)
    next_after: int | None = None
    is_cut: bool = False


def page_of(blog: Blog, state: str, after: int | None, narrow: Narrow) -> Found:
    """A page of the comments in `state` that follow number `after`.

    Held ones come oldest first, for who waits longest is first; the others newest first. Five queries at most.
    """
    oldest_first = state == State.HELD
    order, beyond, until = ("pk", "pk__gt", "pk__lte") if oldest_first else ("-pk", "pk__lt", "pk__gte")
    # What its author has withdrawn is read by nobody any more, and a search would read it.
    states = [one for one in State.values if one != State.WITHDRAWN] if state == ANY else [state]
    comments = narrow.listed(blog.comments.all())
    if after is not None:
        comments = comments.filter(**{beyond: after})
    cut = _cut(comments, states, order) if narrow.searches else None
    if cut is not None:
        comments = comments.filter(**{until: cut})
    comments = narrow.searched(comments.held() if oldest_first else comments.filter(state__in=states)).order_by(order)
    found = list((judged if oldest_first else whole)(comments)[: PAGE + 1])
    if len(found) > PAGE:
        return Found(items_of(blog, found[:PAGE]), found[PAGE - 1].pk)
    return Found(items_of(blog, found), cut, is_cut=cut is not None)


def _cut(comments, states: list[str], order: str) -> int | None:
    """The number of the last that is looked through, None where all are. Asked state by state, as an index has them."""
    each = [comments.filter(state=state).order_by().values_list("pk", flat=True) for state in states]
    last = list(each[0].union(*each[1:], all=True).order_by(order)[SEARCHED - 1 : SEARCHED + 1])
    return last[0] if len(last) > 1 else None


def item_of(blog: Blog, pk: int) -> Item | None:
    """One comment of this blog as the desk shows it, None if the blog has no such comment. Four queries."""
    return next(iter(items_of(blog, list(whole(blog.comments.filter(pk=pk))))), None)


def items_of(blog: Blog, comments: list[Comment]) -> list[Item]:
    """These comments with their authors' records; with their rulings, if they were asked for. Two queries."""
    records = _records(blog, {comment.author_id for comment in comments} - {None})
    return [
        Item(
            comment,
            records.get(comment.author_id, Record()),
            kept_sentences(comment.reasons),
            list(comment.rulings.all()) if "rulings" in getattr(comment, "_prefetched_objects_cache", {}) else [],
        )
        for comment in comments
    ]


def next_held(blog: Blog, after: int) -> int | None:
    """The number of the comment that waits next, after number `after`."""
    waiting = blog.comments.held().filter(pk__gt=after)
    return waiting.order_by("pk").values_list("pk", flat=True).first()


def count_held(blog: Blog) -> int:
    """How many wait, counted up to CAP."""
    return blog.comments.held()[:CAP].count()


def applications_of(blog: Blog, after: int | None = None) -> tuple[list[Membership], int | None]:
    """A page of those who ask to join, as `page_of`: who came to the blog first comes first. Two queries."""
    waiting = applicants(blog).order_by("id")
    if after is not None:
        waiting = waiting.filter(pk__gt=after)
    found = list(waiting[: PAGE + 1])
    return found[:PAGE], found[PAGE - 1].pk if len(found) > PAGE else None


def count_applications(blog: Blog) -> int:
    """How many ask to join, counted up to CAP."""
    return _applicants(blog)[:CAP].count()


def counts_of(blog: Blog) -> Counts:
    """How much waits of each kind. One query, along small indexes, and no further than CAP."""
    held = blog.comments.held().order_by().values("pk")[:CAP]
    applications = _applicants(blog).order_by().values("pk")[:CAP]
    reported = blog.comments.filter(reports__state=Report.State.OPEN).order_by().values("pk").distinct()[:CAP]
    edits = Edit.objects.filter(state=State.HELD, comment__blog=blog, comment__state=State.PUBLISHED)
    appeals = blog.appeals.filter(state=Appeal.State.OPEN).order_by().values("pk")[:CAP]
    kinds = (
        Comment.objects.filter(pk__in=held),
        Membership.objects.filter(pk__in=applications),
        Comment.objects.filter(pk__in=reported),
        Edit.objects.filter(pk__in=edits.order_by().values("pk")[:CAP]),
        Appeal.objects.filter(pk__in=appeals),
    )
    counted = [
        Subquery(kind.order_by().annotate(one=Value(1)).values("one").annotate(n=Count("*")).values("n"))
        for kind in kinds
    ]
    return Counts(*(count or 0 for count in Blog.objects.filter(pk=blog.pk).values_list(*counted).get()))


def applicants(blog: Blog):
    """Those who ask to join, with what they would say. Two queries."""
    texts = Comment.objects.select_related("post").defer("post__body", "post__html").order_by("pk")
    return _applicants(blog).select_related("user").prefetch_related(Prefetch("comments", texts))


def _applicants(blog: Blog):
    return blog.memberships.filter(state=MembershipState.APPLICANT, user__is_active=True)


def judged(comments):
    """With what is needed to judge them."""
    return comments.select_related("author", "post", "parent__author")


def whole(comments):
    """The same, with what happened to them before."""
    rulings = Ruling.objects.select_related("by", "guideline").order_by("id")
    return judged(comments).prefetch_related(Prefetch("rulings", rulings))


def _records(blog: Blog, authors: set[int]) -> dict[int, Record]:
    """The records of these people, by number. Two queries."""
    if not authors:
        return {}
    counts = {
        row["author"]: row
        for row in blog.comments.filter(author__in=authors)
        .values("author")
        .annotate(
            published=Count("pk", filter=Q(state=State.PUBLISHED)), rejected=Count("pk", filter=Q(state=State.REJECTED))
        )
        .order_by()
    }
    memberships = {row.user_id: row for row in blog.memberships.filter(user__in=authors)}
    return {
        author: Record(
            counts.get(author, {}).get("published", 0),
            counts.get(author, {}).get("rejected", 0),
            memberships.get(author),
        )
        for author in authors
    }
