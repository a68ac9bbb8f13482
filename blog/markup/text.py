"""Plain text: what a source is before it is parsed, and what is shown when it may not be parsed."""

import html
import re
import unicodedata

VERSION = 2  # of the renderer, kept with every comment: a change of output raises it
COMMENT_LIMIT = 10_000  # characters, after normalising
HTML_LIMIT = 64 * 1024  # bytes of a comment's HTML

# Controls that mean nothing in a text, or turn it around: C0 and C1 without tab and newline, soft hyphen, byte order
# mark, zero-width space, word joiner, bidirectional controls, line and paragraph separators become nothing.
# U+200C and U+200D stay: Persian, the scripts of India and emoji need them.
MEANINGLESS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]"
)
_LONE_SURROGATES = re.compile("[\ud800-\udfff]")


def normalise(text: str) -> str:
    """The source as it is stored: composed (NFC), ends of lines as one newline, no control that means nothing."""
    text = _LONE_SURROGATES.sub("\ufffd", text)
    text = re.sub("\r\n?|[\u2028\u2029\u0085]", "\n", text)
    return unicodedata.normalize("NFC", MEANINGLESS.sub("", text))


def plain(text: str) -> str:
    """The text itself as HTML: escaped, in paragraphs, with its lines kept. Linear in its length."""
    paragraphs = (part.strip("\n") for part in re.split(r"\n[ \t]*\n", text))
    return "\n".join(
        f"<p>{html.escape(part, quote=False).replace(chr(10), '<br>' + chr(10))}</p>"
        for part in paragraphs
        if part.strip()
    )
