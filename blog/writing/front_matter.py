"""Markdown with front matter: a file of a post or page as people keep it for Jekyll, Hugo, or us. Pure.

YAML between lines of `---`, or TOML between lines of `+++`. Every value is read as it was typed ("no" is no falsehood,
and a date stays text until somebody asks for one), of the shapes that front matter has: a word, or a list of words.
"""

import tomllib
from datetime import date, datetime

import yaml

FENCES = {"---": ("---", "..."), "+++": ("+++",)}
NULL = "tag:yaml.org,2002:null"
_LONG = 10_000  # no line is folded: files are compared line by line
LARGEST = 64 * 1024  # characters of front matter: the parser is slow, and nobody's is so long
DEEPEST = 20  # lists in lists, of which we read none


class BadFile(Exception):
    """What is wrong with a file, in a sentence; `line` is where, 0 for nowhere in particular."""

    def __init__(self, sentence: str, line: int = 0):
        super().__init__(f"line {line}: {sentence}" if line else sentence)


def parted(text: str) -> tuple[dict[str, str | list[str]], str]:
    """The front matter by key, in lower case, and the body. A file without any is all body. Raises BadFile."""
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
    if lines[0].rstrip() not in FENCES:
        return {}, "\n".join(lines)
    fence = lines[0].rstrip()
    end = next((place for place, line in enumerate(lines[1:], 1) if line.rstrip() in FENCES[fence]), None)
    if end is None:
        raise BadFile(
            f"The front matter that {fence} opens is never closed: put {fence} on a line of its own below it.", 1
        )
    head, body = "\n".join(lines[1:end]), "\n".join(lines[end + 1 :])
    if len(head) > LARGEST:
        raise BadFile(f"The front matter is longer than {LARGEST} characters. Is {fence} where it ends?")
    try:
        return (_yaml(head) if fence == "---" else _toml(head)), body.removeprefix("\n")
    except RecursionError:
        raise BadFile("The front matter is nested too deeply: take a list in a list in a list out of it.") from None


def joined(fields: dict[str, str | list[str]], body: str) -> str:
    """The file of these fields, those that are empty left out, and this body: `parted` gives them back."""
    said = {key: value for key, value in fields.items() if value not in ("", [])}
    head = yaml.safe_dump(said, allow_unicode=True, sort_keys=False, width=_LONG) if said else ""
    return f"---\n{head}---\n\n{body}"


class _Loader(yaml.SafeLoader):
    """Ends at lists in lists in lists: for each, PyYAML looks through all that are open, a second for a line."""

    def fetch_flow_collection_start(self, token):
        if self.flow_level == DEEPEST:
            raise RecursionError
        super().fetch_flow_collection_start(token)


def _yaml(text: str) -> dict[str, str | list[str]]:
    try:
        top = yaml.compose(text, Loader=_Loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or "it can’t be read"
        raise BadFile(f"The front matter is no YAML: {problem}.", mark.line + 2 if mark else 0) from None
    if top is None:
        return {}
    if not isinstance(top, yaml.MappingNode):
        raise BadFile("The front matter has no fields: write one on each line, like “title: On reading”.", 2)
    found = {}
    for key, value in top.value:
        line, name = key.start_mark.line + 2, str(key.value).lower()
        if name in found:
            raise BadFile(f"“{name}” stands there twice: take one of them out.", line)
        found[name] = _plain(value)
    return {name: value for name, value in found.items() if value is not None}


def _plain(node) -> str | list[str] | None:
    """A word or a list of words; None for what is neither, which says nothing to us."""
    if isinstance(node, yaml.ScalarNode):
        return "" if node.tag == NULL else node.value
    if isinstance(node, yaml.SequenceNode) and all(isinstance(item, yaml.ScalarNode) for item in node.value):
        return [item.value for item in node.value]
    return None


def _toml(text: str) -> dict[str, str | list[str]]:
    try:
        top = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadFile(f"The front matter is no TOML: {error}.") from None
    found = {}
    for name, value in top.items():
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            found[name.lower()] = value
        elif isinstance(value, bool):
            found[name.lower()] = str(value).lower()
        elif isinstance(value, datetime | date):
            found[name.lower()] = value.isoformat()
        elif isinstance(value, str | int | float):
            found[name.lower()] = str(value)
    return found
