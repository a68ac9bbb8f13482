"""Thanks for a comment. How many there are is public; whose they are is not."""

from datetime import datetime

from django.db import transaction

from blog.comments.beside import there_for
from blog.comments.models import Comment, Thanks
from blog.pagecache.changes import thanks_changed


@transaction.atomic
def thank(*, comment: Comment, by, now: datetime) -> Thanks:
    """Thanks for another's published comment. Twice is as once. Raises NotDone as beside.there_for does."""
    thanks, _new = Thanks.objects.get_or_create(comment=there_for(by, comment, now), by=by, defaults={"at": now})
    thanks_changed(comment)
    return thanks


@transaction.atomic
def unthank(*, comment: Comment, by) -> None:
    """Takes one's thanks back, whatever became of the comment or of one's standing. Twice is as once."""
    Thanks.objects.filter(comment=comment, by=by).delete()
    thanks_changed(comment)
