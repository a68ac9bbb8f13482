"""Telling people what concerns them, by mail: by their preference, and never twice."""

from accounts.letters import write_soon


def tell(user, *, blog, topic: str, about: str, template: str, **context) -> None:
    """Writes `user` a letter of two templates once the transaction is through."""
    write_soon(template.removeprefix("accounts/mail/"), to=user, blog=blog, **context)
