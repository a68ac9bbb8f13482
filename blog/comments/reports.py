"""Reports: a member says that a comment breaks the guidelines, a moderator answers, and who reported is told."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Count, F, Q, Subquery
from django.utils.translation import gettext as _

from accounts.mail import tell, tell_all
from accounts.models import LogEntry
from accounts.models.mail import Topic
from accounts.standing import standings_of
from blog.comments.beside import there_for
from blog.comments.judging import NotDone
from blog.comments.models import Comment, Guideline, Report, Ruling
from blog.comments.models import State as CommentState
from blog.comments.people import moderators_of
from blog.comments.policy import hides
from blog.comments.rules import rules_for
from blog.comments.rulings import HIDE, PUBLISH, REASON_LIMIT, REJECT, REMOVE, Stale, Unruly, rule
from blog.models import Blog

UPHELD, DISMISSED = "reports_upheld", "reports_dismissed"  # codes of the log


REPORTED = "reported"  # why a comment waits, and the code of the ruling
ENOUGH = 3  # decided reports, from which on a record says something


@dataclass(frozen=True, slots=True)
class ReportRecord:
    """How somebody's earlier reports in a blog ended. For moderators only."""

    decided: int = 0
    dismissed: int = 0

    @property
    def false_rate(self) -> float:
        """The share of their decided reports that were dismissed, 0 to 1; 0 where none was decided."""
        return self.dismissed / self.decided if self.decided else 0.0

    @property
    def is_heard(self) -> bool:
        """Whether their reports count towards hiding a comment: not once most of several were dismissed."""
        return self.decided < ENOUGH or self.false_rate <= 0.5


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
    _hide_if_many(comment, now)
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

    Upholding takes down a comment that is still published, or was hidden for its reports, with `answer` as the reason,
    and returns that Ruling; dismissing keeps it, and brings back what was hidden. Each who reported is told, with the
    answer. Raises Stale, and changes nothing, when the comment is not in `seen_state` any more or no report of it is
    open: somebody was faster. Raises Unruly when the answer is too long.
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
    if act := _act(found, uphold):
        reason = answer or (_("Several people had reported it.") if act == REJECT else "")
        ruling = rule(comment=found, act=act, by=by, reason=reason, seen_state=seen_state, now=now)
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


def _act(comment: Comment, uphold: bool) -> str:
    """What a decision on its reports does to a comment; "": nothing."""
    if comment.state == CommentState.PUBLISHED:
        return REMOVE if uphold else ""
    if comment.state == CommentState.HELD and REPORTED in comment.reasons:
        return REJECT if uphold else PUBLISH
    return ""


def _hide_if_many(comment: Comment, now: datetime) -> None:
    """Takes a published comment off the page when as many people have reported it as the policy will have.

    Those count who reported it since a person last looked at it, and whose reports here were not mostly dismissed.
    """
    rules = rules_for(comment.post).rules
    if not rules.hide_reports:
        return
    looked = comment.rulings.filter(by__isnull=False).exclude(by=comment.author).order_by("-pk").values("at")[:1]
    counting = comment.reports.filter(state=Report.State.OPEN).annotate(looked=Subquery(looked))
    counting = counting.filter(Q(looked=None) | Q(at__gt=F("looked"))).select_related("by")
    count = sum(report_record(comment.blog, report.by).is_heard for report in counting[: 3 * rules.hide_reports])
    author = standings_of([comment.author_id], comment.blog, now).get(comment.author_id) if comment.author_id else None
    if hides(rules, count, author.role if author else ""):
        rule(comment=comment, act=HIDE, by=None, code=REPORTED, seen_state=CommentState.PUBLISHED, now=now)
        reasons = list(dict.fromkeys([*comment.reasons, REPORTED]))
        Comment.objects.filter(pk=comment.pk).update(reasons=reasons)


def report_record(blog: Blog, user) -> ReportRecord:
    """How often somebody's reports in this blog were decided, and dismissed. One query."""
    decided = Report.objects.filter(comment__blog=blog, by=user).exclude(state=Report.State.OPEN)
    return ReportRecord(
        **decided.aggregate(decided=Count("pk"), dismissed=Count("pk", filter=Q(state=Report.State.DISMISSED)))
    )
