"""The lists of the desk, and how much waits in those that wait for somebody."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from blog.comments.desk import queue
from blog.comments.models import State
from blog.models import Blog

APPLICATIONS, ASKED = "applications", "asked"


@dataclass(frozen=True, slots=True)
class Tab:
    """`count` is "" for a list where nothing waits to be decided, and "99+" where much does."""

    label: str
    url: str
    current: bool
    count: str = ""


def tabs(blog: Blog, current: str) -> list[Tab]:
    """The lists in their order; two queries, for those that wait."""
    applications, asked = queue.count_others(blog)
    waiting = {State.HELD: queue.count_held(blog), APPLICATIONS: applications, ASKED: asked}
    lists = {
        State.HELD: _("Waiting"),
        State.PUBLISHED: _("Published"),
        State.REJECTED: _("Rejected"),
        State.REMOVED: _("Removed"),
        APPLICATIONS: _("Asking to join"),
        ASKED: _("Reports, changes, appeals"),
    }
    desk = reverse("comments:desk")
    return [
        Tab(
            label,
            desk if name == State.HELD else f"{desk}?{urlencode({'state': str(name)})}",
            name == current,
            _capped(waiting[name]) if name in waiting else "",
        )
        for name, label in lists.items()
    ]


def _capped(count: int) -> str:
    return f"{queue.CAP - 1}+" if count >= queue.CAP else str(count)
