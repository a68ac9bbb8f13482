"""A video or a post from elsewhere, alone in its paragraph, becomes a card of our own with a link.

Nothing of theirs is in it: reading a post asks nobody else for anything, and neither does saving one. What a card says
is read off the address; its title is the author's, where there is one: `[How bees dance](https://youtu.be/...)`.
"""

import re
import xml.etree.ElementTree as etree
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from blog.markup.addresses import link

VIDEO, POST, POST_BY = "video", "post", "post_by"
WORDS = {VIDEO: "Video on {site}", POST: "Post on {site}", POST_BY: "Post by {who} on {site}"}
CLASSES = frozenset({"embed", "embed-video", "embed-post", "embed-title", "embed-site"})
REL = "noopener noreferrer nofollow"  # of a card: it may lead anywhere, and tells nobody where from

_ADDRESS = r"https://[^\s<>()\[\]\"'`\\^{|}]{1,500}"
_ALONE = re.compile(rf"<({_ADDRESS})>|({_ADDRESS})|\[([^\[\]\n]{{1,200}})\]\(({_ADDRESS})\)")
# What an address is, by its host: (kind, site, path). "{who}" of a path is who wrote it.
_HOSTS = {
    "youtube.com": (VIDEO, "YouTube", re.compile(r"/(?:watch\?(?:.*&)?v=|shorts/|live/)[\w-]{6,20}")),
    "youtu.be": (VIDEO, "YouTube", re.compile(r"/[\w-]{6,20}")),
    "vimeo.com": (VIDEO, "Vimeo", re.compile(r"/(?:\d{3,15}|channels/[\w-]{1,60}/\d{3,15})(?:[/?]|$)")),
    "bsky.app": (POST, "Bluesky", re.compile(r"/profile/(?P<who>[\w.:-]{1,100})/post/\w{1,40}")),
    "x.com": (POST, "X", re.compile(r"/(?P<who>\w{1,30})/status/\d{1,25}")),
    "twitter.com": (POST, "X", re.compile(r"/(?P<who>\w{1,30})/status/\d{1,25}")),
}
# What stands on many hosts: PeerTube's videos, and posts of Mastodon and its like.
_ANYWHERE = (
    (VIDEO, re.compile(r"/(?:w|videos/watch)/[\w-]{20,40}(?:\?|$)")),
    (POST, re.compile(r"/(?P<who>@[\w.-]{1,60}(?:@[\w.-]{1,100})?)/\d{8,25}(?:\?|$)")),
)


@dataclass(frozen=True, slots=True)
class Embed:
    """`kind` is VIDEO or POST, `site` what people call the place, `who` wrote it ("" where the address is silent)."""

    kind: str
    address: str
    site: str
    who: str = ""
    title: str = ""

    def told(self, words: Mapping[str, str]) -> str:
        return words[POST_BY if self.who else self.kind].format(who=self.who, site=self.site)


def embed_of(line: str) -> Embed | None:
    """What a line shows that is nothing but an address, or nothing but a link; None for any other line, and any other
    address."""
    found = _ALONE.fullmatch(line.strip())
    address = found and link(found[1] or found[2] or found[4])
    if not address:
        return None
    parts = urlsplit(address)
    host = re.sub(r"^(?:www|m|mobile)\.", "", parts.netloc.lower())
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    kinds = [_HOSTS[host]] if host in _HOSTS else [(kind, host, shape) for kind, shape in _ANYWHERE]
    for kind, site, shape in kinds:
        if match := shape.match(path):
            who = match.groupdict().get("who") or ""
            return Embed(kind, address, site, who if not who or who[0] == "@" else f"@{who}", (found[3] or "").strip())
    return None


class Embeds(Treeprocessor):
    """Runs before inline patterns, which would read signs of an address as emphasis."""

    def __init__(self, md: Markdown, words: Mapping[str, str]):
        super().__init__(md)
        self.words, self.made = words, []

    def run(self, root: etree.Element) -> None:
        for paragraph in root:
            if paragraph.tag == "p" and not len(paragraph) and (found := embed_of(paragraph.text or "")):
                self._card(paragraph, found)

    def _card(self, card: etree.Element, embed: Embed) -> None:
        told, shown = embed.told(self.words), _shown(embed.address)
        card.clear()
        card.tag = "div"
        card.set("class", f"embed embed-{embed.kind}")
        a = etree.SubElement(card, "a", href=embed.address, target="_blank", rel=REL)
        title, site = (etree.SubElement(a, "span", {"class": f"embed-{name}"}) for name in ("title", "site"))
        title.text, title.tail = AtomicString(embed.title or told), AtomicString(" ")
        site.text = AtomicString(f"{told} · {shown}" if embed.title else shown)
        self.made.append(a)


class OwnTargets(Treeprocessor):
    """Runs behind attr_list: which window a link opens, and what it tells of us, no author writes in braces."""

    def __init__(self, md: Markdown, embeds: Embeds):
        super().__init__(md)
        self.embeds = embeds

    def run(self, root: etree.Element) -> None:
        made = {id(a) for a in self.embeds.made}
        for a in root.iter("a"):
            if id(a) not in made:
                a.attrib.pop("target", None)
                a.attrib.pop("rel", None)


def _shown(address: str) -> str:
    """An address as it is read: without what is the same for all, and not too long."""
    shown = re.sub(r"^https://(?:www\.)?", "", address).rstrip("/")
    return shown if len(shown) <= 60 else f"{shown[:59]}…"
