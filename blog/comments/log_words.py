"""What was done, in sentences that name nobody: who did it, and to whom, stands beside them for the team alone."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from blog.comments.models import PolicyVersion, Ruling, State

RULED, SENT, SANCTIONS, APPEALS, REPORTS, PEOPLE, POLICY, SETTINGS, OTHER = (
    "comments", "sent", "sanctions", "appeals", "reports", "people", "policy", "settings", "other",
)  # fmt: skip
KINDS = {
    RULED: gettext_lazy("What became of comments"),
    SENT: gettext_lazy("Comments as they came in"),
    SANCTIONS: gettext_lazy("Warnings, suspensions, bans"),
    APPEALS: gettext_lazy("Appeals"),
    REPORTS: gettext_lazy("Reports"),
    PEOPLE: gettext_lazy("Members and roles"),
    POLICY: gettext_lazy("Comment policy"),
    SETTINGS: gettext_lazy("Settings and guidelines"),
    OTHER: gettext_lazy("Anything else"),
}
# code of a LogEntry -> (kind, sentence)
CODES = {
    "note_imposed": (SANCTIONS, gettext_noop("The team noted something about a person.")),
    "note_ended": (SANCTIONS, gettext_noop("A note of the team was taken back.")),
    "warning_imposed": (SANCTIONS, gettext_noop("A person was warned.")),
    "warning_ended": (SANCTIONS, gettext_noop("A warning was lifted.")),
    "warning_acknowledged": (SANCTIONS, gettext_noop("A person acknowledged a warning.")),
    "hold_imposed": (SANCTIONS, gettext_noop("A person’s comments wait for a moderator from now on.")),
    "hold_ended": (SANCTIONS, gettext_noop("A person’s comments need not wait any longer.")),
    "suspension_imposed": (SANCTIONS, gettext_noop("A person was suspended.")),
    "suspension_ended": (SANCTIONS, gettext_noop("A suspension was lifted.")),
    "ban_imposed": (SANCTIONS, gettext_noop("A person was banned.")),
    "ban_ended": (SANCTIONS, gettext_noop("A ban was lifted.")),
    "appeal_made": (APPEALS, gettext_noop("A person appealed.")),
    "appeal_granted": (APPEALS, gettext_noop("An appeal was granted.")),
    "appeal_declined": (APPEALS, gettext_noop("An appeal was declined.")),
    "reports_upheld": (REPORTS, gettext_noop("Reports of a comment were found right, and it was removed.")),
    "reports_dismissed": (REPORTS, gettext_noop("Reports of a comment were dismissed; it stays.")),
    "comments_removed": (RULED, gettext_noop("All published comments of a person were removed.")),
    "comments_restored": (RULED, gettext_noop("Comments of a person that were removed together were published again.")),
    "application_approved": (PEOPLE, gettext_noop("A person who asked to join became a member.")),
    "application_declined": (PEOPLE, gettext_noop("A person who asked to join was declined.")),
    "role_changed": (PEOPLE, gettext_noop("A person was given another role.")),
    "invitation_made": (PEOPLE, gettext_noop("Somebody was invited.")),
    "invitation_sent": (PEOPLE, gettext_noop("An invitation was sent again.")),
    "invitation_revoked": (PEOPLE, gettext_noop("An invitation was revoked.")),
    "invitation_turned_down": (PEOPLE, gettext_noop("A person turned an invitation down.")),
    "invitation_accepted": (PEOPLE, gettext_noop("A person accepted an invitation.")),
    "invitations_imported": (PEOPLE, gettext_noop("A list of people was invited.")),
    "members_imported": (PEOPLE, gettext_noop("A list of members was imported.")),
    "guideline_added": (SETTINGS, gettext_noop("A guideline was added.")),
    "guideline_changed": (SETTINGS, gettext_noop("A guideline was changed.")),
    "guideline_deleted": (SETTINGS, gettext_noop("A guideline was deleted.")),
    "guidelines_imported": (SETTINGS, gettext_noop("Guidelines were imported.")),
    "settings_changed": (SETTINGS, gettext_noop("The settings of the blog were changed.")),
}
# Left out of a published log: the team's own notes, and acts on comments wherever they stand, whose rulings are shown
# each by itself where everybody may read the post.
UNPUBLISHED = ("note_imposed", "note_ended", "comments_removed", "comments_restored")
# code of a Ruling that left the state as it was, or says more than the state -> sentence
_RULINGS = {
    "edited": gettext_noop("The text of a comment was changed by its author."),
    "edit_waits": gettext_noop("A change of a comment waits for a moderator."),
    "edit_published": gettext_noop("A change of a comment was published."),
    "edit_rejected": gettext_noop("A change of a comment was rejected."),
    "edit_withdrawn": gettext_noop("A change of a comment was taken back by its author."),
    "undone": gettext_noop("A decision about a comment was taken back."),
    "reported": gettext_noop("A comment was hidden, because several people had reported it."),
    "overdue": gettext_noop("A comment that had waited too long was dealt with as the owner chose."),
}


def said(row) -> str:
    """One row of the log (Ruling, LogEntry or PolicyVersion) in a sentence without names. An unknown code is shown."""
    if isinstance(row, PolicyVersion):
        if row.post_id:
            return _("The comment policy of a post was changed.")
        return _("The comment policy of a label was changed.") if row.label_id else _("The comment policy was changed.")
    if isinstance(row, Ruling):
        return _said_of_ruling(row)
    return _(CODES[row.code][1]) if row.code in CODES else row.code.replace("_", " ")


def _said_of_ruling(ruling: Ruling) -> str:
    if not ruling.was:
        if ruling.now == State.PUBLISHED:
            return _("A comment came in, and was published by the comment policy.")
        return _("A comment came in, and waits for a moderator by the comment policy.")
    if ruling.code in _RULINGS:
        return _(_RULINGS[ruling.code])
    if ruling.was == ruling.now == State.HELD:
        return _("A comment that was sent with a request to join waits for a moderator.")
    if ruling.now == State.PUBLISHED and ruling.was != State.HELD:
        return _("A comment was restored.")
    return {
        State.HELD: _("A comment was sent back to wait."),
        State.PUBLISHED: _("A comment was published."),
        State.REJECTED: _("A comment was rejected."),
        State.REMOVED: _("A comment was removed."),
        State.WITHDRAWN: _("A comment was withdrawn by its author."),
    }[ruling.now]
