"""Placeholder until the real room lands: plain paragraphs."""

import html
import re
import unicodedata

COMMENT_LIMIT = 10_000
VERSION = 1


def normalise(text: str) -> str:
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", ""))


def render_comment(text: str) -> str:
    return "\n".join(f"<p>{html.escape(part)}</p>" for part in normalise(text).split("\n\n") if part.strip())


render_post = render_comment


def render_teaser(text: str) -> str:
    return render_comment(text.split("<!--more-->")[0]) if "<!--more-->" in text else ""


def excerpt_of(text: str, *, words: int = 60) -> str:
    return " ".join(text.split()[:words])


def image_keys(text: str) -> set[str]:
    return set(re.findall(r"/images/([\w-]+)/", text))
