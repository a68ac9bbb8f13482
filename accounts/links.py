"""One-time links that sign a person in, for whoever runs the machine to hand out (manage.py owner_link).

A link is signed, names the moment it was made, and works while that moment stands on the person: using it clears the
moment, a newer link replaces it, a changed password ends it, and after a day it is too old.
"""

from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.core import signing
from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.dateparse import parse_datetime

from accounts.models import User

LIFE = timedelta(days=1)
_SALT = "accounts.links"
# Of accounts_owner_link. To look it up loads every view there is, a fifth of a second of each start.
_PATH = "/accounts/owner/{}/"


def make_link(*, user: User, now: datetime) -> str:
    """The path of a fresh link for `user`; older ones stop working."""
    user.link_made_at = now
    user.save(update_fields=["link_made_at"])
    return link_of(user, now)


def link_of(user: User, now: datetime) -> str:
    """The path of the link that works already, or ""."""
    if not user.link_made_at or now - user.link_made_at >= LIFE:
        return ""
    token = signing.dumps([user.pk, user.link_made_at.isoformat(), _fingerprint(user)], salt=_SALT)
    return _PATH.format(token)


def user_of(token: str, now: datetime) -> User | None:
    """The active person whom a link is for, if it works now. Changes nothing."""
    try:
        pk, made_at, fingerprint = signing.loads(token, salt=_SALT)
    except signing.BadSignature:
        return None
    made_at = parse_datetime(made_at)
    if now - made_at >= LIFE:
        return None
    user = User.objects.filter(pk=pk, is_active=True, link_made_at=made_at).first()
    return user if user and _fingerprint(user) == fingerprint else None


@transaction.atomic
def use_link(*, user: User, password: str, now: datetime) -> bool:
    """Uses up the link of `user` (as user_of gave it); False if somebody was faster.

    Sets `password` unless it is "". Who runs the machine vouches for the address: it counts as confirmed.
    """
    if not User.objects.filter(pk=user.pk, link_made_at=user.link_made_at).update(link_made_at=None):
        return False
    user.link_made_at = None
    if password:
        user.set_password(password)
        user.save(update_fields=["password"])
    if not EmailAddress.objects.filter(user=user, verified=True).exists():
        address, _new = EmailAddress.objects.get_or_create(user=user, email=user.email)
        address.verified = True
        address.set_as_primary()
        address.save()
    return True


def _fingerprint(user: User) -> str:
    return salted_hmac(_SALT, user.password, algorithm="sha256").hexdigest()[:16]
