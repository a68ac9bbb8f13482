"""The day's letter: what waits to be told together, one mail for each person and blog."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import ngettext

from accounts.models import Letter, User
from accounts.preferences import DIGEST

HOUR = 7  # of the blog's clock: before most people read their mails


def day_ended(zone, now: datetime) -> datetime:
    """The latest time at which a day's letters were closed."""
    local = timezone.localtime(now, zone)
    closed = local.replace(hour=HOUR, minute=0, second=0, microsecond=0)
    return closed if closed <= local else closed - timedelta(days=1)


def make_digests(now: datetime) -> int:
    """Makes one letter of all that wait for each person and blog, and returns how many it made. Twice is as once."""
    waiting = Letter.objects.filter(state=Letter.State.WAITING, digest=True)
    pairs = waiting.order_by("user", "blog").values_list("user", "blog").distinct()
    return sum(_make(user, blog, now) for user, blog in list(pairs))


@transaction.atomic
def _make(user: int, blog: int, now: datetime) -> int:
    User.objects.select_for_update().filter(pk=user).first()  # one digest of a person at a time
    waiting = Letter.objects.filter(state=Letter.State.WAITING, digest=True, user=user, blog=blog)
    letters = list(waiting.select_related("blog").order_by("pk"))
    closed = day_ended(letters[0].blog.zone, now) if letters else now
    letters = [letter for letter in letters if letter.made_at <= closed]
    about = f"digest {blog} {closed:%Y-%m-%d}"
    if not letters or Letter.objects.filter(user=user, about=about).exists():
        return 0
    with translation.override(letters[0].blog.language):
        subject = ngettext(
            "%(count)s piece of news from %(blog)s", "%(count)s pieces of news from %(blog)s", len(letters)
        ) % {"count": len(letters), "blog": letters[0].blog.name}
    body = "\n\n".join(f"* {letter.subject}\n\n{letter.body.strip()}" for letter in letters)
    Letter.objects.create(
        blog=letters[0].blog,
        user_id=user,
        topic=DIGEST,
        about=about,
        subject=subject[:300],
        body=f"{body}\n",
        made_at=now,
        next_at=now,
    )
    # They are in the day's letter now, which is tried until it arrives.
    waiting.filter(pk__in=[letter.pk for letter in letters]).update(state=Letter.State.SENT, sent_at=now, body="")
    return 1
