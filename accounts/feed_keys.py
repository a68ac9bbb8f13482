"""The secret of a person's own feed: made, looked up, revoked.

A feed reader brings no cookie, so the address itself says whose feed it is. What the feed holds is asked of the policy
at each visit: a key opens nothing that its person may not read at that moment.
"""

import hashlib
import secrets
from datetime import datetime

from django.db import transaction

from accounts.models import FeedKey, User

BYTES = 24  # 192 random bits: nobody guesses it


@transaction.atomic
def make_feed_key(*, user: User, blog, now: datetime) -> str:
    """A new secret for `user` in `blog`, told this once. The one before stops working."""
    User.objects.select_for_update().get(pk=user.pk)  # two at once: the second is the one that works
    secret = secrets.token_urlsafe(BYTES)
    FeedKey.objects.update_or_create(blog=blog, user=user, defaults={"secret_hash": _hash(secret), "made_at": now})
    return secret


def revoke_feed_key(*, user: User, blog) -> bool:
    """Ends it. Whether there was one."""
    return bool(FeedKey.objects.filter(user=user, blog=blog).delete()[0])


def feed_key_of(user: User, blog) -> FeedKey | None:
    return FeedKey.objects.filter(user=user, blog=blog).first()


def person_of_feed(secret: str, blog) -> User | None:
    """The active person whose secret this is, in this blog. One query."""
    key = FeedKey.objects.filter(secret_hash=_hash(secret), blog=blog, user__is_active=True).select_related("user")
    return next((found.user for found in key), None)


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
