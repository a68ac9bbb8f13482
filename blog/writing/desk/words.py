"""What the desk says about a text, in words."""

from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from blog.models import Page, Post, PostState
from blog.writing import trash
from blog.writing.saying import away


def told(post: Post, now: datetime) -> str:
    """Who can read a post, and from when on, e.g. "Goes public on 3 May 2026, 09:00 (Europe/Vienna), in 3 days"."""
    if post.state == PostState.TRASH:
        return in_trash(post)
    if post.state == PostState.DRAFT:
        return _("Draft: only the team can read it")
    if post.is_over(now):
        return _("Was public until %(moment)s") % {"moment": moment(post.expires_at)}
    at = post.published_at
    if post.is_scheduled(now):
        return _("Goes public on %(moment)s, %(away)s") % {"moment": moment(at), "away": away(at, now)}
    return _("Public since %(moment)s") % {"moment": moment(at)}


def in_trash(text: Post | Page) -> str:
    until = date_format(timezone.localtime(text.trashed_at + trash.KEPT), "j F Y")
    return _("In the trash, until %(day)s: save it as a draft to take it out") % {"day": until}


def told_of_page(page: Page) -> str:
    if page.state == PostState.TRASH:
        return in_trash(page)
    return _("Draft: only the team can read it") if page.state == PostState.DRAFT else _("Public")


def moment(at: datetime) -> str:
    """A moment in the time zone in force, which a request has from its blog, with the zone's name."""
    local = timezone.localtime(at)
    return f"{date_format(local, 'j F Y, H:i')} ({timezone.get_current_timezone_name()})"


def in_how_long(at: datetime, now: datetime) -> str:
    """How far off a moment is, by the calendar of the time zone in force: "in 5 hours", "tomorrow", "in 3 days"."""
    minutes = max(1, round((at - now).total_seconds() / 60))
    days = (timezone.localdate(at) - timezone.localdate(now)).days
    if minutes < 60:
        return ngettext("in %(count)d minute", "in %(count)d minutes", minutes) % {"count": minutes}
    if days < 1:
        hours = round(minutes / 60)
        return ngettext("in %(count)d hour", "in %(count)d hours", hours) % {"count": hours}
    if days == 1:
        return _("tomorrow")
    return ngettext("in %(count)d day", "in %(count)d days", days) % {"count": days}
