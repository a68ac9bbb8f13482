"""Lines that are made and written a moment later, many with one write."""

import io
import logging
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from blog.watching import soon as place
from blog.watching.console import Console
from blog.watching.logs import Line
from blog.watching.soon import Soon


class Paper(io.StringIO):
    """Remembers what each write wrote."""

    def __init__(self):
        super().__init__()
        self.writes = []

    def write(self, text):
        self.writes.append(text)
        return super().write(text)


@pytest.fixture
def paper(monkeypatch):
    """Where a log of our own goes, while it stands in the place of the one of requests."""
    written = Paper()
    log, console = logging.Logger("parley.request"), Console(written)
    console.setFormatter(Line())
    log.addHandler(console)
    monkeypatch.setattr(place, "log", log)
    return written


def told(number: int) -> dict:
    return {"request_id": f"number-{number}", "status": 503}


def test_nothing_is_written_before_its_moment_and_then_all_with_one_write(paper, monkeypatch):
    monkeypatch.setattr(place, "MOMENT", 3600)
    soon = Soon()
    for number in range(3):
        soon.warn(told(number))
    assert paper.writes == []
    soon.flush()
    (text,) = paper.writes
    assert [line.split(" ", 1)[1] for line in text.splitlines()] == [
        f"WARNING parley.request request request_id=number-{number} status=503" for number in range(3)
    ]
    soon.flush()
    assert len(paper.writes) == 1, "each is written once"


def test_a_line_tells_when_it_was_said_and_not_when_it_was_written(paper, monkeypatch):
    monkeypatch.setattr(place, "MOMENT", 3600)
    monkeypatch.setattr(place, "time", lambda: 86_400.0)
    soon = Soon()
    soon.warn(told(1))
    soon.flush()
    assert paper.writes[0].startswith("1970-01-02T00:00:00.000+00:00 ")


def test_it_is_written_by_itself_again_and_again(paper, monkeypatch):
    monkeypatch.setattr(place, "MOMENT", 0)
    soon = Soon()
    for number in range(5):
        soon.warn(told(number))
        until = time.monotonic() + 20
        while f"number-{number}" not in paper.getvalue():
            assert time.monotonic() < until
            time.sleep(0.001)
    assert paper.getvalue().count("\n") == 5


def test_none_is_lost_where_many_say_something_at_once(paper, monkeypatch):
    monkeypatch.setattr(place, "MOMENT", 0)
    soon = Soon()
    with ThreadPoolExecutor(8) as many:
        list(many.map(lambda number: soon.warn(told(number)), range(400)))
    until = time.monotonic() + 20
    while paper.getvalue().count("\n") < 400:
        assert time.monotonic() < until
        time.sleep(0.001)
    assert {line.split("request_id=")[1].split()[0] for line in paper.getvalue().splitlines()} == {
        f"number-{number}" for number in range(400)
    }


def test_an_ordinary_line_is_written_at_once(paper):
    place.log.warning("request", extra={"fields": {"status": 500}})
    assert len(paper.writes) == 1 and paper.writes[0].endswith("WARNING parley.request request status=500\n")
