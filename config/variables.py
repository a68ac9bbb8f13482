"""Kinds of environment variables, each with the sentence for what it can't hold.

A value that is no good stops the program: guessed at, HTTPS=yess would be a blog without it.
"""

from collections.abc import Callable
from urllib.parse import urlsplit

from environ import Env, ImproperlyConfigured


class BadVariable(ImproperlyConfigured):
    """A variable that can't be used. Its words name it and say what to write; they never hold a password."""


def number(env: Env, name: str, default: int) -> int:
    """A whole number, 0 or more."""
    text = env.str(name, default="").strip()
    if text and not (text.isascii() and text.isdigit()):
        raise BadVariable(f"{name} is {text!r}; write a whole number, 0 or more")
    return int(text) if text else default


def switch(env: Env, name: str, default: bool) -> bool:
    """On or off, in one of the words for it that environ knows, or its opposite."""
    text = env.str(name, default="").strip().lower()
    if text and text not in (*Env.BOOLEAN_TRUE_STRINGS, "false", "off", "n", "no", "0"):
        raise BadVariable(f"{name} is {text!r}; write yes or no")
    return text in Env.BOOLEAN_TRUE_STRINGS if text else default


def choice(env: Env, name: str, known: tuple[str, ...]) -> str:
    """One of the words it may hold; the first where it holds none."""
    chosen = env.str(name, default="") or known[0]
    if chosen not in known:
        raise BadVariable(f"{name} is {chosen!r}; write {' or '.join(known)}")
    return chosen


def address(env: Env, name: str, parse: Callable[[str], dict], schemes: tuple[str, ...], like: str) -> dict | None:
    """What `parse` makes of an address of one of these schemes; None where it holds none."""
    url = env.str(name, default="")
    if not url:
        return None
    try:
        if urlsplit(url).scheme in schemes:
            return parse(url)
    except (ValueError, ImproperlyConfigured):
        pass  # said below, without what may be a password in it
    raise BadVariable(f"{name} is no address that can be used here; write it like {like}")
