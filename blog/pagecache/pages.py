"""A page as it is kept, and as it is given out."""

import hashlib
from dataclasses import dataclass, field

from blog.pagecache.tags import slot

FRESH = "parley; hit"  # RFC 9211
# What an answer for readers may say in its head. Whatever else a request brought about (its number, how long it took)
# is of that request alone.
_KEPT_HEADERS = frozenset(
    """
    content-type content-language content-security-policy cross-origin-opener-policy last-modified link
    permissions-policy referrer-policy strict-transport-security x-content-type-options x-frame-options x-robots-tag
    """.split()
)
_OF_304 = frozenset(("cache-control", "cache-tag", "etag", "last-modified", "surrogate-key", "vary"))


@dataclass(slots=True)
class Page:
    """`forms` are its bytes by Content-Encoding. `as_of` is the sequence of generations it was made at, `made_at`,
    `until` and `ends` are seconds since 1970 (see Told). `house` and `build` say by which generations and by which
    code: of another build it is no longer good, of another house nothing is known of it.
    """

    key: str
    headers: list[tuple[str, str]]
    forms: dict[str, bytes]
    tags: tuple[str, ...]
    as_of: int
    made_at: float
    until: float
    ends: float
    post: tuple[int, int] | None = None
    house: str = ""
    build: str = ""
    checked: int = -1  # the sequence at which it was last found good
    slots: tuple[int, ...] = field(init=False)

    def __post_init__(self):
        self.slots = tuple({slot(tag) for tag in self.tags})

    @property
    def size(self) -> int:
        """Bytes, about."""
        return sum(map(len, self.forms.values())) + 2_000


@dataclass(slots=True)
class Answer:
    """One form of a page, ready to be given out: nothing of it is made anew for a reader.

    `post` is what is read by it, by (blog, post); who asks for the head alone reads nothing.
    """

    page: Page
    etag: str
    headers: list[tuple[str, str]]
    brief: list[tuple[str, str]]  # of a 304
    body: list[bytes]
    post: tuple[int, int] | None


def answer(page: Page, form: str, *, head: bool = False, status: str = FRESH, age: int | None = None) -> Answer:
    body = page.forms[form]
    etag = f'"{hashlib.blake2b(body, digest_size=16).hexdigest()}"'
    headers = [*page.headers, ("ETag", etag), ("Cache-Status", status)]
    if age is not None:
        headers.append(("Age", str(age)))
    if form:
        headers.append(("Content-Encoding", form))
    brief = [(name, value) for name, value in headers if name.lower() in _OF_304 or name == "Cache-Status"]
    headers.append(("Content-Length", str(len(body))))
    return Answer(page, etag, headers, brief, [] if head else [body], None if head else page.post)


def kept_headers(headers: list[tuple[str, str]], tags: tuple[str, ...], policy: str, *, for_cdn: bool) -> list:
    """Those of an answer that are kept with its page, with what is said to caches in front."""
    kept = [(name, value) for name, value in headers if name.lower() in _KEPT_HEADERS]
    kept += [("Cache-Control", policy), ("Vary", "Accept-Encoding")]
    if for_cdn:
        kept += [("Surrogate-Key", " ".join(tags)), ("Cache-Tag", ",".join(tags))]
    return kept


def is_for_everybody(headers: list[tuple[str, str]]) -> bool:
    """Whether nothing in the head of an answer says that it is one person's."""
    for name, value in headers:
        name, value = name.lower(), value.lower()
        if name == "set-cookie" or (name == "vary" and ("cookie" in value or "*" in value or "auth" in value)):
            return False
        if name == "cache-control" and ("private" in value or "no-store" in value):
            return False
    return True


def matches(asked: str, etag: str) -> bool:
    """Whether an If-None-Match names this form, weakly compared."""
    return asked.strip() == "*" or etag in (one.strip().removeprefix("W/") for one in asked.split(","))
