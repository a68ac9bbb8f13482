"""The two sanitizers, with one allow-list between them."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import urlsplit

import nh3
from bleach.linkifier import LinkifyFilter
from bleach.sanitizer import Cleaner

from blog.markup.text import MEANINGLESS

SCHEMES = frozenset({"http", "https", "mailto"})
_WEB = re.compile(r"^https?://[^/@\s\\]+(?:[/?#]|$)", re.I)
_REFERENCE = re.compile(r"&#?\w{1,40};")
_MAIL = re.compile(r"^mailto:[^\s\\?]+@[^\s\\?]+$", re.I)


@dataclass(frozen=True)
class Allowed:
    """Tags, their attributes, and a judge of each value: (tag, name, value) -> value, or None to drop it."""

    tags: frozenset[str]
    attributes: dict[str, frozenset[str]]
    judge: Callable[[str, str, str], str | None]
    rel: str
    link_skip: frozenset[str] = field(default=frozenset({"pre", "code"}))


def link(value: str) -> str | None:
    """A link that leads where it seems to: http(s) with a host and no user before it, or a plain mail address.

    "http:evil", "//evil", "/\\evil" and "https://bank@evil" are none. A host of two scripts is shown by browsers in
    its own alphabet's disguise, so a host outside ASCII is written as it is typed and left to the browser's rules.
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
    return value if parts.hostname and "@" not in parts.netloc else None


def clean(html: str, allowed: Allowed) -> str:
    """The HTML with nothing but what is allowed; bare web addresses become links. clean(clean(x)) == clean(x)."""

    def bleach_judge(tag: str, name: str, value: str) -> bool:
        return name in allowed.attributes.get(tag, ()) and allowed.judge(tag, name, value) is not None

    cleaner = Cleaner(
        tags=allowed.tags,
        attributes=bleach_judge,
        protocols=SCHEMES,
        strip=True,
        # Inside the cleaner, in one pass. Never parse_email: it is quadratic, and no release mends it.
        filters=[lambda source: LinkifyFilter(source, callbacks=[_web_only], skip_tags=allowed.link_skip)],
    )

    def nh3_judge(tag: str, name: str, value: str) -> str | None:
        return value if name == "rel" else allowed.judge(tag, name, value)  # rel is nh3's own, from `link_rel`

    return nh3.clean(
        _REFERENCE.sub(_meant, cleaner.clean(html)),
        tags=set(allowed.tags),
        clean_content_tags=set(),
        attributes={"*": set(), **{tag: set(names) for tag, names in allowed.attributes.items()}},
        attribute_filter=nh3_judge,
        url_schemes=set(SCHEMES),
        url_relative="pass_through",  # the judge has looked at each address, with its tag in hand
        link_rel=allowed.rel,
    )


def _meant(reference: re.Match) -> str:
    """A character reference, unless of a control that means nothing: "&#1;" was a word when it was normalised."""
    character = unescape(reference[0])
    return reference[0] if character and not MEANINGLESS.search(character) else ""


def _web_only(attributes, new=False):
    """A bare word with a dot, such as "settings.py", is not an address; one that begins with http:// or www. is."""
    if new and not re.match(r"https?://|www\.", attributes["_text"], re.I):
        return None
    return attributes
