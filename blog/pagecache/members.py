"""Pages for members, given out before Django is asked to the next who stands as the last one did.

Such a page depends on its address, on what it shows, on where its reader stands, and on whom they have muted: on
nothing else of them (blog.reading.kept makes it, and says so). So who asks is found out here (blog.pagecache.asking),
anew at each request, and gets the same bytes with the same head, while nothing on the page has changed. Whatever is not
as plain as that is Django's: an owner (whose answers say what they cost), a session with a message in it, a database
that is away.
"""

from dataclasses import dataclass
from functools import lru_cache
from time import perf_counter, time

from django.db import Error, close_old_connections, connection
from django.utils import timezone
from django.utils.http import http_date

from accounts.models import Role
from accounts.standing import Standing
from blog.pagecache.asking import asking
from blog.pagecache.generations import Away
from blog.pagecache.keys import Kind, meaning
from blog.pagecache.memory import Memory
from blog.pagecache.pages import Page
from blog.watching.current import Watched, current
from blog.watching.written import HEADER, name_of, write_down

SIZE = 16 * 2**20  # bytes of pages, of each process
ROWS = 5_000  # answers, and addresses they are at
PLACES = Kind(numbers=("before", "after"))  # where in the comments: what a query may mean
PLACE = "parley.place"  # in the WSGI environment: of a GET with a cookie, at an address of such a page
ALIKE = "parley.alike"  # there, too: where a view tells that its page is for all who stand alike

_OWN = {"expires", HEADER.lower()}  # what each answer says anew
memory = Memory(SIZE, ROWS)  # the pages, and the answers made of them


@dataclass(slots=True)
class Alike:
    """What a view is told, and tells: as of when all is that it finds out, by which generations; and then the page that
    it keeps, in which blog, for whom (`seen_of`, and whom they have muted).
    """

    house: str
    as_of: int
    page: Page | None = None
    blog: int = 0
    who: tuple = ()
    route: str = ""


@dataclass(frozen=True, slots=True)
class _Answer:
    page: Page
    route: str
    headers: list[tuple[str, str]]
    body: list[bytes]


def seen_of(standing: Standing) -> tuple:
    """What the sentences of a page are made of."""
    return tuple([getattr(standing, name) for name in _SEEN])


_SEEN = tuple(name for name in Standing.__slots__ if name != "since")


class Members:
    """A WSGI application before Django's, in one of the threads that ask the database (config.crowd). The front has
    written PLACE, which is scheme, host and path, into a request that may be answered here.
    """

    def __init__(self, app, generations):
        self._app, self._generations = app, generations
        self._blogs: dict[tuple, int] = {}  # of the places for which there are answers

    def __call__(self, environ, start_response):
        place = environ.get(PLACE)
        if place is None:
            return self._app(environ, start_response)
        given = self._given(environ, start_response, place)
        return self._ask(environ, start_response, place) if given is None else given

    def _given(self, environ, start_response, place: tuple) -> list[bytes] | None:
        """The answer, where one is there for somebody who stands as who asks does; else None."""
        blog, cookie = self._blogs.get(place), environ.get("HTTP_COOKIE")
        if blog is None or not cookie or environ.get("CONTENT_LENGTH", "0") not in ("", "0"):
            return None
        began, watched = perf_counter(), Watched(name_of(environ.get("HTTP_X_REQUEST_ID", "")))
        before = current.set(watched)
        try:
            found = self._found(place, environ.get("QUERY_STRING", ""), blog, _bytewise(cookie))
            if found is None:
                return None
            own = {"Expires": _date(int(time())), HEADER: watched.id}
            start_response("200 OK", [(name, own.get(name, value)) for name, value in found.headers])
            write_down("GET", found.route, 200, watched, perf_counter() - began)
            return found.body
        finally:
            current.reset(before)

    def _ask(self, environ, start_response, place: tuple):
        """Asks Django for such a page, and keeps the answer if its view tells that others may have it."""
        try:
            environ[ALIKE] = told = Alike(self._generations.name, self._generations.now())
        except Away:
            return self._app(environ, start_response)
        said = []

        def heard(status, headers, *error):
            said[:] = status, headers
            return start_response(status, headers, *error)

        body = self._app(environ, heard)
        if told.page is not None:
            self._learn(place, environ.get("QUERY_STRING", ""), told, *said)
        return body

    def _found(self, place: tuple, query: str, blog: int, cookie: str) -> _Answer | None:
        try:
            if connection.in_atomic_block:
                return None
            close_old_connections()  # as Django does before each request
            asks = asking(cookie, blog, timezone.now())
        except Error:  # whatever it is: Django has an answer for it
            return None
        if asks is None or asks[0].role == Role.OWNER:
            return None
        found = memory.answers.get((place, meaning(query, PLACES), blog, seen_of(asks[0]), asks[1]))
        if found is None or time() >= found.page.until or not self._generations.holds(found.page):
            return None
        return found

    def _learn(self, place: tuple, query: str, told: Alike, status: str, headers: list[tuple[str, str]]) -> None:
        said = {name.lower(): value for name, value in headers}
        body = told.page.forms[""]
        if status != "200 OK" or len(said) < len(headers) or not _OWN <= said.keys() or said.keys() & _NEVER:
            return
        if "no-store" not in said["cache-control"] or said["content-length"] != str(len(body)):
            return
        if sum(map(len, place)) > 1_000:  # so that nobody fills the memory with addresses
            return
        if len(self._blogs) >= ROWS:
            self._blogs.clear()
        self._blogs[place] = told.blog
        key = (place, meaning(query, PLACES), told.blog, *told.who)
        memory.keep_answer(key, _Answer(told.page, told.route, headers, [body]))


_NEVER = {"set-cookie", "server-timing"}


def _bytewise(header: str) -> str:
    """As WSGI has it, each character is a byte; and Django reads them as UTF-8."""
    return header if header.isascii() else header.encode("latin-1", "replace").decode("utf-8", "replace")


@lru_cache(maxsize=1)
def _date(second: int) -> str:
    return http_date(second)
