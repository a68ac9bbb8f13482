"""Mails, in plain text: written in the blog's language and name, with links only to hosts we know ourselves.

A request's Host header never gets into a mail: whoever forged it could send people anywhere in our name.
"""

import logging
import re
from email.utils import formataddr, parseaddr

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import timezone, translation

log = logging.getLogger(__name__)
_LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
_GAP = re.compile(r"\n[ \t]*(?:\n[ \t]*)+\n")
_SUBJECT = 300  # letters of a subject, as accounts.models.Letter has it


def address_of(blog) -> str:
    """Where the blog is, like "https://blog.example.org", or "" when we cannot be sure: then a mail has no link."""
    host = blog.hostname or _only_host()
    return f"{settings.ACCOUNT_DEFAULT_HTTP_PROTOCOL}://{host}" if host else ""


def _only_host() -> str:
    named = [host for host in settings.ALLOWED_HOSTS if host not in _LOOPBACK and not host.startswith((".", "*"))]
    return named[0] if len(named) == 1 else ""


def sender_of(blog) -> str:
    """Our own address, under the name the owner chose, else the blog's. A line break in it would be a second header."""
    return formataddr((_line(blog.sender_name or blog.name), parseaddr(settings.DEFAULT_FROM_EMAIL)[1]))


def sender_in_words(blog) -> str:
    """The same for people to read, like "The Blog <blog@example.org>"."""
    return f"{_line(blog.sender_name or blog.name)} <{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}>"


def text_of(prefix: str, *, blog, **context) -> tuple[str, str]:
    """Subject and text of two templates, `prefix`_subject.txt and `prefix`_message.txt, in the blog's language."""
    context |= {"blog": blog, "blog_address": address_of(blog)}
    with translation.override(blog.language), timezone.override(blog.zone):
        subject = _line(render_to_string(f"{prefix}_subject.txt", context))[:_SUBJECT]
        return subject, _spaced(render_to_string(f"{prefix}_message.txt", context))


def write(prefix: str, *, email: str, blog, **context) -> EmailMessage:
    """The mail of two templates, not sent yet: for what can't wait and is not kept, like a code."""
    subject, text = text_of(prefix, blog=blog, email=email, **context)
    return EmailMessage(subject, text, sender_of(blog), [email], headers={"Auto-Submitted": "auto-generated"})


def post(mail: EmailMessage) -> bool:
    """Sends a mail. A mail server that fails is written to the log and never fails what we were doing."""
    try:
        mail.send()
    except Exception:
        log.exception("A mail could not be sent: %s", mail.subject)
        return False
    return True


def _line(text: str) -> str:
    return " ".join(text.split())


def _spaced(text: str) -> str:
    """Without what blocks that say nothing leave behind: more than one empty line."""
    return _GAP.sub("\n\n", text.strip()) + "\n"
