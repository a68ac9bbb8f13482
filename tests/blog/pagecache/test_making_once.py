"""However many miss a page at once, in however many processes: it is made once."""

import threading
import time

import pytest

from blog.pagecache import turns
from blog.pagecache.keys import Kind
from tests.blog.pagecache.conftest import Reader


class Slow:
    """Django's answer, some time later; counts how often it is asked."""

    def __init__(self, app, kind):
        self.app, self.asked, self.kind = app, 0, kind
        self.lock = threading.Lock()

    def __call__(self, environ, start_response):
        with self.lock:
            self.asked += 1
        time.sleep(0.2)
        environ["parley.told"].kind = self.kind
        start_response("200 OK", [("Content-Type", "text/html")])
        return [b"A page. " * 200]


@pytest.fixture
def slow(db):
    return Slow(None, Kind())


def test_a_hundred_who_miss_one_page_at_once_make_it_once(make_front, slow):
    """Four fronts are four processes as far as memory goes: they share but the shelf and the locks."""
    readers = [Reader(make_front(slow)) for _ in range(4)]
    barrier, got = threading.Barrier(100), []

    def read(reader):
        barrier.wait()
        got.append(reader.get("/"))

    threads = [threading.Thread(target=read, args=(readers[n % 4],)) for n in range(100)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert slow.asked == 1
    assert len(got) == 100 and {one.body for one in got} == {b"A page. " * 200}


def test_other_pages_do_not_wait(make_front, slow):
    reader = Reader(make_front(slow))
    first = threading.Thread(target=reader.get, args=("/",))
    first.start()
    assert reader.get("/feed/").status == 200
    first.join()
    assert slow.asked == 2


def test_nobody_waits_for_another_at_a_page_that_is_not_kept(make_front):
    together = threading.Barrier(3, timeout=10)  # passed by three who are made a page at the same time, and by no fewer

    def app(_environ, start_response):
        together.wait()
        start_response("200 OK", [("Content-Type", "text/html")])
        return [b"One's own."]

    reader, got = Reader(make_front(app)), []
    threads = [threading.Thread(target=lambda: got.append(reader.get("/author/1/").status)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert got == [200, 200, 200]


def test_a_turn_that_never_ends_is_waited_for_no_longer_than_patience_lasts(tmp_path):
    with turns.turn(tmp_path, "key") as waited:
        assert not waited
        with turns.turn(tmp_path, "key", patience=0.05) as waited:
            assert waited
    with turns.turn(tmp_path, "key") as waited:
        assert not waited


def test_where_there_is_no_room_for_locks_everybody_makes_it_for_themselves(tmp_path):
    (tmp_path / "file").touch()
    with turns.turn(tmp_path / "file" / "turns", "key") as waited:
        assert not waited
