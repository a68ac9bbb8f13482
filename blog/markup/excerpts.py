"""What is read off a post's source: an excerpt in plain words, and the images it shows."""

import re

from blog.markup.fences import without_code
from blog.markup.text import normalise

MORE = "<!--more-->"  # an author's mark: what stands above it is the teaser

_IMAGE_KEY = re.compile(r"/images/([\w-]{1,32})/")
_NOISE = (
    (re.compile(r"^[ \t]*(?:\[TOC\]|<?https?://[^\s<>]{1,500}>?)[ \t]*$", re.M), " "),  # contents, and cards
    (re.compile(r"^\[\^?[^\]\n]{1,80}\]:.*$", re.M), " "),  # footnotes and link definitions
    (re.compile(r"^\*\[[^\]\n]{1,80}\]:.*$", re.M), " "),  # abbreviations
    (re.compile(r"^[ \t]*(\|.*|[-=*_: |]{3,})$", re.M), " "),  # tables and rules
    (re.compile(r"\{:[^}\n]{0,200}\}"), ""),  # attributes
    (re.compile(r"!\[[^\]\n]{0,300}\]\([^)\n]{0,500}\)"), " "),  # images
    (re.compile(r"\[\^[^\]\n]{1,80}\]"), ""),  # marks of footnotes
    (re.compile(r"\[([^\]\n]{0,300})\]\([^)\n]{0,500}\)"), r"\1"),  # links
    (re.compile(r"^[ \t]*(#{1,6}|>|[-*+]|\d+[.)]|:)[ \t]+", re.M), ""),  # marks at the start of a line
    (re.compile(r"(?<!\w)_(?=\S)|(?<=\S)_(?!\w)"), ""),  # emphasis, but no part of some_name
    (re.compile(r"(?<!\\)(\*{1,3}|_{2,3}|`+)(?=\S)|(?<=[^\s\\])(\*{1,3}|_{2,3}|`+)"), ""),  # emphasis and code
    (re.compile(r"\\([\\`*_{}\[\]()#+.!>|~-])"), r"\1"),  # signs that were meant as they are
)


def excerpt_of(text: str, *, words: int = 60) -> str:
    """The first `words` words of a Markdown source as plain text (to be escaped where it is shown)."""
    text = without_code(normalise(text).split(MORE)[0])[: words * 60]
    for pattern, instead in _NOISE:
        text = pattern.sub(instead, text)
    found = text.split()
    return " ".join(found[:words]) + (" …" if len(found) > words else "")


def image_keys(text: str) -> set[str]:
    """The keys of the images that a source shows: of "/images/KEY/name.jpg", KEY."""
    return set(_IMAGE_KEY.findall(text))
