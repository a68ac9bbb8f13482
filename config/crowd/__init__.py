"""More people at once than can be served: most wait for a moment, and the excess is told at once, kindly.

Stands between the pages that are kept and Django, so that readers of a page that is kept pass by the line. Django works
in a few threads of its own; those of the server only wait here, so there have to be enough of them to wait, and some
more to refuse.
"""

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.db import connection, connections

from blog.pagecache.told import PLACE
from blog.watching.machines import ANSWERS
from config.crowd.line import Full, Line
from config.crowd.refusal import refuse
from config.patience import in_haste

HANDS = 2  # requests in Django at once: it computes, and more would take turns on the same core
# Seconds that one computes alone, where the database is in the same process: two that compute at once hinder each other
# at each change of turns, while one of them holds the write lock. One that takes longer waits for something.
ALONE = 0.05
FREE = 6  # threads of the server in which nobody waits: they give out pages that are kept, and refuse


class Crowd:
    """A WSGI application around Django's."""

    def __init__(self, app, line: Line | None = None):
        self._app = app
        alone = ALONE if connection.vendor == "sqlite" else 0.0
        self._line = line or Line(HANDS, places_of(settings.SERVER_THREADS), alone=alone)
        self._always = frozenset(ANSWERS) | _static_files()

    def __call__(self, environ, start_response):
        if environ["PATH_INFO"] in self._always:
            return self._at_once(environ, start_response)
        try:
            return self._line.serve(self._answer, environ, start_response)
        except Full:
            if told := environ.get(PLACE):
                told.refused = True
            return refuse(environ, start_response)

    def refuse(self, environ, start_response) -> list[bytes] | None:
        """The refusal, if the line is too long at this moment: so it is told before a request is made ready for it."""
        return refuse(environ, start_response) if self._line.is_full() else None

    def _at_once(self, environ, start_response):
        try:
            return self._app(environ, start_response)
        finally:
            connections.close_all()  # /metrics asks the database; this thread of many is to keep no connection open

    def _answer(self, environ, start_response):
        """Asks Django, in one of its threads; also to close the answer, for its connections are this thread's."""
        with in_haste():
            answer = self._app(environ, start_response)
            if getattr(answer, "streaming", True):
                return answer
            try:
                return [b"".join(answer)]
            finally:
                answer.close()


def places_of(threads: int) -> int:
    """How many may wait. With few threads nobody is refused: where all of them wait, none is left that could."""
    return threads - HANDS - FREE if threads > 2 * (HANDS + FREE) else threads


def _static_files() -> frozenset[str]:
    """The paths of files that WhiteNoise gives out before any view is asked."""
    names = getattr(staticfiles_storage, "hashed_files", {})
    return frozenset(settings.STATIC_URL + name for pair in names.items() for name in pair)
