"""The publish checklist for whoever has no form: a command, say."""

from datetime import datetime

from django.core.exceptions import ValidationError

from blog.models import Page, Post
from blog.writing.checklist import Report, report_of
from blog.writing.publishing import Rendered, rendered


def look_over(written: Post | Page, *, at: datetime, text: Rendered | None = None) -> Report:
    """The report of a text that is to go public `at` that moment. Renders it, unless it was `text` already."""
    return report_of(written, (text or rendered(written.blog, written.body)).html, at=at)


def refuse(report: Report, *, all_the_same: bool = False) -> None:
    """Raises ValidationError with a sentence for each finding that is in the way: those the owner lets nobody publish,
    and those that are to be looked at, unless somebody said to publish `all_the_same`."""
    said = report.blocked_sentences or ([] if all_the_same else report.warned_sentences)
    if said:
        raise ValidationError(said)
