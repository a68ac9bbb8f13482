"""How often posts are read: counted in memory, added up in the database now and then. Of who read, nothing is kept."""

import logging
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from multiprocessing.util import Finalize

from django.db import DatabaseError, connection, transaction
from django.db.models import F

from blog.models import Post, Reads

log = logging.getLogger(__name__)

EVERY = 30  # seconds
# What programs that read pages call themselves by, beside their names.
_PROGRAMS = (
    "bot crawl spider slurp preview monitor uptime pingdom lighthouse headless feed rss scan validator fetch curl wget "
    "python go-http java/ okhttp httpclient libwww perl ruby php scrapy http:// https:// phantomjs wrk apachebench"
).split()


@lru_cache(maxsize=1024)
def is_person(agent: str) -> bool:
    """Whether a browser calls itself so, rather than a program."""
    agent = agent[:500].lower()
    return "mozilla/" in agent and not any(word in agent for word in _PROGRAMS)


class Counter:
    """Of one process."""

    def __init__(self, today: Callable[[], datetime] = lambda: datetime.now(UTC)):
        self._today, self._counts = today, {}
        self._thread = None

    def count(self, post: tuple[int, int], agent: str | None) -> None:
        """`post` is (blog, post). Called for each reader, so it does next to nothing."""
        if agent and len(agent) < 1000 and is_person(agent):
            self._counts[post] = self._counts.get(post, 0) + 1
            if self._thread is None:
                self._start()

    def write(self) -> None:
        """Adds to the database what was counted since. Where it is away, it is kept for the next time."""
        counts, self._counts = self._counts, {}
        if not counts:
            return
        try:
            _add(counts, self._today().date())
        except DatabaseError:
            log.info("Reads could not be written, and are kept for later")
            for post, number in counts.items():
                self._counts[post] = self._counts.get(post, 0) + number

    def _start(self) -> None:
        self._thread = threading.Thread(target=self._go_on, daemon=True, name="reads")
        self._thread.start()
        Finalize(self, self.write, exitpriority=10)  # also where the process is one of a server's

    def _go_on(self) -> None:
        pause = threading.Event()
        while not pause.wait(EVERY):
            try:
                self.write()
            finally:
                connection.close()


def _add(counts: dict[tuple[int, int], int], day) -> None:
    with transaction.atomic():
        there = set(Post.objects.filter(pk__in=[post for _blog, post in counts]).values_list("pk", flat=True))
        for (blog, post), number in sorted(counts.items()):
            if post in there:
                Reads.objects.get_or_create(blog_id=blog, post_id=post, day=day)
                Reads.objects.filter(post=post, day=day).update(count=F("count") + number)
