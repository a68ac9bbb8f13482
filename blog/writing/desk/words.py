"""What the desk says about a text, in words."""

from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from blog.models import Page, Post, PostState


def told(post: Post, now: datetime) -> str:
    """Who can read a post, and from when on, e.g. "Goes public on 3 May 2026, 09:00 (Europe/Vienna)"."""
    if post.state == PostState.DRAFT:
        return _("Draft: only the team can read it")
    words = _("Goes public on %(moment)s") if post.is_scheduled(now) else _("Public since %(moment)s")
    return words % {"moment": moment(post.published_at)}


def told_of_page(page: Page) -> str:
    return _("Draft: only the team can read it") if page.state == PostState.DRAFT else _("Public")


def moment(at: datetime) -> str:
    """A moment in the time zone in force, which a request has from its blog, with the zone's name."""
    local = timezone.localtime(at)
    return f"{date_format(local, 'j F Y, H:i')} ({timezone.get_current_timezone_name()})"
