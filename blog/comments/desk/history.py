"""A ruling told in a sentence: what happened to a comment, and whose doing it was."""

from django.utils.translation import gettext as _

from blog.comments.models import Ruling, State
from blog.comments.posting import EDITED


def told(ruling: Ruling) -> str:
    """One line of a comment's history, without its date and its reason."""
    if not ruling.was:
        if ruling.now == State.PUBLISHED:
            return _("Sent, and published by the comment policy.")
        return _("Sent, and held by the comment policy.")
    names = {"name": ruling.by.name if ruling.by else _("a former member")}
    if ruling.code == EDITED:
        return _("The text was changed by %(name)s.") % names
    if ruling.now == State.PUBLISHED and ruling.was != State.HELD:
        return _("Restored by %(name)s.") % names
    return {
        State.HELD: _("Sent back to wait by %(name)s."),
        State.PUBLISHED: _("Published by %(name)s."),
        State.REJECTED: _("Rejected by %(name)s."),
        State.REMOVED: _("Removed by %(name)s."),
        State.WITHDRAWN: _("Withdrawn by %(name)s."),
    }[ruling.now] % names
