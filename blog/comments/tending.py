"""What time brings to comments that wait: moderators are reminded once, and what is overdue is dealt with."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import Letter, Topic
from blog.comments.models import Comment, State
from blog.comments.rulings import PUBLISH, REJECT, Stale, rule
from blog.comments.telling import tell_moderators
from blog.models import Blog

OVERDUE = "overdue"  # the code of these rulings
ROUND = 200  # comments at a time


def remind(now: datetime) -> int:
    """Tells moderators, once of each, of comments that wait for longer than their blog will have it; how many."""
    reminded = 0
    for blog in Blog.objects.filter(remind_hours__gt=0):
        late = _waiting(blog, now - timedelta(hours=blog.remind_hours))
        told = Letter.objects.filter(blog=blog, topic=Topic.HELD, about__endswith=" reminder")
        known = set(told.values_list("about", flat=True))
        for comment in late.iterator(ROUND):
            about = f"comment {comment.pk} reminder"
            if about not in known:
                tell_moderators(comment, topic=Topic.HELD, about=about, template="held")
                reminded += 1
    return reminded


def deal_with_overdue(now: datetime) -> int:
    """Publishes or rejects what is overdue, as its blog has chosen; returns how many. Of two at once, one does."""
    ruled = 0
    for blog in Blog.objects.filter(overdue_hours__gt=0).exclude(overdue="keep"):
        late = _waiting(blog, now - timedelta(hours=blog.overdue_hours))
        if blog.overdue == "publish":
            known = Comment.objects.filter(blog=blog, author=OuterRef("author"), state=State.PUBLISHED)
            late = late.filter(Exists(known))
        for comment in late[:ROUND]:
            ruled += _rule(comment, blog, now)
    return ruled


def _waiting(blog: Blog, before: datetime):
    found = blog.comments.filter(state=State.HELD, created_at__lte=before)
    return found.select_related("author", "post__blog", "blog").order_by("pk")


def _rule(comment: Comment, blog: Blog, now: datetime) -> int:
    with translation.override(blog.language):
        reason = _("Nobody of the team had the time to look at it. You may send it again.")
    act, reason = (PUBLISH, "") if blog.overdue == "publish" else (REJECT, reason)
    try:
        rule(
            comment=comment, act=act, by=None, reason=reason, code=OVERDUE,
            seen_state=State.HELD, seen_at=comment.changed_at, now=now,
        )  # fmt: skip
    except (Stale, Comment.DoesNotExist):
        return 0
    return 1
