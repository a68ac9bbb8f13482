"""Akismet as a spam check (blog.comments.spam)."""

import akismet
import httpx
from django.conf import settings

from accounts.letters import address_of
from blog.comments.policy import HAM, SPAM
from blog.comments.spam import Suspect


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
