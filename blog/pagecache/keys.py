"""What makes two requests one: scheme, host, path, and of the query only what means something at that page."""

from dataclasses import dataclass

from django.http import QueryDict

_LONGEST = 2_000  # characters of a query; no link of ours is longer
_MOST = 200  # parameters


@dataclass(frozen=True, slots=True)
class Kind:
    """What a page is made of besides its path.

    `numbers` are parameters of the query of which one counts, the first that is there; `words` count all. `keep` is
    whether the page may be stored.
    """

    numbers: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    keep: bool = True


def meaning(query: str, kind: Kind) -> str:
    """The query without what means nothing at such a page: in one order, each once. "" for none."""
    if not query or not (kind.numbers or kind.words) or len(query) > _LONGEST or query.count("&") > _MOST:
        return ""
    # As WSGI has it, each character is a byte.
    said, meant = QueryDict(query.encode("latin-1", "replace")), QueryDict(mutable=True)
    for name in kind.numbers:
        if name in said:
            value = said[name]
            plain = value.isascii() and value.isdigit() and len(value) < 18
            meant[name] = str(int(value)) if plain else value
            break
    for name in kind.words:
        if name in said:
            meant[name] = said[name]
    return meant.urlencode()
