"""A post's comments as everybody sees them, in two queries, however many and however deep they are.

Comments that are published are shown; one that is not, but has answers that are, leaves a tombstone in its place, with
neither its text nor its author's name. Nothing here asks who is reading: the page is the same for all.
"""

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Exists, Max, OuterRef, Q, Subquery
from django.urls import reverse

from accounts.standing import VISITOR, Standing
from blog.comments.facts import count_at, door_facts
from blog.comments.models import Comment, PolicyVersion, State, Thanks
from blog.comments.mutes import voice
from blog.comments.policy import HIDDEN, NOBODY, OPEN, SHOWN, Rules, admit, closes_at, closing
from blog.comments.rules import rules_for
from blog.comments.wording import Note, note
from blog.models import Post

# How far answers are indented. What is answered deeper stands below, in the order of the conversation, and says whom it
# answers. On a phone, four steps are what leaves room for words.
DEPTH = 4


_READER = Standing(VISITOR)


@dataclass(slots=True)
class Branch:
    """A comment and what hangs on it. `replies` nest at most DEPTH deep, so a template may recurse into them.

    `answers` is the branch really answered. A tombstone is `gone` (the state its comment is in; "" for a comment that
    is shown) and has neither text nor author, and no `number`: that counts what is shown, from the top of the page.
    `voice` stands for the author, so that a script may fold away whom its reader has muted; `muted` says that it is
    folded away already, on a personal page.
    """

    comment: Comment
    depth: int
    answers: "Branch | None" = None
    gone: str = ""
    number: int = 0
    voice: str = ""
    muted: bool = False
    replies: list["Branch"] = field(default_factory=list)


@dataclass(slots=True)
class Thread:
    """`count` is of published comments; `state` is policy.OPEN, SHOWN (closed, but to be read) or HIDDEN.

    `note` is what a signed-out reader (on a personal page: this one) is told; `closes_at` when an open thread will
    close by itself, or None.
    `takes_comments` is whether anybody at all may write here: then there is a link to the form.
    """

    post: Post
    state: str
    note: Note
    form_url: str
    takes_comments: bool
    count: int = 0
    closes_at: datetime | None = None
    changes_at: datetime | None = None  # when it next closes or opens by the clock alone, open or closed now
    branches: list[Branch] = field(default_factory=list)
    shown: frozenset[int] = frozenset()  # numbers of the comments and tombstones that have a place on the page


def thread_of(post: Post, now: datetime, muted: frozenset[int] = frozenset(), standing: Standing = _READER) -> Thread:
    """The thread of a post that its reader may read (see to that first).

    `muted` has the people whose words are folded away (mutes.muted_by), `standing` says whom the note is for: both on
    personal pages only, never for all readers.
    """
    rules = rules_for(post).rules
    facts = door_facts(post, standing, now, count=count_at(post, rules))
    end = closes_at(rules, post.published_at)
    closed = bool(closing(rules, facts))
    form_url = reverse("comments:form", args=[post.pk])
    said = note(admit(rules, facts), back=form_url, closed_at=end)
    if rules.comments == HIDDEN:
        return Thread(post, HIDDEN, said, form_url, takes_comments=False)
    rows = _rows(post)
    branches, shown = _grow(rows, muted)
    return Thread(
        post,
        SHOWN if closed else OPEN,
        said,
        form_url,
        takes_comments=not closed and rules.audience != NOBODY,
        count=sum(row.state == State.PUBLISHED for row in rows),
        closes_at=None if closed else end,
        changes_at=changes_at(post, rules, now),
        branches=branches,
        shown=shown,
    )


def changes_at(post: Post, rules: Rules, now: datetime) -> datetime | None:
    """When the clock alone next changes whether comments are taken, or None."""
    moments = (closes_at(rules, post.published_at), rules.open_until)
    return min((moment for moment in moments if moment and moment > now), default=None)


def post_page_changed_at(post: Post) -> datetime | None:
    """When the thread of a post last changed for its readers, None if never. Two queries.

    Comments that nobody but the team has ever seen do not count: the date would tell of them. (Nor does the clock:
    a thread that closes by age changes its page without any row that changes.)
    """
    seen = post.comments.filter(Q(state=State.PUBLISHED) | Q(published_at__isnull=False))
    moments = [
        seen.aggregate(at=Max("changed_at"))["at"],
        PolicyVersion.objects.filter(Q(post=post) | Q(post=None), blog=post.blog_id).aggregate(at=Max("at"))["at"],
    ]
    return max((moment for moment in moments if moment), default=None)


def _rows(post: Post) -> list[Comment]:
    """Every comment of the post that may be shown, or be a tombstone, with no more of it than the page needs."""
    answered = Exists(Comment.objects.filter(parent=OuterRef("pk")))
    rows = post.comments.filter(Q(state=State.PUBLISHED) | Q(answered)).select_related("author")
    thanks = Thanks.objects.filter(comment=OuterRef("pk")).order_by().values("comment").annotate(n=Count("pk"))
    return list(
        rows.annotate(thanked=Subquery(thanks.values("n")))
        .only(
            "html",
            "state",
            "parent_id",
            "created_at",
            "edited_at",
            "published_at",
            "author__name",
            "guest_name",
            "post_id",
        )
        .order_by("pk")
    )


def _grow(rows: list[Comment], muted: frozenset[int]) -> tuple[list[Branch], frozenset[int]]:
    """The tree of what is shown, and the numbers in it. Neither step recurses: a chain may be 10,000 answers long."""
    by_number = {row.pk: row for row in rows}
    shown: set[int] = set()
    for row in rows:
        if row.state == State.PUBLISHED:
            while row is not None and row.pk not in shown:
                shown.add(row.pk)
                row = by_number.get(row.parent_id)
    answers: dict[int | None, list[Comment]] = {}
    for row in rows:
        if row.pk in shown:
            answers.setdefault(row.parent_id if row.parent_id in shown else None, []).append(row)

    branches: list[Branch] = []
    number = 0
    waiting = [(row, None, branches, 1) for row in reversed(answers.get(None, []))]
    while waiting:
        row, parent, place, depth = waiting.pop()
        branch = Branch(row, depth, parent, "" if row.state == State.PUBLISHED else row.state)
        if branch.gone:
            row.html, row.author, row.guest_name = "", None, ""
        else:
            number += 1
            branch.number, branch.voice, branch.muted = number, voice(row.author_id), row.author_id in muted
        place.append(branch)
        inside = depth < DEPTH
        for reply in reversed(answers.get(row.pk, [])):
            waiting.append((reply, branch, branch.replies if inside else place, depth + inside))
    return branches, frozenset(shown)
