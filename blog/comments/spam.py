"""Programs that look for advertisements. Off unless an owner chooses one; what one can't answer is held, never lost.

A check is a function from a Suspect to HAM or SPAM that may raise anything; `CHECKS` has where they are, by the names
that the policy uses (blog.comments.models.SpamCheck). A check, and its library, is loaded by who asks it: the others
start without it, and their processes are smaller.
"""

import logging
from dataclasses import dataclass

from django.utils.module_loading import import_string

from blog.comments.policy import UNSURE
from blog.models import Post

log = logging.getLogger(__name__)

CHECKS = {"akismet": "blog.comments.spam_akismet.ask_akismet"}


@dataclass(frozen=True, slots=True)
class Suspect:
    """What a check is told: the text and who sent it, from where. `email` goes to the service the owner chose."""

    text: str = ""
    name: str = ""
    email: str = ""
    address: str = ""  # IP
    agent: str = ""
    referrer: str = ""
    post: Post | None = None


def ask(check: str, suspect: Suspect) -> str:
    """HAM, SPAM, or UNSURE where the check failed or there is none of that name."""
    try:
        return import_string(CHECKS[check])(suspect)
    except Exception:
        log.exception("The spam check %r could not be asked", check)
        return UNSURE
