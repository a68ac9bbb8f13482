"""Which addresses may be followed, judged as a browser would read them."""

import re
import unicodedata
from urllib.parse import urlsplit

SCHEMES = frozenset({"http", "https", "mailto"})

# A bare address in a text: one that says so itself ("settings.py" is none), whatever its top-level domain is. What
# closes a sentence is not part of it.
BARE = re.compile(
    r"\(*\b(?<![@.])(?:https?://|www\.)[^\s<>\"“”«»‹›`\[\]{}|\\^、。，！？（）「」]{0,1000}"
    r"[^\s<>\"“”«»‹›`\[\]{}|\\^、。，！？（）「」!?:;'’*_~]",
    re.I,
)

_WEB = re.compile(r"^https?://[^/@\s\\]+(?:[/?#]|$)", re.I)
_MAIL = re.compile(r"^mailto:[^\s\\?]+@[^\s\\?]+$", re.I)
_LOCAL = re.compile(r"^/(?![/\\])[^\s\\]*$")
_HOST = re.compile(r"^(?:[\w-]+\.)*[\w-]+\.?$")
_NUMBERED = re.compile(r"^\[[0-9a-f:.]{2,45}\]$", re.I)
# Letters of Cyrillic whose shapes are those of Latin ones: a word of these alone is read as a Latin word.
_LATIN_IN_CYRILLIC = frozenset("асԁеһіјӏорԛѕԝхуъЬҽпгѵѡ")
_WRITTEN_TOGETHER = frozenset({"LATIN", "CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO"})


def link(value: str) -> str | None:
    """A link that leads where it seems to: http(s) with a host and no user before it, or a plain mail address.

    "http:evil", "//evil", "/\\evil" and "https://bank@evil" are none, nor is a host that looks like another one.
    """
    value = value.strip()
    if _MAIL.match(value):
        return value
    if not _WEB.match(value):
        return None
    try:
        parts = urlsplit(value)
        parts.port  # noqa: B018 (raises on nonsense)
    except ValueError:
        return None
    host = parts.netloc.rpartition(":")[0] if parts.port is not None else parts.netloc.removesuffix(":")
    return value if _NUMBERED.match(host) or _honest(host.lower()) else None


def local(value: str) -> bool:
    """A path of this blog: one slash at its start, and nothing a browser would read as a host."""
    return bool(_LOCAL.match(value))


def _honest(host: str) -> bool:
    """A host that a browser takes as it is written, in letters that the eye can't take for others."""
    if not _HOST.match(host) or unicodedata.normalize("NFKC", host) != host:
        return False
    labels = host.rstrip(".").split(".")
    return host.isascii() or all(_is_read_as_written(label, among_latin=labels[-1].isascii()) for label in labels)


def _is_read_as_written(label: str, *, among_latin: bool) -> bool:
    """Whether a part of a host is in one script (or in those that are written together), and not in letters chosen
    for their looks. Much the rule by which browsers decide to show a host as "xn--..."."""
    letters = [letter for letter in label if letter.isalpha()]
    scripts = {unicodedata.name(letter, "").split(" ")[0].split("-")[0] for letter in letters}
    if len(scripts) > 1 and not scripts <= _WRITTEN_TOGETHER:
        return False
    if scripts == {"CYRILLIC"} and among_latin and set(letters) <= _LATIN_IN_CYRILLIC:
        return False
    # Beyond the Latin of living languages (IPA and the like) are shapes that nobody's keyboard has.
    return not any("ɐ" <= letter <= "ʯ" or "ᴀ" <= letter <= "ᶿ" for letter in letters)
