"""What is answered by a mailed link with yes or no, beside held comments: requests to join, reports, appeals."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from blog.comments.appeals import decide_appeal
from blog.comments.applying import approve_application, decline_application
from blog.comments.mailed_links import APPEAL, APPLICATION, REPORT
from blog.comments.reports import decide_reports


@dataclass(frozen=True, slots=True)
class Answer:
    """`give`(thing, yes, reason, by, now) does it; it raises Stale or Refused if somebody was faster."""

    title: Promise
    yes: Promise
    no: Promise
    said_yes: Promise
    said_no: Promise
    needs_reason: bool  # of a yes, too
    give: Callable


def _to_application(membership, yes, reason, by, now):
    if yes:
        approve_application(membership=membership, by=by, now=now)
    else:
        decline_application(membership=membership, by=by, reason=reason, now=now)


def _to_report(report, yes, reason, by, now):
    comment = report.comment
    decide_reports(comment=comment, uphold=yes, answer=reason, by=by, now=now, seen_state=comment.state)


def _to_appeal(appeal, yes, reason, by, now):
    decide_appeal(appeal=appeal, grant=yes, answer=reason, by=by, now=now)


ANSWERS = {
    APPLICATION: Answer(
        _("Answer a request to join"),
        _("Approve"),
        _("Decline"),
        _("They are a member now."),
        _("The request is declined. They can read why."),
        False,
        _to_application,
    ),
    REPORT: Answer(
        _("Decide on a report"),
        _("Take the comment down"),
        _("Let it stay"),
        _("The comment is taken down."),
        _("The comment stays."),
        True,
        _to_report,
    ),
    APPEAL: Answer(
        _("Answer an appeal"),
        _("Grant"),
        _("Decline"),
        _("The appeal is granted."),
        _("The appeal is declined. They can read why."),
        True,
        _to_appeal,
    ),
}
