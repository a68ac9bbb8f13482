"""What moderators decide about a change of a published comment, and its author's taking it back before."""

from datetime import datetime

from django.db import transaction

from accounts.mail import tell
from accounts.models import Topic
from blog.comments.models import Comment, Edit, Ruling, State
from blog.comments.rulings import REASON_LIMIT, Stale, Unruly
from blog.markup import VERSION
from blog.pagecache.changes import comment_changed

EDIT_PUBLISHED, EDIT_REJECTED, EDIT_WITHDRAWN = "edit_published", "edit_rejected", "edit_withdrawn"


@transaction.atomic
def rule_on_edit(*, edit: Edit, accept: bool, by, reason: str = "", now: datetime) -> Ruling:
    """Puts the text of `edit` in its comment's place, or rejects it with a `reason` told to the author.

    `by` is a User who may moderate: ask first. Raises rulings.Stale and changes nothing when the change no longer
    waits or its comment no longer stands; rulings.Unruly when a rejection has no reason, or it is too long.
    """
    reason = reason.strip()
    if (not accept and not reason) or len(reason) > REASON_LIMIT:
        raise Unruly(f"a rejection needs a reason of at most {REASON_LIMIT} characters")
    comment, edit = _waiting(edit)
    edit.state = State.PUBLISHED if accept else State.REJECTED
    edit.save(update_fields=["state"])
    if accept:
        comment.text, comment.html, comment.renderer = edit.text, edit.html, VERSION
        comment.edited_at = comment.changed_at = now
        comment.save(update_fields=["text", "html", "renderer", "edited_at", "changed_at"])
        comment_changed(comment, comment.state, rewritten=True)
    ruling = _written(comment, EDIT_PUBLISHED if accept else EDIT_REJECTED, by, reason, now)
    if comment.author:
        tell(
            comment.author,
            blog=comment.blog,
            topic=Topic.RULING,
            about=f"change {edit.pk} {edit.state}",
            template="accounts/mail/edit_ruled",
            comment=comment,
            edit=edit,
            accepted=accept,
            reason=reason,
        )
    return ruling


@transaction.atomic
def take_edit_back(*, comment: Comment, by, now: datetime) -> bool:
    """The author no longer wants the change of `comment` that waits. False if none does: twice is as once.

    Raises Comment.DoesNotExist if the comment is not theirs.
    """
    comment = Comment.objects.select_for_update(no_key=True).get(pk=comment.pk, author=by)
    if not comment.edits.filter(state=State.HELD).update(state=State.WITHDRAWN):
        return False
    _written(comment, EDIT_WITHDRAWN, by, "", now)
    return True


def _waiting(edit: Edit) -> tuple[Comment, Edit]:
    """The comment, locked first as the author's own acts do, and its change, if it may still be ruled on."""
    comment = Comment.objects.select_for_update(no_key=True).get(pk=edit.comment_id)
    found = comment.edits.filter(pk=edit.pk, state=State.HELD).first()
    if found is None or comment.state != State.PUBLISHED:
        raise Stale(comment)
    return comment, found


def _written(comment: Comment, code: str, by, reason: str, now: datetime) -> Ruling:
    return Ruling.objects.create(
        comment=comment, was=comment.state, now=comment.state, by=by, code=code, reason=reason, at=now
    )
