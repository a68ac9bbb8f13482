"""The link in a moderator's mail by which they decide on one comment, without signing in first.

It is signed, and names whose it is and what they were told of: the comment as it stood when the mail was written. So it
dies with the first decision (whoever's), with a change of the text, with a new password, when its person moderates no
longer, and after LIFE. It opens nothing but this comment, and what it does is done, and logged, as its person's act.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core import signing
from django.urls import reverse
from django.utils.crypto import salted_hmac

from accounts.models import User
from blog.comments.models import Comment, State
from blog.comments.people import moderators_of
from blog.models import Blog

LIFE = timedelta(days=7)
_SALT = "blog.comments.mailed_links"


@dataclass(frozen=True, slots=True)
class Mailed:
    """What a link that works stands for: who decides, and on what, with its author and post in hand."""

    by: User
    comment: Comment


def mailed_link(comment: Comment, user: User) -> str:
    """The path of a link by which `user`, one of the blog's moderators, decides on a held comment. No query."""
    token = signing.dumps([user.pk, comment.pk, comment.changed_at.isoformat(), _fingerprint(user)], salt=_SALT)
    return reverse("comments:mailed", args=[token])


def mailed_of(token: str, *, blog: Blog, now: datetime) -> Mailed | None:
    """What a token of this blog stands for, if it works now; else None. Changes nothing. Two queries."""
    try:
        user, comment, changed_at, fingerprint = signing.loads(token, salt=_SALT, max_age=LIFE)
    except signing.BadSignature:
        return None
    held = blog.comments.select_related("author", "post").filter(pk=comment, state=State.HELD, application=None)
    found, by = held.first(), moderators_of(blog).filter(pk=user, is_active=True).first()
    if found is None or by is None or found.changed_at.isoformat() != changed_at or _fingerprint(by) != fingerprint:
        return None
    return Mailed(by, found)


def _fingerprint(user: User) -> str:
    return salted_hmac(_SALT, user.password).hexdigest()[:16]
