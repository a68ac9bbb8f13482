"""The lists of the desk, and how much waits in those that wait for somebody."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from blog.comments.desk import queue
from blog.comments.desk.queue import Counts
from blog.comments.models import State
from blog.models import Blog

WAITING, APPLICATIONS, ASKED, LOG = "waiting", "applications", "asked", "log"


@dataclass(frozen=True, slots=True)
class Tab:
    """`count` is "" for a list where nothing waits to be decided, and "99+" where much does."""

    label: str
    url: str
    current: bool
    count: str = ""


def tabs(blog: Blog, current: str, counts: Counts | None = None) -> list[Tab]:
    """The lists in their order; one query, for those that wait, unless `counts` are in hand."""
    counts = counts or queue.counts_of(blog)
    waiting = {
        WAITING: counts.all,
        State.HELD: counts.held,
        APPLICATIONS: counts.applications,
        ASKED: counts.asked,
    }
    lists = {
        WAITING: _("Everything that waits"),
        State.HELD: _("Held comments"),
        APPLICATIONS: _("Asking to join"),
        ASKED: _("Reports, changes, appeals"),
        State.PUBLISHED: _("Published"),
        State.REJECTED: _("Rejected"),
        State.REMOVED: _("Removed"),
        queue.ANY: _("Search"),
    }
    desk = reverse("comments:desk")
    found = [
        Tab(
            label,
            desk if name == WAITING else f"{desk}?{urlencode({'state': str(name)})}",
            name == current,
            _capped(waiting[name]) if name in waiting else "",
        )
        for name, label in lists.items()
    ]
    return [*found, Tab(_("Log"), reverse("comments:log"), current == LOG)]


def _capped(count: int) -> str:
    return f"{queue.CAP - 1}+" if count >= queue.CAP else str(count)
