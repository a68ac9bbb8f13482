"""Members' comments: the part of Markdown that a conversation needs.

Paragraphs and line breaks, emphasis, code, fenced code, quotes, lists, links; bare addresses become links. No images,
no raw HTML, no headings: a comment is no place for a layout, and every pattern left out is work that can't be forced.
"# One" stays "# One": a heading in a comment would stand in the outline of somebody else's page.
"""

import logging

from markdown import Markdown

from blog.markup.addresses import link
from blog.markup.bounds import COMMENT, Patience, TooMuch, limit_time, within
from blog.markup.clean import Allowed, clean, typed
from blog.markup.fences import take_out_code
from blog.markup.prose import is_prose
from blog.markup.text import COMMENT_LIMIT, HTML_LIMIT, normalise, plain

log = logging.getLogger(__name__)

REL = "ugc nofollow noopener"
SECONDS = 2.0  # of a core; the worst that is known takes a tenth of it


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
    """The HTML of a comment: safe, in bounded time, and of a text of COMMENT_LIMIT characters at most HTML_LIMIT bytes.
    Never raises: a text too tangled to parse is shown as it was typed."""
    text = normalise(text)
    return typed(text, ALLOWED) if is_prose(text) else parsed(text)


def parsed(text: str) -> str:
    """The same of a normalised text, whatever it has in it."""
    for parse in (_parse, _unparsed):
        try:
            html = clean(parse(text), ALLOWED)
        except (RecursionError, TooMuch):
            continue
        except Exception as error:  # a mistake of the parser's: nobody's text is lost for it
            log.warning("A comment is shown as typed: %s in Markdown", type(error).__name__)
            continue
        if len(html.encode()) <= HTML_LIMIT:
            return html
    return typed(text, ALLOWED)


def _parse(text: str) -> str:
    if not within(COMMENT, text):
        raise TooMuch
    # Typed HTML is text: with "html" and "html_block" gone, Markdown escapes it.
    md = Markdown(extensions=["sane_lists", "nl2br"])
    take_out_code(md)
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
    limit_time(md, Patience(SECONDS))
    return md.convert(text)


def _unparsed(text: str) -> str:
    if len(text) > COMMENT_LIMIT:
        raise TooMuch
    return plain(text)
