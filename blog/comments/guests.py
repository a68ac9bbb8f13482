"""Guests who left an address: asked once whether it is theirs, and, if so, told once what became of their words.

What somebody types proves nothing, so the first letter, which may reach a stranger, has no word of theirs in it; and
until it is answered no other letter goes there. A confirmed address changes nothing in how the policy judges.
"""

from datetime import datetime, timedelta

from django.core import signing
from django.db.models import Q
from django.urls import reverse
from django.utils.crypto import salted_hmac

from accounts.mail import tell_address
from accounts.models import Letter, Topic
from blog.comments.models import Comment, State
from blog.models import Blog

CONFIRM, WITHDRAW = "confirm", "withdraw"  # what a link is for
LIFE = timedelta(days=7)  # of the link that confirms
KEPT = timedelta(days=90)  # an address, after the last thing that happened to its comment; so long can it be withdrawn
A_DAY = 3  # first letters that one address gets in a day, whoever types it
ROUND = 500  # addresses forgotten at a time
_LIVING = (State.HELD, State.PUBLISHED)
_SALT = "blog.comments.guests"


def link_of(comment: Comment, act: str) -> str:
    """The path of the page by which a guest confirms their address, or withdraws their comment."""
    token = signing.dumps([act, comment.pk, _fingerprint(comment)], salt=_SALT)
    return reverse("comments:guest", args=[token])


def guest_of(token: str, *, blog: Blog) -> tuple[str, Comment] | None:
    """What a link is for (CONFIRM, WITHDRAW) and the comment it is about, if it works now; else None. One query.

    It is signed, and bound to the address: it dies when that was confirmed (or, for withdrawing, forgotten), when the
    comment is no longer held or published, and by its age. Nothing has to be kept for it.
    """
    try:
        act, pk, fingerprint = signing.loads(token, salt=_SALT, max_age=KEPT)
        if act == CONFIRM:
            signing.loads(token, salt=_SALT, max_age=LIFE)
    except signing.BadSignature:
        return None
    found = blog.comments.select_related("post", "blog").filter(pk=pk, author=None, state__in=_LIVING).first()
    if found is None or not found.guest_email or _fingerprint(found) != fingerprint:
        return None
    return (act, found) if (found.guest_confirmed_at is None) == (act == CONFIRM) else None


def ask_to_confirm(comment: Comment, now: datetime) -> None:
    """Writes to the address that a guest typed, if they did, and nobody has typed it A_DAY times within a day."""
    if not comment.guest_email:
        return
    lately = Letter.objects.filter(user=None, email=comment.guest_email, about__startswith="guest ")
    if lately.filter(made_at__gt=now - timedelta(days=1)).count() < A_DAY:
        _write(comment, "guest_address", link=link_of(comment, CONFIRM))


def tell_guest(comment: Comment, reason: str = "", guideline=None) -> None:
    """Of what was decided, once, whatever is decided later; nothing if the address is not known to be theirs."""
    if comment.guest_email and comment.guest_confirmed_at and comment.state in (State.PUBLISHED, State.REJECTED):
        link = link_of(comment, WITHDRAW) if comment.state == State.PUBLISHED else ""
        _write(comment, "guest_ruling", link=link, reason=reason, guideline=guideline)


def forget_addresses(now: datetime) -> int:
    """Erases the addresses that serve no longer, with the letters to them; returns how many.

    These are: not confirmed within LIFE, or of a comment that was decided on, and to which nothing happened for KEPT.
    """
    over = Q(guest_confirmed_at=None, created_at__lte=now - LIFE) | (
        Q(changed_at__lte=now - KEPT) & ~Q(state=State.HELD)
    )
    found = dict(Comment.objects.exclude(guest_email="").filter(over).values_list("pk", "guest_email")[:ROUND])
    about = [f"guest {pk} {letter}" for pk in found for letter in ("guest_address", "guest_ruling")]
    Letter.objects.filter(user=None, email__in=set(found.values()), about__in=about).delete()
    return Comment.objects.filter(pk__in=found).update(guest_email="", guest_confirmed_at=None)


def _write(comment: Comment, letter: str, **context) -> None:
    tell_address(
        comment.guest_email,
        blog=comment.blog,
        topic=Topic.RULING,
        about=f"guest {comment.pk} {letter}",
        template=f"comments/mail/{letter}",
        comment=comment,
        **context,
    )


def _fingerprint(comment: Comment) -> str:
    return salted_hmac(_SALT, comment.guest_email, algorithm="sha256").hexdigest()[:16]
