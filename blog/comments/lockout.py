"""The guard at the lock: no policy shuts an owner out of what they opened, or holds what nobody may publish."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from blog.comments.people import moderators_of
from blog.comments.policy import ANYONE, OFF, Facts, Rules, admit
from blog.models import Blog

# What an owner chose when they closed: that binds them as everybody, and they can open again.
EXPLICIT = ("comments_off", "nobody", "closed", "closed_by_age", "closed_by_date", "closed_by_count", "read_only")

SENTENCES = {
    "owner_out": gettext_noop(
        "With these rules not even an owner of the blog could comment on an open post. Choose a wider audience, or "
        "close comments by hand if that is what you want."
    ),
    "nobody_moderates": gettext_noop(
        "These rules hold comments for a moderator, and the blog has nobody who may moderate at present: they would "
        "wait for ever. Make somebody a moderator or an owner first, or hold nothing."
    ),
}


def lock_out(blog: Blog, rules: Rules, now: datetime) -> str:
    """Why `rules` may not be kept: a code of SENTENCES, or "" if they may. One query at most.

    An owner in good standing is asked about, at a post just published. They may always moderate, so the second code
    is for a blog whose owners and moderators are all suspended or gone.
    """
    owner = Facts(now=now, standing="member", role="owner", confirmed=True, joining=blog.joining, published_at=now)
    decision = admit(rules, owner)
    if any(reason not in EXPLICIT for reason in decision.reasons):
        return "owner_out"
    if decision.admits and holds_something(rules) and not moderators_of(blog).exists():
        return "nobody_moderates"
    return ""


def holds_something(rules: Rules) -> bool:
    """Whether a comment can come to wait for a moderator under `rules` (beside those of people put on hold)."""
    numbers = (rules.hold_first, rules.hold_rejected_days, rules.hold_links, rules.hold_after_days, rules.hide_reports)
    return bool(
        rules.hold_all or any(numbers) or rules.hold_words or rules.spam_check != OFF or rules.audience == ANYONE
    )


def sentence_of(code: str) -> str:
    """What is so, and what to do, in the language in force."""
    return _(SENTENCES[code])
