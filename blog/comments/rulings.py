"""The acts of moderators: publish, reject, remove, restore. One act changes one comment's state and writes one Ruling.

What a ruling does to other comments: nothing. Publishing a comment never publishes the answers to it that are held on
their own; and an answer may be published whatever became of the comment it answers: the thread shows it under a
tombstone in that comment's place.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce

from blog.comments.models import Comment, Guideline, Ruling, State
from blog.comments.telling import tell_author, tell_readers, untell_readers
from blog.pagecache.changes import comment_changed

PUBLISH, REJECT, REMOVE, RESTORE = "publish", "reject", "remove", "restore"
HIDE = "hide"  # by the policy alone, when several people have reported a comment (reports.report_comment)

# act -> (the states it starts from, the state it leads to). What its author has withdrawn, no moderator brings back.
TRANSITIONS = {
    PUBLISH: ((State.HELD,), State.PUBLISHED),
    REJECT: ((State.HELD,), State.REJECTED),
    REMOVE: ((State.PUBLISHED,), State.REMOVED),
    RESTORE: ((State.REJECTED, State.REMOVED), State.PUBLISHED),
}
_BY_POLICY = {HIDE: ((State.PUBLISHED,), State.HELD)}
UNDONE = "undone"  # the code of a ruling that takes the one before it back (undoing)
ADMITTED, DECLINED = "admitted", "declined"  # codes of rulings that answer a request to join (applying)
NEEDS_REASON = (REJECT,)  # nobody is turned away without being told why
REASON_LIMIT = Ruling._meta.get_field("reason").max_length


class Stale(Exception):
    """Somebody was faster: the comment is no longer as the moderator saw it, and nothing was changed.

    `comment` is the comment as it is now; `last` its latest Ruling (who, when, what), or None if it has none.
    """

    def __init__(self, comment: Comment):
        super().__init__(comment.state)
        self.comment = comment
        self.last = comment.rulings.select_related("by").order_by("-id").first()


class Unruly(ValueError):
    """The act does not start from that state, or its reason is missing or too long. Forms never let it come to that."""


def acts_from(state: str) -> tuple[str, ...]:
    """What a moderator may do with a comment in `state`, in the order of the buttons."""
    return tuple(act for act, (starts, _end) in TRANSITIONS.items() if state in starts)


def rule(
    *,
    comment: Comment,
    act: str,
    by,
    reason: str = "",
    code: str = "",
    guideline: Guideline | None = None,
    seen_state: str,
    seen_at: datetime | None = None,
    now: datetime,
) -> Ruling:
    """Changes the state of `comment` as `by` (a User who may moderate: ask first) decided, and returns the Ruling.

    The reason is `guideline` (one of the blog's own), free words, or both; a rejection needs one of them.

    `seen_state` is the state the moderator saw, and `seen_at` the comment's `changed_at` then (None: any), so that
    nobody publishes a text that was changed under their eyes. If either is past, raises Stale and changes nothing. Of
    two moderators who decide at once, one does.
    """
    reason = reason.strip()
    starts, end = (_BY_POLICY if by is None and act in _BY_POLICY else TRANSITIONS).get(act, ((), ""))
    if seen_state not in starts:
        raise Unruly(f"{act!r} does not start from {seen_state!r}")
    if (act in NEEDS_REASON and not reason and not guideline) or len(reason) > REASON_LIMIT:
        raise Unruly(f"{act!r} needs a reason of at most {REASON_LIMIT} characters")
    if guideline and guideline.blog_id != comment.blog_id:
        raise Unruly("the guideline is another blog's")
    changes = {"state": end, "changed_at": now}
    if end == State.PUBLISHED:
        changes["published_at"] = Coalesce(F("published_at"), now)  # restored: it keeps the day it first appeared
    with transaction.atomic():
        seen = Comment.objects.filter(pk=comment.pk, state=seen_state)
        if code in (ADMITTED, DECLINED):
            changes["application"] = None
        else:
            seen = seen.filter(application=None)  # it waits for an answer to its author, not for one to itself
        if seen_at is not None:
            seen = seen.filter(changed_at=seen_at)
        if not seen.update(**changes):
            raise Stale(Comment.objects.select_related("author", "post", "blog").get(pk=comment.pk))
        ruling = Ruling.objects.create(
            comment=comment, was=seen_state, now=end, by=by, code=code, guideline=guideline, reason=reason, at=now
        )
        ruled = Comment.objects.select_related("author", "post__blog", "blog", "parent__author").get(pk=comment.pk)
        comment_changed(ruled, seen_state)
        if code not in (ADMITTED, DECLINED):  # these are told in the letter that answers the request
            tell_author(ruled, ruling)
        if end == State.PUBLISHED:
            tell_readers(ruled, now)
        else:
            untell_readers(ruled.pk)
        return ruling
