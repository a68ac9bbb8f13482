"""A ruling told in a sentence: what happened to a comment, and whose doing it was."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from blog.comments.editing import EDIT_WAITS, EDITED
from blog.comments.models import Ruling, State
from blog.comments.reports import REPORTED
from blog.comments.rulings import UNDONE
from blog.comments.rulings_of_edits import EDIT_PUBLISHED, EDIT_REJECTED, EDIT_WITHDRAWN

# What became of the text, while the state stayed: the codes of rulings.
CHANGES = {
    EDITED: gettext_noop("The text was changed by %(name)s."),
    EDIT_WAITS: gettext_noop("A change by %(name)s waits for a moderator; the text before it stays up."),
    EDIT_PUBLISHED: gettext_noop("The change of the text was published by %(name)s."),
    EDIT_REJECTED: gettext_noop("The change of the text was rejected by %(name)s; the text before it stays."),
    EDIT_WITHDRAWN: gettext_noop("The change of the text was taken back by %(name)s."),
}


def told(ruling: Ruling) -> str:
    """One line of a comment's history, without its date and its reason."""
    if not ruling.was:
        if ruling.now == State.PUBLISHED:
            return _("Sent, and published by the comment policy.")
        return _("Sent, and held by the comment policy.")
    names = {"name": ruling.by.name if ruling.by else _("a former member")}
    if ruling.code == UNDONE:
        return _("%(name)s took the decision before back.") % names
    if ruling.code == REPORTED:
        return _("Hidden by the comment policy, because several people had reported it.")
    if ruling.code in CHANGES:
        return _(CHANGES[ruling.code]) % names
    if ruling.now == State.PUBLISHED and ruling.was != State.HELD:
        return _("Restored by %(name)s.") % names
    return {
        State.HELD: _("Sent back to wait by %(name)s."),
        State.PUBLISHED: _("Published by %(name)s."),
        State.REJECTED: _("Rejected by %(name)s."),
        State.REMOVED: _("Removed by %(name)s."),
        State.WITHDRAWN: _("Withdrawn by %(name)s."),
    }[ruling.now] % names
