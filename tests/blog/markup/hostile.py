"""Kinds of text made to be slow, deep or large: each a function of a length in characters."""

PIECES = {
    "brackets": "[",
    "brackets and letters": "[a",
    "image brackets": "![",
    "nested images": "![[]()",
    "links unclosed": "[a](b",
    "links with an angle": "[a](<b",
    "links opened": "[a](",
    "brackets and parentheses": "[ (",
    "closing brackets": "]",
    "references": "[a][b]",
    "definitions": "[a]: b\n",
    "footnotes": "[^a]",
    "footnote definitions": "[^a]: b\n\n",
    "abbreviations": "*[a]: b\n",
    "cdata": "<![CDATA[",
    "comments": "<!--",
    "declarations": "<!a ",
    "processing": "<?a ",
    "anchors": "<a ",
    "open tags": "<b>",
    "nested lists in HTML": "<ul><li>",
    "nested tables in HTML": "<table><tr><td>",
    "bold, link, paragraph": "<b><a><p>",
    "autolinks": "<http://a",
    "mail": "a@a.a ",
    "angles": "<",
    "closing angles": ">",
    "quotes": "> ",
    "quotes and lists": "> - ",
    "dashes": "- ",
    "stars and spaces": "* ",
    "pluses": "+ ",
    "numbers": "1. ",
    "numbered lines": "1. a\n",
    "deeper lists": "- a\n    ",
    "setext": "a\n=\n",
    "setext dashes": "a\n-\n",
    "hashes": "#",
    "headings": "# a\n",
    "rules": "---\n",
    "stars": "*",
    "underscores": "_",
    "tildes": "~",
    "backticks": "`",
    "backticks and letters": "`a",
    "fences": "```\n",
    "fences unclosed": "```a\nb\n",
    "emphasis opened": "*a ",
    "strong opened": "**a ",
    "emphasis closed": "a* ",
    "mixed emphasis": "*a_b ",
    "triple emphasis": "***a",
    "escapes": "\\",
    "escaped stars": "\\*",
    "entities": "&amp;",
    "ampersands": "&",
    "numbered entities": "&#1;",
    "tables": "|a",
    "table rows": "|a|b|\n|-|-|\n",
    "colons": ":   a\n",
    "definition lists": "a\n:   b\n\n",
    "attributes": "{: a=b }",
    "attributes unclosed": "{: ",
    "addresses": "http://a.a/",
    "addresses and parentheses": "http://a.a/(",
    "www": "www.a.",
    "blank lines": "\n",
    "spaces": " ",
    "tabs": "\t",
    "spaces and letters": "        a\n",
    "letters": "a",
    "words": "word ",
    "astral": "\U0001f600",
    "combining": "e\u0301\u0323",
    "byte order marks": "\ufeff",
    "carriage returns": "\r",
}
WRAPPED = {
    "balanced brackets": ("[", "]"),
    "balanced parentheses": ("[a](", ")"),
    "nested emphasis": ("*a **b ", "** *"),
    "nested strong": ("**a ", " a**"),
    "nested quotes and code": ("> `", "`"),
}


def texts(length: int):
    """(name, text) of every kind at about this length, with an end that makes parsers look back."""
    for name, piece in PIECES.items():
        yield name, (piece * (length // len(piece) + 1))[: length - 1] + "a"
    for name, (left, right) in WRAPPED.items():
        count = length // (len(left) + len(right))
        yield name, left * count + right * count


def lined(piece: str, length: int) -> str:
    """The piece again and again, in lines that are not too long."""
    line = piece * (5_500 // len(piece)) + "\n"
    return (line * (length // len(line) + 1))[:length]


# As much as the bounds of a comment let through: what has to be fast is what is parsed, not what is turned away.
ALLOWED = {
    "brackets": "[" * 50 + "a" * 5_900,
    "brackets within brackets": "[" * 100 + "a" * 4_700 + "]" * 100,
    "image brackets": "![" * 50 + "a" * 5_900,
    "links unclosed": "[a](b" * 50 + "c" * 5_700,
    "links with an angle": "[a](<b" * 50 + "c" * 5_700,
    "links closed late": "[a](b" * 50 + "c" * 5_600 + ")" * 50,
    "references": "[a][b]" * 50 + "c" * 4_500,
    "definitions": "[a]: b\n" * 100,
    "brackets in many paragraphs": ("[" * 10 + "a" * 900 + "\n\n") * 10,
    "emphasis": "*a **b " * 190 + "c" * 4_000,
    "emphasis in many paragraphs": ("*a _b " * 90 + "\n\n") * 16,
    "cdata": "<![CDATA[" * 50,
    "cdata without brackets": "<!CDATA" * 390,
    "anchors": "<a b='" * 400,
    "nested quotes": ("> " * 12 + "a\n") * 160,
    "nested lists": ("- " * 12 + "a\n") * 160,
    "nested numbers": ("1. " * 12 + "a\n") * 160,
    "quotes and lists": ("> - " * 6 + "a\n") * 160,
    "lists growing deeper": "".join(" " * 4 * (level % 12) + "- a\n" for level in range(380)),
    "loose lists": "- a\n\n" * 490,
    "lines": "a\n" * 990,
    "lines of one list": "- a\n" * 990,
    "addresses": lined("www.a ", 9_900),
    "addresses in parentheses": lined("(www.a) ", 9_900),
    "long addresses": lined("http://a.bc/" + "(" * 900 + " ", 9_900),
    "addresses that end in signs": lined("http://a.bc/" + "!a" * 450 + "! ", 9_900),
    "entities": lined("&amp;", 9_900),
    "signs": "& <" * 390 + "&" * 50,
    "code spans": lined("`a`` ", 9_900),
    "fences": "```\na\n```\n" * 330,
    "fences unclosed": "~~~\n```\n" * 490,
    "escapes": lined("\\*", 1_200),
}


def allowed():
    """(name, text) of kinds of comments right below the bounds."""
    yield from ALLOWED.items()


def posts(length: int):
    """(name, text) of kinds of posts that are hostile by being large, or by what grows out of them."""
    paragraph = "A *word* and `code`, a [link](https://example.org/a), a note[^1]. " * 6 + "\n\n"
    kinds = {
        "abbreviations with long meanings": ("*[a]: " + "x" * 499 + "\n\n", "a "),
        "references with long addresses": ("[a]: http://x.y/" + "x" * 480 + "\n\n", "[a] " * 9 + "\n\n"),
        "notes used again and again": ("[^a]: note\n\n", "x[^a] " * 20 + "\n\n"),
        "abbreviations": ("".join(f"*[w{number}]: t\n" for number in range(490)) + "\n", "w5 " * 60 + "\n\n"),
        "equal headings": ("", "# a\n\n"),
        "fences": ("", "```\nx\n```\n"),
        "fences unclosed": ("", "~~~\n```\n"),
        "rows": ("|a|b|c|\n|-|-|-|\n", "|1|2|3|\n"),
        "columns": ("|" + "a|" * 2_000 + "\n|" + "-|" * 2_000 + "\n", "|1|\n"),
        "definition lists": ("", "T\n:   d\n\n"),
        "rules": ("", "---\n"),
        "setext": ("", "a\n=\n"),
        "items": ("", "- a\n"),
        "loose items": ("", "- a\n\n"),
        "nested items": ("", "- a\n    - b\n        - c\n"),
        "items within items": ("", "- - - - - - a\n"),
        "quotes": ("", "> a\n"),
        "paragraphs": ("", "a\n\n"),
        "attributes": ("", "a\n{: lang=ar dir=rtl }\n\n"),
        "emphasis": ("", "*a **b** c* " * 150 + "\n\n"),
        "brackets": ("", "[" * 20 + "a" * 1_000 + "\n\n"),
        "images": ("", '![a](/images/k/n.png "t")\n\n'),
        "code": ("```python\n", "x = [1, 2, 'a']\n"),
        "indented code": ("", "    x = 1\n"),
        "ampersands": ("", "&" * 50 + " "),
        "lines that begin as a table": ("", "|" * 19_000 + "\n-a\n\n"),
        "honest paragraphs": ("[^1]: A note.\n\n", paragraph),
    }
    for name, (start, piece) in kinds.items():
        yield name, (start + piece * (length // len(piece) + 1))[:length]
