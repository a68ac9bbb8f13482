"""A guest says that the address they typed is theirs."""

from datetime import datetime

from django.db import transaction

from blog.comments.guests import tell_guest
from blog.comments.judging import LIVING, NotDone
from blog.comments.models import Comment


@transaction.atomic
def confirm_address(*, comment: Comment, by: None, now: datetime) -> Comment:
    """Confirms it; where the comment was published before, its guest is told now. Publishes nothing.

    `by` is nobody: a guest has no account. Raises NotDone("not_there"), and changes nothing, when the comment is no
    longer held or published, or the address was confirmed or forgotten meanwhile.
    """
    comment = (
        Comment.objects.select_for_update(no_key=True, of=("self",)).select_related("post", "blog").get(pk=comment.pk)
    )
    if comment.state not in LIVING or comment.guest_confirmed_at or not comment.guest_email:
        raise NotDone("not_there", comment)
    comment.guest_confirmed_at = now
    comment.save(update_fields=["guest_confirmed_at"])
    tell_guest(comment)
    return comment
