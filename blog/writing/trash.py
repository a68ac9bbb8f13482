"""The trash: a text that was thrown away can be taken out again for thirty days. Its readers find nothing meanwhile."""

from datetime import datetime, timedelta

from django.db import transaction

from blog.models import Page, Post, PostState
from blog.pagecache.changes import text_changed
from blog.writing.versions import fields_of, record_save

KEPT = timedelta(days=30)


def throw_away(*, text: Post | Page, by, now: datetime) -> None:
    """Puts a text into the trash, with its comments and its address. Saving it as a draft takes it out again."""
    with transaction.atomic():
        stored = type(text).objects.select_for_update(no_key=True).get(pk=text.pk)
        stored.blog, before, was = text.blog, fields_of(stored), stored.state
        stored.state, stored.trashed_at, stored.updated_at = PostState.TRASH, now, now
        stored.save(update_fields=["state", "trashed_at", "updated_at"])
        record_save(stored, before, by=by, now=now)
        text_changed(stored, was)


def empty(now: datetime) -> int:
    """Deletes what has been in the trash for thirty days; returns how many texts."""
    gone = 0
    for model in (Post, Page):
        for text in model.objects.filter(state=PostState.TRASH, trashed_at__lte=now - KEPT).only("pk"):
            text.delete()
            gone += 1
    return gone
