"""How a text begins, in plain words: what is shown of it to people who may not read it whole."""

from html.parser import HTMLParser

PARAGRAPHS, LETTERS = 2, 600  # of a text in which its author set no mark
_UNREAD = ("sup", "script", "style")  # marks of footnotes; the others never come through the sanitizers


def beginning_of(html: str, teaser: str = "") -> str:
    """The paragraphs with which rendered HTML begins, as plain text (to be escaped), an empty line between them.

    Of a text with a teaser (the HTML above its author's mark), all of that; else its first two paragraphs, 600 letters
    at most. Images, tables, code and headings are left out: words alone tell what a text is about.
    """
    reader = _Paragraphs()
    reader.feed(teaser or html)
    if teaser:
        return "\n\n".join(reader.found)
    return _cut("\n\n".join(reader.found[:PARAGRAPHS]))


def _cut(text: str) -> str:
    if len(text) <= LETTERS:
        return text
    return text[:LETTERS].rsplit(maxsplit=1)[0] + " …"


class _Paragraphs(HTMLParser):
    """The text of each `p`, in order."""

    def __init__(self):
        super().__init__()
        self.found: list[str] = []
        self._words: list[str] | None = None
        self._unread = 0

    def handle_starttag(self, tag, attrs):
        if tag == "p":
            self._words = []
        self._unread += tag in _UNREAD
        if tag == "br" and self._words is not None:
            self._words.append(" ")

    def handle_endtag(self, tag):
        self._unread -= tag in _UNREAD
        if tag == "p" and self._words is not None:
            if words := " ".join("".join(self._words).split()):
                self.found.append(words)
            self._words = None

    def handle_data(self, data):
        if self._words is not None and not self._unread:
            self._words.append(data)
