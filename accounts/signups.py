"""Sign-ups that nobody confirms: what they hold is free again after an hour."""

import hashlib
from datetime import datetime, timedelta

from django.core.cache import cache

from accounts.models import User
from accounts.named import NAMES
from accounts.names import name_key

HELD_FOR = timedelta(hours=1)


def forget_unconfirmed(now: datetime) -> None:
    """Deletes accounts that were signed up over an hour ago, never confirmed and never used.

    So a mistyped address doesn't keep a name for ever, and nobody can keep somebody else's address from signing up.
    """
    stale = User.objects.filter(
        joined_at__lt=now - HELD_FOR, last_login=None, memberships=None, emailaddress__verified=False
    )
    gone, _of_each = User.objects.filter(pk__in=stale.exclude(emailaddress__verified=True).values("pk")).delete()
    if gone:
        NAMES.forget()


def is_taken(name: str, but: User | None = None) -> bool:
    """Whether somebody (other than `but`) has a name that looks like this one."""
    taken = User.objects.filter(name_key=name_key(name))
    return bool((taken.exclude(pk=but.pk) if but else taken).exists() or cache.get(_hold(name)))


def hold_name(name: str) -> None:
    """Keeps a name for as long as an unconfirmed sign-up would.

    A sign-up with an address that has an account makes none, and must not be told apart from one that does: if the
    name stayed free, trying it again would tell.
    """
    cache.set(_hold(name), 1, timeout=HELD_FOR.total_seconds())


def _hold(name: str) -> str:
    return f"name-held:{hashlib.sha256(name_key(name).encode()).hexdigest()}"
