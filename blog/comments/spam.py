"""Programs that look for advertisements. Off unless an owner chooses one; what one can't answer is held, never lost.

A check is a function from a Suspect to HAM or SPAM that may raise anything; `CHECKS` has them by the names that the
policy uses (blog.comments.models.SpamCheck).
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass

import akismet
import httpx
from django.conf import settings

from accounts.letters import address_of
from blog.comments.policy import HAM, SPAM, UNSURE
from blog.models import Post

log = logging.getLogger(__name__)


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
        return CHECKS[check](suspect)
    except Exception:
        log.exception("The spam check %r could not be asked", check)
        return UNSURE


def ask_akismet(suspect: Suspect) -> str:
    """Asks Akismet. Raises akismet.AkismetError (a bad key, no answer), or httpx.HTTPError after five seconds."""
    blog = suspect.post.blog
    client = akismet.SyncClient(
        akismet.Config(key=settings.AKISMET_KEY, url=address_of(blog) or "http://localhost"),
        httpx.Client(timeout=5, headers={"User-Agent": akismet.USER_AGENT}),
    )
    answer = client.comment_check(
        user_ip=suspect.address or "127.0.0.1",
        comment_content=suspect.text,
        comment_type="comment",
        comment_author=suspect.name,
        comment_author_email=suspect.email,
        user_agent=suspect.agent,
        referrer=suspect.referrer,
        permalink=address_of(blog) + suspect.post.path,
        blog_lang=blog.language,
    )
    return HAM if answer == akismet.CheckResponse.HAM else SPAM


CHECKS: dict[str, Callable[[Suspect], str]] = {"akismet": ask_akismet}
