"""When each thing last changed, for all processes of a machine."""

import multiprocessing
import os
import time

import pytest

from blog.pagecache import generations as module
from blog.pagecache.generations import Generations
from blog.pagecache.pages import Page


def page(house, *tags):
    return Page("key", [], {"": b""}, tags, house.now(), time.time(), 0, 0)


@pytest.fixture
def house(tmp_path):
    return Generations(tmp_path / "generations")


def test_a_page_is_good_until_something_on_it_changes(house):
    one, two = page(house, "all", "post-1"), page(house, "all", "post-2")
    assert house.holds(one) and house.holds(two)
    house.settle({"post-1"})
    assert not house.holds(one) and house.holds(two)
    assert house.holds(page(house, "all", "post-1"))
    house.settle({"all"})
    assert not house.holds(two)


def test_a_page_that_was_made_while_something_changed_is_not_good(house):
    begun = page(house, "post-1")
    house.begin({"post-1"})
    meanwhile = page(house, "post-1")
    assert not house.holds(begun) and not house.holds(meanwhile)
    house.settle({"post-1"})
    assert not house.holds(begun) and not house.holds(meanwhile)
    assert house.holds(page(house, "post-1"))


def test_what_a_process_that_died_was_about_to_change_is_settled_by_whoever_meets_it(house, monkeypatch):
    house.begin({"post-1"})
    met = page(house, "post-1")
    assert not house.holds(met)
    later = time.time() + module.SETTLED_AFTER + 1
    monkeypatch.setattr(module.time, "time", lambda: later)
    assert not house.holds(met)  # it may have been made before the commit
    assert house.took_back(met)  # and nobody knows what was committed
    assert house.holds(page(house, "post-1"))


def test_only_what_was_taken_back_makes_the_older_page_useless(house):
    added, gone = page(house, "post-1"), page(house, "post-2")
    house.settle({"post-1"})
    house.settle({"post-2"}, {"post-2"})
    assert not house.took_back(added) and house.took_back(gone)


def _change(path, tag, times):
    house = Generations(path)
    for _each in range(times):
        house.begin({tag})
        house.settle({tag})


def test_processes_lose_no_change_of_each_other(house, tmp_path):
    shown = page(house, "post-1")
    start = multiprocessing.get_context("spawn").Process
    others = [start(target=_change, args=(tmp_path / "generations", f"post-{n}", 200)) for n in (1, 2)]
    for other in others:
        other.start()
    for other in others:
        other.join()
        assert other.exitcode == 0
    assert house.now() == 2 * 2 * 200
    assert not house.holds(shown)


def test_the_file_has_its_whole_room_from_the_start(house, tmp_path):
    """A hole would be filled by the first change in it: on a full disk the kernel kills who writes into a hole."""
    found = os.stat(tmp_path / "generations")
    assert found.st_blocks * 512 >= found.st_size > 0


def test_a_file_made_anew_is_another_house(house, tmp_path):
    (tmp_path / "generations").unlink()
    assert Generations(tmp_path / "generations").name != house.name
    assert Generations(tmp_path / "generations").name == Generations(tmp_path / "generations").name
