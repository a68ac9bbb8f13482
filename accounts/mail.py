"""Telling people what concerns them, by mail: by their preference, never twice, and never of what they did themselves.

A letter is a row, written in the transaction of what it tells; accounts.sending brings it out afterwards.
"""

import logging
from collections.abc import Iterable
from functools import partial

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from accounts.letters import text_of
from accounts.models import How, Letter, Topic, User
from accounts.preferences import preferring
from accounts.tasks import send_letter

log = logging.getLogger(__name__)
# These may be for hundreds at once, so they are left to `manage.py tend`, within its minute: no request waits for them.
TENDED = (Topic.FOLLOWED,)


def tell(user: User, *, blog, topic: str, about: str, template: str, by: User | None = None, **context) -> None:
    """Writes `user` a letter of two templates (`template`_subject.txt and _message.txt) and sends it after the commit.

    `topic` is one of Topic; `about` names the event, of which nobody is told twice; `by` is whose doing it was. The
    templates get `user`, `blog`, `blog_address` and `context`. Raises nothing of its own.
    """
    tell_all([user], blog=blog, topic=topic, about=about, template=template, by=by, **context)


def tell_all(
    users: Iterable[User], *, blog, topic: str, about: str, template: str, by: User | None = None, **context
) -> None:
    """The same for many. Four queries, however many they are."""
    people = {user.pk: user for user in users if user is not None and (by is None or user.pk != by.pk)}
    if not people:
        return
    reached = _reached(list(people))
    how = preferring(reached, blog, topic)
    now = timezone.now()
    letters = []
    for pk in reached:
        if how[pk] == How.NEVER:
            continue
        subject, body = text_of(template, blog=blog, user=people[pk], email=people[pk].email, **context)
        letters.append(
            Letter(
                blog=blog,
                user=people[pk],
                topic=topic,
                about=about,
                subject=subject,
                body=body,
                digest=how[pk] == How.DIGEST,
                made_at=now,
                next_at=now,
            )
        )
    _write(letters, soon=topic not in TENDED)


def tell_address(email: str, *, blog, topic: str, about: str, template: str, **context) -> None:
    """The same for somebody without an account (one who is invited, a guest): at once, for they have no preference."""
    subject, body = text_of(template, blog=blog, user=None, email=email, **context)
    now = timezone.now()
    letter = Letter(
        blog=blog, email=email.lower(), topic=topic, about=about, subject=subject, body=body, made_at=now, next_at=now
    )
    _write([letter], soon=True)


def tell_addresses(letters: Iterable[tuple[str, str, dict]], *, blog, topic: str, template: str) -> None:
    """`tell_address` for many, as (address, about, context): sent by `manage.py tend`: no request can wait so long."""
    now, rows = timezone.now(), []
    for email, about, context in letters:
        subject, body = text_of(template, blog=blog, user=None, email=email, **context)
        rows.append(
            Letter(
                blog=blog, email=email, topic=topic, about=about, subject=subject, body=body, made_at=now, next_at=now
            )
        )
    _write(rows, soon=False)


def untell(*about: str) -> None:
    """Takes back what of these events has not been sent yet: a comment that was taken down is told to nobody more."""
    Letter.objects.filter(about__in=about, state=Letter.State.WAITING).delete()


def _reached(people: list[int]) -> list[int]:
    """Those whom a letter may be sent to: active, and the address is confirmed to be theirs."""
    theirs = EmailAddress.objects.filter(user=OuterRef("pk"), email=OuterRef("email"), verified=True)
    found = User.objects.filter(Exists(theirs), is_active=True)
    found = found.filter(pk__in=people) if len(people) < 500 else found
    wanted = set(people)
    return [pk for pk in found.order_by("pk").values_list("pk", flat=True) if pk in wanted]


def _write(letters: list[Letter], *, soon: bool) -> None:
    if not letters:
        return
    # Who was told before, perhaps by somebody else at this very moment, keeps that letter.
    Letter.objects.bulk_create(letters, ignore_conflicts=True)
    if not soon or all(letter.digest for letter in letters):
        return
    about = letters[0].about
    fresh = Letter.objects.filter(about=about, state=Letter.State.WAITING, digest=False, tries=0)
    keys = {(letter.user_id, letter.email) for letter in letters}
    for pk, user, email in fresh.filter(made_at__gte=letters[0].made_at).values_list("pk", "user", "email"):
        if (user, email) in keys:
            transaction.on_commit(partial(send_letter.enqueue, pk), robust=True)
