"""Authors' posts: all of Markdown that a good article needs, and nothing that could run.

Headings (the highest is a level below the post's title), tables, fenced code coloured by Pygments, footnotes,
definition lists, abbreviations, images with captions, quotations with their source, tables of contents, cards for
videos and posts from elsewhere, and `{: lang=ar dir=rtl }` behind a paragraph in another language. Raw HTML is shown
as text: a source stays Markdown, whoever wrote or imported it.

Of the attributes that may be written in braces, only `lang`, `dir`, an image's `width` and `height`, and an `id` that
begins with "s-" come through: no name given there can take the place of a part of the page (DOM clobbering).
"""

import logging
import re
from collections.abc import Mapping

from markdown import Markdown

from blog.markup.addresses import link, local
from blog.markup.bounds import POST, Patience, TooMuch, limit_time, within
from blog.markup.clean import Allowed, clean, typed
from blog.markup.colours import CLASSES, Colours
from blog.markup.embeds import CLASSES as EMBED_CLASSES
from blog.markup.embeds import REL as EMBED_REL
from blog.markup.embeds import WORDS
from blog.markup.excerpts import MORE
from blog.markup.fences import take_out_code
from blog.markup.pictures import OWN_IMAGE, SIZES, TYPES, OwnImage, is_srcset
from blog.markup.shapes import Footnotes, Shapes, Tables
from blog.markup.text import normalise

log = logging.getLogger(__name__)

SECONDS = 10.0  # of a core, for Markdown; what the bounds let through takes a fifth of it

_ID = re.compile(r"^(?:fn\d*|fnref\d*):[\w-]{1,60}$|^s-[\w-]{1,80}$")
_CLASSES = CLASSES | {"highlight", "footnote", "footnote-ref", "footnote-backref", "toc"} | EMBED_CLASSES
_LANGUAGE = re.compile(r"^[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,3}$")
_NUMBER = re.compile(r"^\d{1,5}$")
_VALUES = {
    "align": ("left", "right", "center"),
    "dir": ("ltr", "rtl", "auto"),
    "loading": ("lazy",),
    "decoding": ("async",),
    "type": tuple(TYPES.values()),
    "scope": ("col", "row"),
    "target": ("_blank",),
    "rel": (EMBED_REL,),
    "role": ("doc-endnotes", "doc-noteref", "doc-backlink"),
}
_TEXT = frozenset({"lang", "dir"})
_BLOCKS = "p blockquote ul ol li dl dt dd table td th h2 h3 h4 h5 h6 figure figcaption cite em strong".split()


def _judge(tag: str, name: str, value: str) -> str | None:
    if name == "href":
        return value if value.startswith("#") and _ID.match(value[1:]) or local(value) else link(value)
    if name == "src":
        return value if OWN_IMAGE.match(value) else None
    if name == "srcset":
        return value if is_srcset(value) else None
    if name == "class":
        return value if _CLASSES.issuperset(value.split()) else None
    if name in _VALUES:
        return value if value in _VALUES[name] else None
    shapes = {"id": _ID, "lang": _LANGUAGE, "width": _NUMBER, "height": _NUMBER, "sizes": SIZES}
    return value if name not in shapes or shapes[name].match(value) else None


_ATTRIBUTES = {tag: _TEXT for tag in _BLOCKS} | {
    **{f"h{level}": _TEXT | {"id"} for level in range(2, 7)},
    "a": frozenset({"href", "title", "class", "role", "target", "rel"}),
    "abbr": frozenset({"title"}),
    "blockquote": _TEXT,
    "code": frozenset({"class"}),
    "div": frozenset({"class", "role"}),
    "img": frozenset({"src", "alt", "title", "width", "height", "loading", "decoding"}),
    "li": _TEXT | {"id"},
    "pre": frozenset(),
    "picture": frozenset(),
    "source": frozenset({"type", "srcset", "sizes"}),
    "span": frozenset({"class"}),
    "sup": frozenset({"id"}),
    "td": _TEXT | {"align"},
    "th": _TEXT | {"align", "scope"},
}
ALLOWED = Allowed(
    tags=frozenset(_ATTRIBUTES) | {"br", "hr", "thead", "tbody", "tr", "footer", "del", "s"},
    attributes=_ATTRIBUTES,
    judge=_judge,
    rel="noopener",
    rels=frozenset({EMBED_REL}),
)


def render_post(
    text: str, *, images: Mapping[str, OwnImage] | None = None, words: Mapping[str, str] | None = None
) -> str:
    """The HTML of a post, safe and in bounded time. `images` are the blog's own that it shows, by key: their sizes keep
    the shape of a page while they load. `words` are those of `embeds.WORDS` in the blog's language. Never raises: what
    is too tangled to parse is shown as typed."""
    text = normalise(text).replace(MORE, "")
    try:
        return clean(_parse(text, images or {}, words or WORDS), ALLOWED)
    except (RecursionError, TooMuch):
        pass
    except Exception as error:  # a mistake of the parser's: an author's text is not lost for it
        log.warning("A post is shown as typed: %s in Markdown", type(error).__name__)
    return typed(text, ALLOWED)


def render_teaser(
    text: str, *, images: Mapping[str, OwnImage] | None = None, words: Mapping[str, str] | None = None
) -> str:
    """The HTML of what stands above the author's MORE mark, or "" where there is none."""
    above, mark, _below = normalise(text).partition(MORE)
    return render_post(above, images=images, words=words) if mark else ""


def _parse(text: str, images: Mapping[str, OwnImage], words: Mapping[str, str]) -> str:
    if not within(POST, text):
        raise TooMuch
    own = [Tables(), Footnotes(), Shapes(images, words)]
    md = Markdown(extensions=["sane_lists", "def_list", "abbr", "attr_list", *own])
    take_out_code(md, Colours())
    md.preprocessors.deregister("html_block")
    md.inlinePatterns.deregister("html")
    limit_time(md, Patience(SECONDS))
    return md.convert(text)
