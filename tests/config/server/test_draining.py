"""What is put around the application, before and after its process is told to end.

Whole servers: tests/bin/test_take_over.py.
"""

import signal

import pytest

from config.server import draining
from config.server.draining import TOLD, Draining, load

HEADERS = [("Content-Type", "text/plain"), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")]


def application(environ, start_response):
    start_response("200 OK", environ.get("headers", HEADERS))
    return [b"answer"]


def asked(app, protocol="HTTP/1.1", **environ):
    """(status, headers, body)"""
    heard = []
    body = app({"SERVER_PROTOCOL": protocol, **environ}, lambda *said: heard.extend(said))
    return *heard, body


@pytest.fixture
def signals(monkeypatch):
    """Those of this process as they are set, and none is set in truth."""
    found = {signal.SIGTERM: signal.SIG_IGN}
    monkeypatch.setattr(signal, "signal", lambda number, handler: found.update({number: handler}))
    monkeypatch.setattr(signal, "getsignal", found.get)
    return found


@pytest.fixture
def steps(monkeypatch):
    """What is done at the end, in its order."""
    taken = []
    monkeypatch.setattr(draining.accepting, "stop", lambda: taken.append("accepts no more"))
    monkeypatch.setattr(draining, "sleep", lambda seconds: taken.append(f"waits {seconds} s"))
    return taken


def test_until_it_is_told_an_answer_is_the_applications_own():
    assert asked(Draining(application)) == ("200 OK", HEADERS, [b"answer"])


@pytest.mark.parametrize("protocol", ["HTTP/1.0", "HTTP/1.1"])
def test_once_told_each_answer_ends_its_connection(protocol):
    app = Draining(application)
    app.told = True
    for _again in range(2):
        assert asked(app, protocol) == ("200 OK", [*HEADERS, ("Connection", "close")], [b"answer"])
    assert ("Connection", "close") not in HEADERS, "the same list is given for each reader of a page that is kept"


def test_it_says_so_once():
    app = Draining(application)
    app.told = True
    assert asked(app, headers=[("connection", "keep-alive")])[1] == [("Connection", "close")]
    assert asked(app, headers=[("Connection", "close")])[1] == [("Connection", "close")]


def test_http_2_has_no_such_header():
    app = Draining(application)
    app.told = True
    assert asked(app, "HTTP/2.0") == ("200 OK", HEADERS, [b"answer"])


def test_what_went_wrong_is_handed_on():
    def fails(_environ, start_response):
        start_response("500 Internal Server Error", [], ("the", "error", "itself"))
        return []

    app = Draining(fails)
    app.told = True
    assert asked(app) == ("500 Internal Server Error", [("Connection", "close")], ("the", "error", "itself"), [])


def test_a_process_that_is_told_ends_as_it_would_have_when_its_last_guests_are_answered(signals, steps):
    app = load(f"{__name__}:application")
    assert asked(app) == ("200 OK", HEADERS, [b"answer"])
    assert signals[signal.SIGTERM] == signal.SIG_DFL, "while it starts, an end is an end"
    signals[signal.SIGTERM] = lambda *its: steps.append(f"ends at {its}")  # granian's own
    for _again in range(2):
        signals[TOLD](TOLD, None)
        assert ("Connection", "close") in asked(app)[1]
    assert steps == []
    signals[signal.SIGTERM](signal.SIGTERM, None)
    assert steps == ["accepts no more", "waits 0.1 s", f"ends at {(signal.SIGTERM, None)}"]
