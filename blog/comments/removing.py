"""Taking down everything a person has said in a blog, as an act of its own, and taking that back. A ban does neither.

One LogEntry stands for the act, and the rulings are named after it. All of it is one transaction: it is done, or not.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from accounts.mail import tell
from accounts.models import LogEntry, Topic, User
from accounts.refusals import Refused
from blog.comments.models import Comment, Ruling, State
from blog.comments.rulings import REASON_LIMIT
from blog.comments.telling import untell_readers
from blog.models import Blog
from blog.pagecache.changes import comments_changed

REMOVED, RESTORED = "comments_removed", "comments_restored"  # codes of the log
AT_ONCE = 500  # rows that one query names


def published_of(blog: Blog, user: User) -> QuerySet[Comment]:
    """What the act would take down, newest first."""
    return blog.comments.filter(author=user, state=State.PUBLISHED).order_by("-pk")


@transaction.atomic
def remove_all(*, blog: Blog, user: User, by: User, reason: str, now: datetime) -> int:
    """Removes every published comment of `user`, as `by` (who may: ask first) wants it; returns how many. One letter.

    Raises Refused, and changes nothing: "no_reason", "long_reason_of_ruling", "no_comments".
    """
    reason = reason.strip()
    if not reason:
        raise Refused("no_reason")
    if len(reason) > REASON_LIMIT:
        raise Refused("long_reason_of_ruling")
    numbers = _locked(blog.comments.filter(author=user, state=State.PUBLISHED))
    if not numbers:
        raise Refused("no_comments")
    entry = LogEntry.objects.create(
        blog=blog, code=REMOVED, by=by, whom=user, reason=reason, detail={"comments": len(numbers)}, at=now
    )
    _rule(numbers, State.PUBLISHED, State.REMOVED, entry)
    return len(numbers)


@transaction.atomic
def restore_all(*, entry: LogEntry, by: User, now: datetime) -> int:
    """Puts back what that act removed and nobody has ruled on since; returns how many. One letter.

    Raises Refused("nothing_to_restore"), and changes nothing, where there is none such.
    """
    numbers = _locked(untouched(entry))
    if not numbers:
        raise Refused("nothing_to_restore")
    restored = LogEntry.objects.create(
        blog=entry.blog,
        code=RESTORED,
        by=by,
        whom=entry.whom,
        detail={"comments": len(numbers), "act": entry.pk},
        at=now,
    )
    _rule(numbers, State.REMOVED, State.PUBLISHED, restored)
    return len(numbers)


def untouched(entry: LogEntry) -> QuerySet[Comment]:
    """The comments that an act removed, and that nobody has ruled on since."""
    theirs = Ruling.objects.filter(comment=OuterRef("pk"), code=_name_of(entry), now=State.REMOVED)
    later = Ruling.objects.filter(comment=OuterRef("comment"), pk__gt=OuterRef("pk"))
    removed = entry.blog.comments.filter(author=entry.whom, state=State.REMOVED)
    return removed.filter(Exists(theirs.filter(~Exists(later))))


def act_of(ruling: Ruling) -> LogEntry | None:
    """The act by which everything a person had said was removed, if the ruling belongs to one. One query at most."""
    code, _space, number = ruling.code.partition(" ")
    if code != REMOVED or not number.isdigit():
        return None
    return LogEntry.objects.filter(blog=ruling.blog_id, code=REMOVED, pk=number).first()


def _locked(comments: QuerySet[Comment]) -> list[int]:
    """Their numbers, with the rows locked in one order: two who do this at once don't wait in a circle."""
    return list(comments.order_by("pk").select_for_update(no_key=True, of=("self",)).values_list("pk", flat=True))


def _rule(numbers: list[int], was: str, end: str, entry: LogEntry) -> None:
    act = {"by": entry.by, "code": _name_of(entry), "reason": entry.reason, "at": entry.at}
    for some in (numbers[start : start + AT_ONCE] for start in range(0, len(numbers), AT_ONCE)):
        Comment.objects.filter(pk__in=some).update(state=end, changed_at=entry.at)
        posts = Comment.objects.filter(pk__in=some).order_by().values_list("post_id", flat=True).distinct()
        comments_changed(entry.blog_id, posts, gone=end == State.REMOVED)
        Ruling.objects.bulk_create(Ruling(comment_id=pk, blog=entry.blog, was=was, now=end, **act) for pk in some)
        if end == State.REMOVED:
            untell_readers(*some)
    tell(
        entry.whom,
        blog=entry.blog,
        topic=Topic.RULING,
        about=f"act {entry.pk}",
        template=f"comments/mail/{entry.code}",
        by=entry.by,
        reason=entry.reason,
    )


def _name_of(act: LogEntry) -> str:
    """The code of the rulings that belong to an act."""
    return f"{act.code} {act.pk}"
