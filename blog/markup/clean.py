"""The two sanitizers, with one allow-list between them."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html import unescape

import nh3
from bleach.linkifier import LinkifyFilter
from bleach.sanitizer import Cleaner

from blog.markup.addresses import BARE, SCHEMES
from blog.markup.text import MEANINGLESS, plain

_REFERENCE = re.compile(r"&#?\w{1,40};")


@dataclass(frozen=True)
class Allowed:
    """Tags, their attributes, and a judge of each value: (tag, name, value) -> value, or None to drop it."""

    tags: frozenset[str]
    attributes: dict[str, frozenset[str]]
    judge: Callable[[str, str, str], str | None]
    rel: str  # of every link, but for those that have one of `rels` already
    rels: frozenset[str] = frozenset()
    link_skip: frozenset[str] = field(default=frozenset({"pre", "code"}))


def clean(html: str, allowed: Allowed) -> str:
    """The HTML with nothing but what is allowed; bare web addresses become links, and links that may not be followed
    become words. clean(clean(x)) == clean(x)."""

    def bleach_judge(tag: str, name: str, value: str) -> bool:
        return name in allowed.attributes.get(tag, ()) and allowed.judge(tag, name, value) is not None

    def link_judge(attributes: dict, new: bool = False) -> dict | None:
        href = attributes.get((None, "href"))
        if not href or allowed.judge("a", "href", unescape(href)) is None:
            return None
        if allowed.rels and attributes.get((None, "rel")) not in allowed.rels:
            attributes[None, "rel"] = allowed.rel
        return attributes

    cleaner = Cleaner(
        tags=allowed.tags,
        attributes=bleach_judge,
        protocols=SCHEMES,
        strip=True,
        # Inside the cleaner, in one pass. Never parse_email: it is quadratic, and no release mends it.
        filters=[
            lambda source: LinkifyFilter(source, callbacks=[link_judge], skip_tags=allowed.link_skip, url_re=BARE)
        ],
    )
    return _second(_REFERENCE.sub(_meant, cleaner.clean(html)), allowed)


def typed(text: str, allowed: Allowed) -> str:
    """A text as it was typed, however long: escaped, so that there is no markup for bleach to look at, whose work
    grows with the square of a text."""
    return _second(plain(text), allowed)


def _second(html: str, allowed: Allowed) -> str:
    """nh3, the last to touch a text."""

    def judge(tag: str, name: str, value: str) -> str | None:
        if name == "rel":  # nh3's own, from `link_rel`, or what the cleaner has left
            return value if not allowed.rels or value in allowed.rels else allowed.rel
        return allowed.judge(tag, name, value)

    return nh3.clean(
        html,
        tags=set(allowed.tags),
        clean_content_tags=set(),
        attributes={"*": set(), **{tag: set(names) for tag, names in allowed.attributes.items()}},
        attribute_filter=judge,
        url_schemes=set(SCHEMES),
        url_relative="pass_through",  # the judge has looked at each address, with its tag in hand
        link_rel=None if allowed.rels else allowed.rel,
    )


def _meant(reference: re.Match) -> str:
    """A character reference, unless of a control that means nothing: "&#1;" was a word when it was normalised."""
    character = unescape(reference[0])
    return reference[0] if character and not MEANINGLESS.search(character) else ""
