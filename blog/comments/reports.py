"""Reports: a member says that a comment breaks the guidelines, a moderator answers, and who reported is told."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Count, Q

from accounts.mail import tell, tell_all
from accounts.models import LogEntry
from accounts.models.mail import Topic
from blog.comments.beside import there_for
from blog.comments.judging import NotDone
from blog.comments.models import Comment, Guideline, Report, Ruling
from blog.comments.models import State as CommentState
from blog.comments.people import moderators_of
from blog.comments.rulings import REASON_LIMIT, REMOVE, Stale, Unruly, rule
from blog.models import Blog

UPHELD, DISMISSED = "reports_upheld", "reports_dismissed"  # codes of the log


@dataclass(frozen=True, slots=True)
class ReportRecord:
    """How somebody's earlier reports in a blog ended. For moderators only."""

    decided: int = 0
    dismissed: int = 0

    @property
    def false_rate(self) -> float:
        """The share of their decided reports that were dismissed, 0 to 1; 0 where none was decided."""
        return self.dismissed / self.decided if self.decided else 0.0


@transaction.atomic
def report_comment(*, comment: Comment, by, reason: str, guideline: Guideline | None = None, now: datetime) -> Report:
    """Reports a published comment, once: a second report changes nothing and returns the first (`at` is before `now`).

    Every moderator is told. Raises NotDone as beside.there_for does, or "no_reason", "long_reason"; ValueError for
    another blog's guideline.
    """
    comment = there_for(by, comment, now)
    if earlier := comment.reports.filter(by=by).first():
        return earlier
    reason = reason.strip()
    if not reason:
        raise NotDone("no_reason", comment)
    if len(reason) > REASON_LIMIT:
        raise NotDone("long_reason", comment)
    if guideline and guideline.blog_id != comment.blog_id:
        raise ValueError("a guideline of another blog")
    report = comment.reports.create(by=by, reason=reason, guideline=guideline, at=now)
    tell_all(
        moderators_of(comment.blog),
        blog=comment.blog,
        topic=Topic.REPORT,
        about=f"report {report.pk}",
        template="accounts/mail/report",
        by=by,
        comment=comment,
        report=report,
    )
    return report


@transaction.atomic
def decide_reports(*, comment: Comment, uphold: bool, answer: str, by, now: datetime, seen_state: str) -> Ruling | None:
    """Decides all open reports of a comment, as `by` (a User who may moderate: ask first) found.

    Upholding removes a comment that is still published, with `answer` as the reason, and returns that Ruling;
    dismissing keeps it. Each who reported is told, with the answer. Raises Stale, and changes nothing, when the comment
    is not in `seen_state` any more or no report of it is open: somebody was faster. Raises Unruly when the answer is
    too long.
    """
    answer = answer.strip()
    if len(answer) > REASON_LIMIT:
        raise Unruly(f"an answer has at most {REASON_LIMIT} characters")
    comments = Comment.objects.select_for_update(of=("self",), no_key=True)
    found = comments.select_related("blog", "post", "author").get(pk=comment.pk)
    reports = list(found.reports.select_for_update(of=("self",)).filter(state=Report.State.OPEN).select_related("by"))
    if found.state != seen_state or not reports:
        raise Stale(found)
    ruling = None
    if uphold and found.state == CommentState.PUBLISHED:
        ruling = rule(comment=found, act=REMOVE, by=by, reason=answer, seen_state=seen_state, now=now)
    for report in reports:
        report.state = Report.State.UPHELD if uphold else Report.State.DISMISSED
        report.decided_by, report.decided_at, report.answer = by, now, answer
        report.save(update_fields=["state", "decided_by", "decided_at", "answer"])
        tell(
            report.by,
            blog=found.blog,
            topic=Topic.RULING,
            about=f"report {report.pk}",
            template="accounts/mail/report_decided",
            comment=found,
            report=report,
        )
    LogEntry.objects.create(
        blog=found.blog,
        code=UPHELD if uphold else DISMISSED,
        by=by,
        whom=found.author,
        comment=found,
        reason=answer,
        detail={"reports": len(reports)},  # how many, not whose
        at=now,
    )
    return ruling


def report_record(blog: Blog, user) -> ReportRecord:
    """How often somebody's reports in this blog were decided, and dismissed. One query."""
    decided = Report.objects.filter(comment__blog=blog, by=user).exclude(state=Report.State.OPEN)
    return ReportRecord(
        **decided.aggregate(decided=Count("pk"), dismissed=Count("pk", filter=Q(state=Report.State.DISMISSED)))
    )
