"""The front with a shelf of its own, and a reader who asks it as a server would. Django's test client goes past it."""

from dataclasses import dataclass
from io import BytesIO
from wsgiref.util import setup_testing_defaults

import pytest
from django.core.handlers.wsgi import WSGIHandler

from blog.pagecache import members
from blog.pagecache.building import front as built
from tests.blog.pagecache.world import others, world  # noqa: F401 (fixtures)


@dataclass
class Got:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def cache(self) -> str:
        return self.headers.get("Cache-Status", "")

    @property
    def is_hit(self) -> bool:
        return self.cache == "parley; hit"


class Reader:
    """Asks a WSGI application. Headers are given as keywords: accept_encoding="br"."""

    def __init__(self, app):
        self.app = app

    def get(self, path: str, *, method="GET", host="testserver", scheme="http", **headers) -> Got:
        path, _mark, query = path.partition("?")
        environ = {"REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query, "wsgi.input": BytesIO()}
        environ |= {"HTTP_HOST": host, "wsgi.url_scheme": scheme, "SCRIPT_NAME": ""}
        environ |= {f"HTTP_{name.upper()}": value for name, value in headers.items()}
        setup_testing_defaults(environ)
        said = []
        body = self.app(environ, lambda status, headers, exc_info=None: said.append((status, headers)))
        whole = b"".join(body)
        if hasattr(body, "close"):
            body.close()
        status, headers = said[-1]
        return Got(int(status[:3]), dict(headers), whole)


class NoReads:
    def count(self, post, agent):
        pass


@pytest.fixture
def kept(settings, tmp_path, monkeypatch):
    """The settings of a cache of this test's own."""
    monkeypatch.setattr(members, "memory", members.Memory(members.SIZE, members.ROWS))
    settings.PAGE_CACHE = settings.PAGE_CACHE | {
        "on": True,
        "directory": tmp_path / "pages",
        "generations": tmp_path / "generations",
        "redis": "",
    }
    return settings.PAGE_CACHE


@pytest.fixture
def make_front(kept, transactional_db):
    """A front as a process of the server has it: another one stands for another process."""

    def make(app=None, **instead):
        return built(app or WSGIHandler(), **{"reads": NoReads()} | instead)

    return make


@pytest.fixture
def reader(make_front) -> Reader:
    return Reader(make_front())


@pytest.fixture
def asked_django():
    """An application that counts how often Django is asked."""

    class Counting(WSGIHandler):
        asked = 0

        def __call__(self, environ, start_response):
            self.asked += 1
            return super().__call__(environ, start_response)

    return Counting()
