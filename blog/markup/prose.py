"""Plain prose: words and sentences in paragraphs, in which Markdown finds nothing to do.

Most of what people say in comments is that. Its HTML is known without parsing, which takes fifty times as long.
"""

import re

# Every line begins with a letter (so it is no list, no quote, no code), and has no character by which Markdown, HTML
# or an address could begin. What has another is parsed, and comes out the same if it was prose all the same.
_LINE = r"[^\W\d_](?:[^\W_]|[ .,;:!?'\"()%€$‘’“”„«»‹›–—…-])*(?<! )"
_PROSE = re.compile(rf"{_LINE}(?:\n{{1,2}}{_LINE})*")


def is_prose(text: str) -> bool:
    """Whether the HTML of a normalised text is that of text.plain, by every renderer of ours."""
    return bool(_PROSE.fullmatch(text)) and "www." not in text.lower()
