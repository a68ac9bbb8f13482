"""What time brings to comments that wait: moderators are reminded each day, and what is overdue is dealt with."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.mail import tell_all
from accounts.models import Letter, Topic
from blog.comments.models import Comment, Report, State
from blog.comments.people import moderators_of
from blog.comments.rulings import PUBLISH, REJECT, Stale, rule
from blog.models import Blog

OVERDUE = "overdue"  # the code of these rulings
ROUND = 200  # comments at a time
CAP = 100  # “100 or more” is enough to know


def remind(now: datetime) -> int:
    """Tells the moderators of each blog, once a day, how many comments wait for longer than it will have it.

    Returns of how many blogs. The cost does not grow with what waits: it is counted up to CAP.
    """
    reminded = 0
    for blog in Blog.objects.filter(remind_hours__gt=0):
        late = _waiting(blog, now - timedelta(hours=blog.remind_hours))[:CAP]
        if not (count := len(late.values_list("pk"))):
            continue
        about = f"blog {blog.pk} reminder {timezone.localtime(now, blog.zone):%Y-%m-%d}"
        if Letter.objects.filter(blog=blog, about=about).exists():
            continue
        tell_all(
            moderators_of(blog),
            blog=blog,
            topic=Topic.HELD,
            about=about,
            template="comments/mail/reminder",
            count=count,
            oldest=late[0].created_at,
            is_capped=count == CAP,
        )
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
        # What was reported is for people alone to decide.
        late = late.filter(~Exists(Report.objects.filter(comment=OuterRef("pk"), state=Report.State.OPEN)))
        for comment in late[:ROUND]:
            ruled += _rule(comment, blog, now)
    return ruled


def _waiting(blog: Blog, before: datetime):
    found = blog.comments.held().filter(created_at__lte=before)
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
