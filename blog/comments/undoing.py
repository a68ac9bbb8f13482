"""Taking back a ruling of one's own, shortly after it: the comment is as it was, and that is a ruling as well."""

from datetime import datetime, timedelta

from django.core import signing
from django.db import transaction

from accounts.mail import untell
from blog.comments.models import Comment, Ruling, State
from blog.comments.rulings import UNDONE, Stale
from blog.comments.telling import tell_author, tell_readers, untell_readers
from blog.pagecache.changes import comment_changed

WITHIN = timedelta(minutes=30)
_SALT = "blog.comments.undoing"


def token_of(rulings: list[Ruling]) -> str:
    """What stands for these rulings in a form that takes them back."""
    return signing.dumps([ruling.pk for ruling in rulings], salt=_SALT, compress=True)


def rulings_of(token: str, *, blog, by) -> list[Ruling]:
    """The rulings of `by` in this blog that a token stands for; none for what is no token."""
    try:
        numbers = signing.loads(token, salt=_SALT, max_age=WITHIN)
    except signing.BadSignature:
        return []
    found = Ruling.objects.filter(pk__in=numbers, by=by, comment__blog=blog, code="")
    return list(found.select_related("comment").order_by("pk"))


@transaction.atomic
def undo(*, ruling: Ruling, by, now: datetime) -> Ruling:
    """Puts a comment back as it was before `ruling`, an act of `by`, and returns the Ruling that says so.

    Raises Stale, and changes nothing, when anything has happened to the comment since, or it was too long ago.
    """
    comment = Comment.objects.select_for_update(no_key=True).get(pk=ruling.comment_id)
    last = comment.rulings.order_by("-pk").first()
    if last.pk != ruling.pk or ruling.by_id != by.pk or comment.state != ruling.now or now > ruling.at + WITHIN:
        raise Stale(comment)
    comment.state, comment.changed_at = ruling.was, now
    if ruling.was == State.HELD and comment.published_at == ruling.at:
        comment.published_at = None  # it was never out before
    comment.save(update_fields=["state", "changed_at", "published_at"])
    undone = Ruling.objects.create(comment=comment, was=ruling.now, now=ruling.was, by=by, code=UNDONE, at=now)
    untell(f"ruling {ruling.pk}", f"guest {comment.pk} guest_ruling")
    comment_changed(comment, ruling.now)
    comment = Comment.objects.select_related("author", "post__blog", "blog", "parent__author").get(pk=comment.pk)
    tell_author(comment, undone)
    if comment.state == State.PUBLISHED:
        tell_readers(comment, now)
    else:
        untell_readers(comment.pk)
    return undone
