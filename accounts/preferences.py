"""What each person wants to be told by mail, and the link in every mail that refuses more of its kind."""

from django.core import signing
from django.db import transaction

from accounts.models import How, Letter, MailPreference, Topic, User
from accounts.models.mail import ALWAYS
from accounts.refusals import Refused

# How people are told who have not chosen. What waits for the team, or answers oneself, is news at once; a thread that
# is followed may bring many mails a day, so they come together.
DEFAULTS = {topic: How.AT_ONCE for topic in Topic.values} | {Topic.FOLLOWED: How.DIGEST}
DIGEST = "digest"  # the topic of the day's letter, which is of several: refusing it refuses all that come in it
LASTS = 366 * 24 * 3600  # seconds a link in a mail works

_signer = signing.TimestampSigner(salt="accounts.preferences")


def preferences_of(user: User, blog) -> dict[str, str]:
    """How `user` is told of each topic in `blog`. One query."""
    return {topic: how[user.pk] for topic, how in _chosen([user.pk], blog, Topic.values).items()}


def preferring(users: list[int], blog, topic: str) -> dict[int, str]:
    """How each of `users` (their numbers) is told of a topic in `blog`. One query; none where nobody may choose."""
    return _chosen(users, blog, [topic])[topic]


def _chosen(users: list[int], blog, topics) -> dict[str, dict[int, str]]:
    told = {topic: dict.fromkeys(users, DEFAULTS[topic]) for topic in topics}
    choices = [topic for topic in topics if topic not in ALWAYS]
    if choices:
        rows = MailPreference.objects.filter(blog=blog, topic__in=choices)
        # Of many people all rows are read: a list of thousands of numbers is more than a query takes.
        rows = rows.filter(user__in=users) if len(users) < 500 else rows
        for row in rows:
            if row.user_id in told[row.topic]:
                told[row.topic][row.user_id] = row.how
    return told


@transaction.atomic
def prefer(*, user: User, blog, topic: str, how: str) -> None:
    """From now on `user` is told of `topic` in `blog` like that; what waits to be sent follows. Twice is as once.

    Raises Refused("always_told") for what nobody can refuse, and changes nothing.
    """
    if topic in ALWAYS:
        raise Refused("always_told")
    MailPreference.objects.update_or_create(user=user, blog=blog, topic=topic, defaults={"how": how})
    waiting = Letter.objects.filter(user=user, blog=blog, topic=topic, state=Letter.State.WAITING)
    if how == How.NEVER:
        waiting.delete()
    elif how == How.AT_ONCE:
        waiting.update(digest=False)


@transaction.atomic
def refuse(*, user: User, blog, topic: str) -> None:
    """No more mails like the one the link was in. Raises Refused("always_told") for what nobody can refuse."""
    if topic != DIGEST:
        return prefer(user=user, blog=blog, topic=topic, how=How.NEVER)
    for each, how in preferences_of(user, blog).items():
        if how == How.DIGEST:
            prefer(user=user, blog=blog, topic=each, how=How.NEVER)
    return None


def refusal_token(user: int, blog: int, topic: str) -> str:
    """What a link in a mail carries: whom it is for, and what it refuses. It opens nothing else."""
    return _signer.sign_object([user, blog, str(topic)])


def refusal_of(token: str, blog) -> tuple[User, str] | None:
    """(person, topic) of a link of this blog's; None where it is forged, a year old, or of somebody who is gone."""
    try:
        user, where, topic = _signer.unsign_object(token, max_age=LASTS)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    found = User.objects.filter(pk=user, is_active=True).first() if where == blog.pk else None
    return (found, topic) if found and topic in (*Topic.values, DIGEST) else None
