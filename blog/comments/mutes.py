"""Muting somebody for oneself: their words are folded away, for this one person alone, and nobody is told."""

from datetime import datetime
from functools import lru_cache

from django.utils.crypto import salted_hmac

from blog.comments.judging import NotDone
from blog.comments.models import Mute
from config.prepared import Prepared


def mute(*, whom, by, now: datetime) -> Mute:
    """Folds away what `whom` writes, for `by`. Twice is as once. Raises NotDone("not_oneself")."""
    if whom.pk == by.pk:
        raise NotDone("not_oneself")
    muted, _new = Mute.objects.get_or_create(by=by, whom=whom, defaults={"at": now})
    return muted


def unmute(*, whom: int, by) -> None:
    """Shows again what the person of number `whom` writes. Twice is as once."""
    Mute.objects.filter(by=by, whom=whom).delete()


def muted_people(by) -> list[Mute]:
    """Whom somebody has muted, the latest first. One query."""
    return list(Mute.objects.filter(by=by).select_related("whom").order_by("-pk"))


def muted_by(person) -> frozenset[int]:
    """The numbers of the people whom `person` (a User, or a visitor: nobody) has muted. One query, or none."""
    return whom_mutes(person.pk) if person.is_authenticated else frozenset()


def whom_mutes(person: int) -> frozenset[int]:
    """The same by a person's number. One query."""
    return frozenset(row["whom"] for row in _MUTED(by=person))


_MUTED = Prepared(Mute, lambda by: Mute.objects.filter(by=by).values("whom"), by=int)


@lru_cache(maxsize=4096)
def voice(user: int | None) -> str:
    """What stands for somebody in the page that all readers get: the same at each of their comments, and no number.

    "" for nobody. (A person's number is public only for who has written posts.)
    """
    return salted_hmac("blog.comments.voice", str(user), algorithm="sha256").hexdigest()[:16] if user else ""
