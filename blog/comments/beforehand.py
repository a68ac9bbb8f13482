"""What a person should know before they write: that the thread closes soon, that it is slow, how far trust has come."""

from datetime import datetime, timedelta

from django.utils.timesince import timeuntil
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.standing import Standing
from blog.comments.policy import TEAM_ROLES, Facts, Rules

SOON = timedelta(hours=24)  # the last day: Lobsters counts down in it too


def said_before(rules: Rules, standing: Standing, closes_at: datetime | None, now: datetime) -> list[str]:
    """Sentences for whoever is admitted: how long the thread takes comments, if that is soon, and its slow mode."""
    said = []
    if closes_at and now < closes_at <= now + SOON:
        said.append(_("Comments on this post close in %(time)s.") % {"time": timeuntil(closes_at, now)})
    if rules.slow_minutes and not standing.is_team:
        text = ngettext(
            "Comments are slow here: after one comment, you wait %(n)d minute before the next.",
            "Comments are slow here: after one comment, you wait %(n)d minutes before the next.",
            rules.slow_minutes,
        )
        said.append(text % {"n": rules.slow_minutes})
    return said


def approved_so_far(rules: Rules, facts: Facts) -> list[str]:
    """How many of the first comments, which wait, stand published already; nothing once they don't wait any more."""
    if not rules.hold_first or facts.published >= rules.hold_first or facts.role in TEAM_ROLES:
        return []
    text = _("Published so far: %(published)d of %(first)d. After that, your comments no longer wait for this reason.")
    return [text % {"published": facts.published, "first": rules.hold_first}]
