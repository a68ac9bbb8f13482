"""Authors' posts: all of Markdown that a good article needs, and nothing that could run.

Headings (the highest is a level below the post's title), tables, fenced code coloured by Pygments, footnotes,
definition lists, abbreviations, images with captions, quotations with their source, and `{: lang=ar dir=rtl }` behind a
paragraph in another language. Raw HTML is shown as text: a source stays Markdown, whoever wrote or imported it.
"""

import re
from collections.abc import Mapping

from markdown import Markdown
from markdown.extensions.codehilite import CodeHiliteExtension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.toc import TocExtension

from blog.markup.bounds import POST, within
from blog.markup.clean import Allowed, clean, link
from blog.markup.excerpts import MORE
from blog.markup.shapes import OWN_IMAGE, Shapes, heading_id
from blog.markup.text import normalise, plain

_ID = re.compile(r"^(?:fn\d*|fnref\d*):[\w-]{1,60}$|^s-[\w-]{1,80}$")
_CLASS = re.compile(r"^(?:highlight|footnote|footnote-ref|footnote-backref|[a-z]{1,2}\d?)$")  # last: Pygments' tokens
_LANGUAGE = re.compile(r"^[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,3}$")
_NUMBER = re.compile(r"^\d{1,5}$")
_VALUES = {
    "align": ("left", "right", "center"),
    "dir": ("ltr", "rtl", "auto"),
    "loading": ("lazy",),
    "scope": ("col", "row"),
    "role": ("doc-endnotes", "doc-noteref", "doc-backlink"),
}
_TEXT = frozenset({"lang", "dir"})
_BLOCKS = "p blockquote ul ol li dl dt dd table td th h2 h3 h4 h5 h6 figure figcaption cite em strong".split()


def _judge(tag: str, name: str, value: str) -> str | None:
    if name == "href":
        return value if value.startswith("#") and _ID.match(value[1:]) or _local(value) else link(value)
    if name == "src":
        return value if OWN_IMAGE.match(value) else None
    if name == "class":
        return value if all(_CLASS.match(word) for word in value.split()) else None
    if name in _VALUES:
        return value if value in _VALUES[name] else None
    shapes = {"id": _ID, "lang": _LANGUAGE, "width": _NUMBER, "height": _NUMBER}
    return value if name not in shapes or shapes[name].match(value) else None


def _local(value: str) -> bool:
    """A path of this blog: one slash at its start, and nothing a browser would read as a host."""
    return bool(re.match(r"^/(?![/\\])[^\s\\]*$", value))


_ATTRIBUTES = {tag: _TEXT for tag in _BLOCKS} | {
    **{f"h{level}": _TEXT | {"id"} for level in range(2, 7)},
    "a": frozenset({"href", "title", "class", "role"}),
    "abbr": frozenset({"title"}),
    "blockquote": _TEXT,
    "code": frozenset({"class"}),
    "div": frozenset({"class", "role"}),
    "img": frozenset({"src", "alt", "title", "width", "height", "loading"}),
    "li": _TEXT | {"id"},
    "pre": frozenset(),
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
)


def render_post(text: str, *, sizes: Mapping[str, tuple[int, int]] | None = None) -> str:
    """The HTML of a post, safe and in bounded time. `sizes` are width and height in pixels of its images by key, so
    that a page keeps its shape while they load. Never raises: what is too tangled to parse is shown as typed."""
    text = normalise(text).replace(MORE, "")
    return clean(_parse(text, sizes or {}), ALLOWED)


def render_teaser(text: str, *, sizes: Mapping[str, tuple[int, int]] | None = None) -> str:
    """The HTML of what stands above the author's MORE mark, or "" where there is none."""
    above, mark, _below = normalise(text).partition(MORE)
    return render_post(above, sizes=sizes) if mark else ""


def _parse(text: str, sizes: Mapping[str, tuple[int, int]]) -> str:
    if not within(POST, text):
        return plain(text)
    md = Markdown(
        extensions=[
            "fenced_code",
            "tables",
            "sane_lists",
            "def_list",
            "abbr",
            "attr_list",
            CodeHiliteExtension(guess_lang=False, css_class="highlight"),
            FootnoteExtension(BACKLINK_TEXT="↩", BACKLINK_TITLE=""),
            TocExtension(slugify=heading_id, marker=""),
            Shapes(sizes),
        ]
    )
    md.preprocessors.deregister("html_block")
    md.inlinePatterns.deregister("html")
    try:
        return md.convert(text)
    except RecursionError:
        return plain(text)
