"""The front around Django's application, as the settings will have it."""

from collections.abc import Callable

from django.conf import settings

from blog.pagecache import house
from blog.pagecache.front import Front
from blog.pagecache.members import Members
from blog.pagecache.memory import Memory
from blog.pagecache.reads import Counter
from blog.pagecache.shelf import Shelf
from blog.watching.metrics import KEPT
from blog.watching.tally import tally

ROWS = 20_000  # answers in memory: one for each way of asking for a page
STALE = 86_400  # seconds a cache in front may go on giving a page while we don't answer


def front(app, line: Callable = lambda app: app, **instead):
    """`app` behind the pages that are kept, and behind `line` whatever asks the database; that alone where none are."""
    chosen = settings.PAGE_CACHE
    if not chosen["on"]:
        return line(app)
    house.build()
    parts = {
        "house": house,
        "memory": Memory(chosen["memory"], ROWS),
        "shelf": Shelf(chosen["directory"], chosen["disk"]),
        "locks": chosen["directory"] / "turns",
        "policy": policy(chosen["shared_seconds"]),
        "reads": Counter(),
        "given": tally(settings.METRICS_DIRECTORY, KEPT),
        "scheme": settings.SECURE_PROXY_SSL_HEADER[0] if settings.SECURE_PROXY_SSL_HEADER else "",
        "for_cdn": chosen["shared_seconds"] > 0,
    }
    return Front(line(Members(app, house.generations())), **parts | instead)


def policy(shared_seconds: int) -> str:
    """The Cache-Control of a page: everybody asks again each time, unless the owner has said how long they need not."""
    if shared_seconds <= 0:
        return "public, max-age=0, must-revalidate"
    return (
        f"public, max-age=0, s-maxage={shared_seconds}, stale-while-revalidate={shared_seconds}, stale-if-error={STALE}"
    )
