"""The first to see a request: answers what readers ask from pages that are kept, and asks Django for the others.

A page for readers is the same bytes for everybody, so Django is asked for it without cookie, language or anything else
of the one who happened to ask first.
"""

from functools import lru_cache
from time import time

from django.conf import settings
from django.core.handlers.wsgi import get_path_info
from django.db import InterfaceError, OperationalError
from django.urls import Resolver404, resolve

from blog.hosts import HOST
from blog.pagecache.encodings import chosen, compressed
from blog.pagecache.generations import Away
from blog.pagecache.keys import meaning
from blog.pagecache.members import PLACE as PLACE_OF_MEMBERS
from blog.pagecache.memory import Memory
from blog.pagecache.pages import Answer, Page, answer, is_for_everybody, kept_headers, matches
from blog.pagecache.shelf import Shelf
from blog.pagecache.tags import ANYTHING, EVERYTHING
from blog.pagecache.told import PLACE, Told
from blog.pagecache.turns import turn

PAUSE = 1.0  # seconds: so long nobody asks a database that was away, where there is an older page to give
_LONG = 1_000  # characters: what is longer is looked up anew each time, so that nobody fills the memory with it


class Front:
    """A WSGI application around Django's. `house` has `generations()` and `build()`; `policy` is the Cache-Control.

    `given[0]` counts the pages that were good as they were kept.
    """

    def __init__(
        self, app, *, house, memory: Memory, shelf: Shelf, locks, policy, reads, given, scheme="", for_cdn=False
    ):
        self._app, self._house, self._shelf, self._locks = app, house, shelf, locks
        self._refuse = getattr(app, "refuse", lambda *_asked: None)  # of a line before it, if there is one
        self._memory, self._policy, self._for_cdn, self._generations = memory, policy, for_cdn, house.generations()
        self._holds, self._read, self._given = self._generations.holds, reads.count, given
        self._scheme = scheme or "wsgi.url_scheme"  # or the header of a trusted proxy, and its value for https
        self._static = settings.STATIC_URL
        self._away_until = 0.0

    def __call__(self, environ, start_response):
        get = environ.get
        raw = (
            environ["REQUEST_METHOD"],
            get(HOST),
            environ["PATH_INFO"],
            get("QUERY_STRING"),
            get("HTTP_ACCEPT_ENCODING"),
            get(self._scheme),
            get("HTTP_AUTHORIZATION"),
        )
        found = self._memory.answers.get(raw)
        if found is None or found.page.until <= time() or not self._holds(found.page):
            return self._slowly(raw, environ, start_response)
        self._given[0] += 1
        if found.post is not None:
            self._read(found.post, get("HTTP_USER_AGENT"))
        asked = get("HTTP_IF_NONE_MATCH")
        if asked is not None and matches(asked, found.etag):
            start_response("304 Not Modified", found.brief)
            return []
        start_response("200 OK", found.headers)
        return found.body

    def _slowly(self, raw, environ, start_response):
        method, host, path, query, _accept, _scheme, authorization = raw
        if method not in ("GET", "HEAD") or authorization is not None or not host or environ.get("SCRIPT_NAME"):
            return self._app(environ, start_response)
        is_file = path.startswith(self._static)  # which WhiteNoise gives out before any view is asked
        scheme, view = self._scheme_of(environ), None if is_file else _view_at(environ)
        if getattr(view, "alike", False) and method == "GET" and "HTTP_COOKIE" in environ:
            environ[PLACE_OF_MEMBERS] = (scheme, host, path)
        kind = getattr(view, "kind", None)
        if kind is None:
            return self._app(environ, start_response)
        if not kind.keep and (refusal := self._refuse(environ, start_response)) is not None:
            return refusal
        asked = _Asked(raw, environ, start_response)
        asked.key = f"{scheme}://{host.lower()}{path}?{meaning(query or '', kind)}"
        if not kind.keep:  # made for each who asks, so nobody waits for another's
            return self._make(asked)
        if (body := self._at_hand(asked)) is not None:
            return body
        with turn(self._locks, asked.key):
            if (body := self._at_hand(asked)) is not None:  # somebody else has made it meanwhile, or has tried to
                return body
            return self._make(asked)

    def _at_hand(self, asked):
        """The answer without Django, or None."""
        if page := self._good(asked.key):
            self._given[0] += 1
            return self._send(asked, self._ready(asked, page))
        if time() < self._away_until and (page := self._older(asked.key)):
            return self._give_older(asked, page, 503)
        return None

    def _make(self, asked):
        """Asks Django."""
        told = Told()
        try:
            house, as_of = self._generations.name, self._generations.now()
        except Away:
            house, as_of = "", -1
        began = time()
        try:
            status, headers, body = _collected(self._app, _of_everybody(asked.environ, self._scheme, told))
        except (OperationalError, InterfaceError):
            self._away_until = time() + PAUSE
            if older := self._older(asked.key):
                return self._give_older(asked, older, 503)
            raise
        code = int(status[:3])
        if told.refused:  # which says nothing of the page, so an older one may not stand for it
            asked.start_response(status, headers)
            return [body] if asked.raw[0] == "GET" else []
        if code >= 500:
            if code == 503:
                self._away_until = time() + PAUSE
            if older := self._older(asked.key):
                return self._give_older(asked, older, code)
        elif code != 200:
            self._memory.forget(asked.key)
            self._shelf.forget(asked.key)
        if code != 200 or told.kind is None or not is_for_everybody(headers):
            asked.start_response(status, headers)
            return [body] if asked.raw[0] == "GET" else []
        tags = (EVERYTHING, *sorted(told.tags or {ANYTHING}))
        page = Page(
            asked.key,
            kept_headers(headers, tags, self._policy, for_cdn=self._for_cdn),
            compressed(body),
            tags,
            as_of,
            began,
            told.until,
            told.ends,
            told.post,
            house,
            self._house.build(),
        )
        # A change that was committed while it was made may be in it, or not.
        kept = told.kind.keep and house and house == self._generations.name
        if kept and began < told.until and self._holds(page):
            self._memory.keep(page)
            self._shelf.put(page)
            self._ready(asked, page)
            return self._send(asked, self._form(asked, page, status="parley; fwd=miss; stored"))
        return self._send(asked, self._form(asked, page, status="parley; fwd=miss"))

    def _good(self, key: str) -> Page | None:
        page = self._memory.page(key)
        if page is not None and time() < page.until and self._holds(page):
            return page
        page = self._shelf.get(key)
        if page is None or page.build != self._house.build() or page.house != self._generations.name:
            return None
        if time() < page.until and self._holds(page):
            self._memory.keep(page)
            return page
        return None

    def _older(self, key: str) -> Page | None:
        """The last good page, unless something on it has been taken back since."""
        for page in (self._memory.page(key), self._shelf.get(key)):
            if page is not None and page.house == self._generations.name and time() < page.ends:
                if not self._generations.took_back(page):
                    return page
        return None

    def _ready(self, asked, page: Page) -> Answer:
        """The answer, kept for the next who asks the same in the same words."""
        made = self._form(asked, page)
        if sum(len(part) for part in asked.raw if part) < _LONG:
            self._memory.keep_answer(asked.raw, made)
        return made

    def _form(self, asked, page: Page, **said) -> Answer:
        method, accept = asked.raw[0], asked.raw[4]
        return answer(page, chosen(accept or "", page.forms), head=method == "HEAD", **said)

    def _give_older(self, asked, page: Page, code: int):
        status = f"parley; fwd=stale; fwd-status={code}"
        return self._send(asked, self._form(asked, page, status=status, age=max(int(time() - page.made_at), 0)))

    def _send(self, asked, made: Answer):
        if made.post is not None:
            self._read(made.post, asked.environ.get("HTTP_USER_AGENT"))
        if (named := asked.environ.get("HTTP_IF_NONE_MATCH")) is not None and matches(named, made.etag):
            asked.start_response("304 Not Modified", made.brief)
            return []
        asked.start_response("200 OK", made.headers)
        return made.body

    def _scheme_of(self, environ) -> str:
        said = environ.get(self._scheme)
        if self._scheme == "wsgi.url_scheme" or said is None:
            return environ["wsgi.url_scheme"]
        return "https" if said.split(",", 1)[0].strip() == "https" else "http"


class _Asked:
    """One request on its way."""

    __slots__ = ("raw", "environ", "start_response", "key")

    def __init__(self, raw, environ, start_response):
        self.raw, self.environ, self.start_response, self.key = raw, environ, start_response, ""


def _view_at(environ):
    """The view of this path: it has a `kind` where its page is for all readers, and is `alike` where for members."""
    path = get_path_info(environ)
    return _resolved(path) if len(path) < _LONG else _resolved.__wrapped__(path)


@lru_cache(maxsize=1_000)
def _resolved(path: str):
    try:
        return resolve(path).func
    except Resolver404:
        return None


def _of_everybody(environ, scheme: str, told: Told) -> dict:
    """The request as anybody might have sent it."""
    kept = (HOST, scheme, "HTTP_X_REQUEST_ID")
    plain = {name: value for name, value in environ.items() if not name.startswith("HTTP_") or name in kept}
    return plain | {"REQUEST_METHOD": "GET", HOST: environ[HOST].lower(), PLACE: told}


def _collected(app, environ) -> tuple[str, list[tuple[str, str]], bytes]:
    said = []

    def start_response(status, headers, exc_info=None):
        said[:] = [status, headers]

    body = app(environ, start_response)
    try:
        return said[0], said[1], b"".join(body)
    finally:
        if hasattr(body, "close"):
            body.close()
