"""The publish checklist: what is asked of a text before it goes out. Pure: no clock, no database, no settings."""

import unicodedata
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from blog.markup.pictures import OWN_IMAGE
from blog.writing.checklist.scan import Shown, Typed, first_level, line_with, lines_of, shown_in, typed_in

OFF, WARN, BLOCK = "off", "warn", "block"

ALT, ELSEWHERE = "alt", "image_elsewhere"
SKIPPED, FIRST = "heading_skipped", "heading_first"
WORDLESS, NOWHERE, BARE, VAGUE, BROKEN = "link_wordless", "link_nowhere", "link_bare", "link_vague", "link_broken"
DESCRIPTION, TITLE = "description", "title_twice"
CODES = (ALT, ELSEWHERE, SKIPPED, FIRST, WORDLESS, NOWHERE, BARE, VAGUE, BROKEN, DESCRIPTION, TITLE)
PATH = "path_before"  # never a matter of choice: links of other people would lead to another text

MOST_TARGETS = 200  # addresses of this blog that are looked up for one text

# Words that say nothing of where a link leads, by language; those of English are asked of every text.
_VAGUE = {
    "en": ("here", "click here", "click", "link", "this", "this link", "this page", "read more", "more", "see here"),
    "de": ("hier", "hier klicken", "klick hier", "klicken sie hier", "dieser link", "mehr", "weiterlesen"),
    "fr": ("ici", "cliquez ici", "cliquer ici", "ce lien", "lire la suite", "plus"),
    "es": ("aquí", "haz clic aquí", "haga clic aquí", "este enlace", "leer más", "más"),
    "it": ("qui", "clicca qui", "questo link", "leggi di più"),
    "ru": ("здесь", "тут", "нажмите здесь", "ссылка", "подробнее"),
    "ar": ("هنا", "اضغط هنا", "انقر هنا", "هذا الرابط"),
}


@dataclass(frozen=True, slots=True)
class Text:
    """A text as it would go out. `hosts`: names of this blog's own host, so that whole addresses are known as ours."""

    title: str
    source: str
    html: str
    description: str = ""
    path: str = ""
    language: str = "en"
    hosts: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Known:
    """What the blog says: which of the asked addresses lead somewhere, and whom the title or the path belongs to."""

    found: frozenset[str] = frozenset()
    same_title: str = ""  # the address of another text of that title
    had_path: str = ""  # the title of another post that once was at this address


@dataclass(frozen=True, slots=True)
class Finding:
    """`what`: the words, or the address, that it is about. `line` of the source, 0 where it has none."""

    code: str
    what: str = ""
    line: int = 0

    @property
    def same(self) -> tuple[str, str]:
        """What stays the same of it when lines move."""
        return self.code, self.what


def targets_of(text: Text) -> list[str]:
    """The addresses of this blog that the text leads to or shows, in order, each once."""
    shown = shown_in(text.html)
    found = [path for link in shown.links if (path := own_path(link.href, text.hosts))]
    found += [typed.target for typed in typed_in(lines_of(text.source)) if OWN_IMAGE.match(typed.target)]
    return list(dict.fromkeys(found))[:MOST_TARGETS]


def own_path(href: str, hosts: frozenset[str]) -> str:
    """The path of an address of this blog, composed and not escaped; "" for others'."""
    try:
        parts = urlsplit(href)
    except ValueError:
        return ""
    if parts.scheme or parts.netloc:
        if parts.scheme not in ("http", "https") or (parts.hostname or "") not in hosts:
            return ""
    elif not href.startswith("/"):
        return ""
    return unicodedata.normalize("NFC", unquote(parts.path or "/"))


def check(text: Text, known: Known) -> list[Finding]:
    """Everything that is to be said of a text, in the order of CODES and then of the lines."""
    shown, lines = shown_in(text.html), lines_of(text.source)
    typed = typed_in(lines)
    found = [
        *_images(shown, typed, lines),
        *_headings(shown, lines),
        *_typed_links(typed),
        *_links(text, shown, typed, lines, known),
    ]
    if not text.description.strip():
        found.append(Finding(DESCRIPTION))
    if known.same_title:
        found.append(Finding(TITLE, known.same_title))
    if known.had_path:
        found.append(Finding(PATH, known.had_path))
    order = (*CODES, PATH)
    return sorted(dict.fromkeys(found), key=lambda one: (order.index(one.code), one.line))


def _images(shown: Shown, typed: list[Typed], lines: list[str]):
    for address in shown.wordless:
        yield Finding(ALT, address, line_with(lines, address))
    for image in typed:
        if image.is_image and not OWN_IMAGE.match(image.target):
            if image.target:
                yield Finding(ELSEWHERE, image.target, image.line)
            if not image.words:
                yield Finding(ALT, image.target, image.line)


def _headings(shown: Shown, lines: list[str]):
    above = 1
    for level, words in shown.headings:
        if level > above + 1:
            yield Finding(SKIPPED, words, line_with(lines, words))
        above = level
    for words, line in first_level(lines):
        yield Finding(FIRST, words, line)


def _typed_links(typed: list[Typed]):
    """Those that never became links: without an address, or with one that no browser could follow."""
    for link in typed:
        if not link.is_image and not link.target.startswith(("/", "#", "http://", "https://", "mailto:")):
            yield Finding(NOWHERE, link.words or link.target, link.line)


def _links(text: Text, shown: Shown, typed: list[Typed], lines: list[str], known: Known):
    vague = {*_VAGUE["en"], *_VAGUE.get(text.language.split("-")[0].lower(), ())}
    pictures = {image.target for image in typed if image.is_image}  # from elsewhere: they are shown as links
    for link in shown.links:
        if link.is_footnote or link.href in pictures:
            continue
        line = line_with(lines, link.href)
        if not link.words:
            yield Finding(WORDLESS, link.href, line)
        elif _bare(link.words) == _bare(link.href):
            yield Finding(BARE, link.href, line)
        elif link.words.casefold().strip(" .:!…>»→") in vague:
            yield Finding(VAGUE, link.words, line)
        path = own_path(link.href, text.hosts)
        lost = path and path not in known.found and path != text.path
        if lost or (link.href.startswith("#") and link.href[1:] not in shown.ids):
            yield Finding(BROKEN, link.href, line)
    for image in typed:
        if image.is_image and OWN_IMAGE.match(image.target) and image.target not in known.found:
            yield Finding(BROKEN, image.target, image.line)


def _bare(address: str) -> str:
    return address.removeprefix("mailto:").removeprefix("https://").removeprefix("http://").rstrip("/").casefold()
