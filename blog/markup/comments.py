"""Members' comments: the part of Markdown that a conversation needs.

Paragraphs and line breaks, emphasis, code, fenced code, quotes, lists, links; bare addresses become links. No images,
no raw HTML, no headings: a comment is no place for a layout, and every pattern left out is work that can't be forced.
"""

from markdown import Markdown

from blog.markup.bounds import COMMENT, within
from blog.markup.clean import Allowed, clean, link
from blog.markup.text import HTML_LIMIT, normalise, plain

REL = "ugc nofollow noopener"


def _judge(tag: str, name: str, value: str) -> str | None:
    if name == "href":
        return link(value)
    return value if name == "title" else None


ALLOWED = Allowed(
    tags=frozenset({"p", "br", "em", "strong", "code", "pre", "blockquote", "ul", "ol", "li", "a"}),
    attributes={"a": frozenset({"href", "title"})},
    judge=_judge,
    rel=REL,
)


def render_comment(text: str) -> str:
    """The HTML of a comment: safe, at most HTML_LIMIT bytes, in bounded time. Never raises: a text too tangled to parse
    is shown as it was typed."""
    text = normalise(text)
    html = clean(_parse(text), ALLOWED)
    if len(html.encode()) > HTML_LIMIT:
        html = clean(plain(text), ALLOWED)
    return html


def _parse(text: str) -> str:
    if not within(COMMENT, text):
        return plain(text)
    # Typed HTML is text: with "html" and "html_block" gone, Markdown escapes it.
    md = Markdown(extensions=["fenced_code", "sane_lists", "nl2br"])
    md.preprocessors.deregister("html_block")
    for name in (
        "html",
        "image_link",
        "image_reference",
        "short_image_ref",
        "reference",
        "short_reference",
        "automail",
    ):
        md.inlinePatterns.deregister(name)
    for name in ("hashheader", "setextheader", "hr", "reference"):
        md.parser.blockprocessors.deregister(name)
    try:
        return md.convert(text)
    except RecursionError:
        return plain(text)
