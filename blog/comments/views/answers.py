"""How an answer goes out: with which status, and where to."""

from datetime import datetime
from math import ceil

from django.http import HttpResponseRedirect

from blog.comments.policy import Decision

# A refusal is 403, save where another status says more: 429 comes with Retry-After, 409 means "as things stand now".
_DECISIONS = {"too_fast": 429, "parent_gone": 409}
_ACTS = {"already_sent": 409, "not_there": 409, "changed_meanwhile": 409, "nothing_shown": 422} | {
    "gone": 409,
    "post_gone": 409,
    "own_comment": 409,
    "not_oneself": 409,
    "no_reason": 422,
    "long_reason": 422,
}
UNFIT = 422  # a text that can't be taken as it is


def status_of(decision: Decision) -> int:
    """The status of a refusal by the policy."""
    return next((_DECISIONS[reason] for reason in decision.reasons if reason in _DECISIONS), 403)


def status_of_act(code: str) -> int:
    """The status of an act on one's own comment that was not done."""
    return _ACTS.get(code, 403)


def see_other(url: str) -> HttpResponseRedirect:
    """303: done, and this is where to look. Reloading that page sends nothing again."""
    return HttpResponseRedirect(url, status=303)


def seconds_until(moment: datetime, now: datetime) -> int:
    return max(1, ceil((moment - now).total_seconds()))
