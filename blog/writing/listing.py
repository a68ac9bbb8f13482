"""Posts as a list for people who write: which of them, newest first."""

from datetime import datetime

from django.db.models import F, QuerySet

from blog.models import PostState

DRAFT, PUBLISHED, SCHEDULED, TRASH = "draft", "published", "scheduled", "trash"
CHOICES = (DRAFT, PUBLISHED, SCHEDULED, TRASH)


def listed(posts: QuerySet, state: str, label: str, now: datetime) -> QuerySet:
    """Those in a state (one of CHOICES; "" all but the trash) and with a label of this name ("" with any)."""
    if state == SCHEDULED:
        posts = posts.filter(state=PostState.PUBLISHED, published_at__gt=now)
    elif state == PUBLISHED:
        posts = posts.filter(state=PostState.PUBLISHED, published_at__lte=now)
    else:
        posts = posts.filter(state=state) if state else posts.exclude(state=PostState.TRASH)
    if label:
        posts = posts.filter(labels__name__iexact=label)
    return posts.defer("body", "html", "teaser", "beginning").order_by(F("published_at").desc(nulls_first=True), "-pk")
