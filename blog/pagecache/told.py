"""What a view tells of its page to the cache in front, if there is one: what it shows, and how long by the clock."""

from dataclasses import dataclass, field
from datetime import datetime

from django.http import HttpRequest

from blog.pagecache.keys import Kind

PLACE = "parley.told"  # in the WSGI environment
_NEVER = float("inf")


@dataclass(slots=True)
class Told:
    """`kind` is set when a page for readers has answered. `until` is when the page is another by the clock, `ends` when
    it may be shown no longer, even with the database away: seconds since 1970. `post` is what is read, by (blog, post).
    `refused` says that nobody was asked: more people came than can be served.
    """

    kind: Kind | None = None
    tags: set[str] = field(default_factory=set)
    until: float = _NEVER
    ends: float = _NEVER
    post: tuple[int, int] | None = None
    refused: bool = False

    def shows(self, *tags: str) -> None:
        self.tags.update(tags)

    def lasts(self, *moments: datetime | None) -> None:
        """At each of these something on the page changes."""
        self.until = min(self.until, *(moment.timestamp() for moment in moments if moment), _NEVER)

    def goes(self, *moments: datetime | None) -> None:
        """At each of these something is taken from the page."""
        self.ends = min(self.ends, *(moment.timestamp() for moment in moments if moment), _NEVER)
        self.lasts(*moments)


def told(request: HttpRequest) -> Told | None:
    """Where to tell; None where nobody listens, and nothing need be found out."""
    return request.META.get(PLACE)
