"""Bringing letters out: each is claimed before it is sent, tried for three days, and told apart by its Message-ID.

Between sending a mail and writing down that it was sent, a machine may stop; then it is sent again, under the same
Message-ID, by which mailboxes know it.
"""

import logging
from datetime import datetime, timedelta
from email.utils import parseaddr
from smtplib import SMTPDataError, SMTPRecipientsRefused

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db.models import F
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.crypto import salted_hmac

from accounts.letters import address_of, sender_of
from accounts.models import Kind, Letter, Sanction, Topic
from accounts.models.mail import ALWAYS
from accounts.preferences import DIGEST, refusal_token

log = logging.getLogger(__name__)

SENT, WAITS, GIVEN_UP, NOT_DUE, DROPPED = "sent", "waits", "given_up", "not_due", "dropped"
DOWN = "down"  # it waits, for the server could not be talked to at all: the next letter would fare no better
TRIES = 15  # the pauses between them, 1 minute to 12 hours, make 2.7 days
LONGEST_PAUSE = timedelta(hours=12)
LATELY = timedelta(days=14)  # who is told in that time that letters were given up may have them tried again
# How long a claim keeps others away: longer than a mail server can hold up one who gives each of the six steps of a
# mail ten seconds (EMAIL_TIMEOUT).
CLAIM = timedelta(minutes=5)
# Letters that a person who was banned meanwhile still gets: what is done to them and to their own comments.
_OWN = (Topic.RULING, *ALWAYS)


def pause_after(tries: int) -> timedelta:
    """How long a letter waits after so many tries: a minute, two, four, up to twelve hours."""
    return min(timedelta(minutes=2 ** (tries - 1)), LONGEST_PAUSE)


def due(now: datetime):
    """The letters that are to be tried now, oldest first."""
    return Letter.objects.filter(state=Letter.State.WAITING, digest=False, next_at__lte=now).order_by("next_at", "pk")


def given_up(now: datetime):
    """The letters of the last days that are tried no more: their people were not told."""
    return Letter.objects.filter(state=Letter.State.GIVEN_UP, made_at__gt=now - LATELY)


def try_again(now: datetime) -> int:
    """Has these wait once more, as if they were new; returns how many."""
    return given_up(now).update(state=Letter.State.WAITING, tries=0, next_at=now)


def send(pk: int, *, now: datetime, patience: float | None = None) -> str:
    """Tries to send a letter, and says what came of it. `patience` is how many seconds each step may take.

    Must not be called in a transaction: the claim has to be seen by others before the mail is sent.
    """
    letter = due(now).select_related("user", "blog").filter(pk=pk).first()
    if letter is None or not _claim(letter, now):
        return NOT_DUE
    mine = Letter.objects.filter(pk=pk, state=Letter.State.WAITING, tries=letter.tries)
    if not _is_wanted(letter, now):
        mine.delete()
        return DROPPED
    try:
        connection = get_connection()
        connection.timeout = patience or getattr(connection, "timeout", None)
        mail_of(letter, connection).send()
    except Exception as error:
        if letter.tries >= TRIES:
            log.exception("Letter %s is given up after %s tries", pk, letter.tries)
            mine.update(state=Letter.State.GIVEN_UP)
            return GIVEN_UP
        log.exception("Letter %s could not be sent, try %s", pk, letter.tries)
        mine.update(next_at=now + pause_after(letter.tries))
        return WAITS if isinstance(error, SMTPRecipientsRefused | SMTPDataError) else DOWN
    # What it said is in its mailbox now; here, a text that is taken down or whose author goes must not live on.
    Letter.objects.filter(pk=pk).update(state=Letter.State.SENT, sent_at=now, body="")
    return SENT


def _claim(letter: Letter, now: datetime) -> bool:
    """Whether the letter is this process's to send: of several that try at once, one's is."""
    found = due(now).filter(pk=letter.pk, tries=letter.tries).order_by()
    if not found.update(tries=F("tries") + 1, next_at=now + max(CLAIM, pause_after(letter.tries + 1))):
        return False
    letter.tries += 1
    return True


def _is_wanted(letter: Letter, now: datetime) -> bool:
    """Whether its person can still be written to: what was true when it was written may be past."""
    if letter.user is None:
        return True
    user = letter.user
    if not user.is_active or not EmailAddress.objects.filter(user=user, email=user.email, verified=True).exists():
        return False
    banned = Sanction.objects.in_force(now).filter(user=user, blog=letter.blog, kind=Kind.BAN, post=None)
    return letter.topic in _OWN or not banned.exists()


def mail_of(letter: Letter, connection=None) -> EmailMessage:
    """The mail of a letter, with why one gets it and how to get no more like it (RFC 8058)."""
    blog, base = letter.blog, address_of(letter.blog)
    headers = {"Auto-Submitted": "auto-generated", "Message-ID": message_id(letter)}
    refusal = ""
    if letter.user_id and base:
        refusal = base + reverse("accounts_refuse", args=[refusal_token(letter.user_id, blog.pk, letter.topic)])
        headers |= {"List-Unsubscribe": f"<{refusal}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    context = {
        "letter": letter,
        "topic": "" if letter.topic == DIGEST else Topic(letter.topic).label,
        "always": letter.topic in ALWAYS,
        "refusal": refusal,
        "base": base,
    }
    with translation.override(blog.language):
        footer = render_to_string("accounts/mail/footer.txt", context).strip()
    to = letter.user.email if letter.user else letter.email
    return EmailMessage(
        letter.subject,
        f"{letter.body}\n-- \n{footer}\n",
        sender_of(blog),
        [to],
        headers=headers,
        connection=connection,
    )


def message_id(letter: Letter) -> str:
    """The same for every try of a letter, and nobody else's."""
    named = f"{letter.pk} {letter.made_at.isoformat()}"
    mark = salted_hmac("accounts.sending", named, algorithm="sha256").hexdigest()[:24]
    host = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    return f"<{letter.pk}.{mark}@{host}>"
