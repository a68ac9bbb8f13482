"""Pages in files: bounded, and never worse than none."""

import pytest

from blog.pagecache.memory import Memory
from blog.pagecache.pages import Page, answer
from blog.pagecache.shelf import Shelf
from tests.blog.pagecache.conftest import Reader


def page(key: str, size: int = 1000) -> Page:
    return Page(key, [("Content-Type", "text/html")], {"": b"x" * size, "br": b"y"}, ("all",), 1, 2.0, 3.0, 4.0, (1, 2))


def stored(directory):
    return [path for path in directory.glob("??/*") if path.is_file()]


def test_a_page_comes_back_as_it_was(tmp_path):
    shelf, put = Shelf(tmp_path, 10**6), page("http://testserver/ümlaut?")
    shelf.put(put)
    assert shelf.get(put.key) == put
    assert shelf.get("http://testserver/") is None
    shelf.forget(put.key)
    assert shelf.get(put.key) is None


@pytest.mark.parametrize("damage", [b"", b"\n", b"{}\n", b"null\n", b'{"key": 1}\nx', b"\x00" * 100])
def test_a_damaged_file_is_no_page(damage, tmp_path):
    shelf = Shelf(tmp_path, 10**6)
    shelf.put(page("key"))
    (file,) = stored(tmp_path)
    whole = file.read_bytes()
    for content in (damage, whole[:-10], whole[:-1] + b"z"):
        file.write_bytes(content)
        assert shelf.get("key") is None
    shelf.put(page("key"))
    assert shelf.get("key") is not None


def test_what_is_asked_for_least_makes_room(tmp_path):
    shelf = Shelf(tmp_path, 100_000)
    for number in range(300):
        shelf.put(page(f"key {number}"))
        assert shelf.get("key 0") is not None
    assert sum(file.stat().st_size for file in stored(tmp_path)) <= 110_000
    assert shelf.get("key 1") is None and shelf.get("key 299") is not None


def test_a_disk_without_room_only_makes_pages_come_anew(make_front, monkeypatch, blog, make_post):
    def full(*_args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathlib.Path.write_bytes", full)
    path, reader = make_post(blog).path, Reader(make_front())
    assert reader.get(path).status == 200
    assert reader.get(path).is_hit  # from memory
    assert Reader(make_front()).get(path).status == 200


def test_where_there_can_be_no_generations_every_page_is_made_anew(make_front, kept, tmp_path, blog, make_post):
    (tmp_path / "a file").touch()
    kept["generations"] = tmp_path / "a file" / "generations"
    path, reader = make_post(blog).path, Reader(make_front())
    for _again in range(2):
        got = reader.get(path)
        assert got.status == 200 and got.cache == "parley; fwd=miss"


def test_memory_is_bounded_in_bytes_and_in_answers():
    memory = Memory(100_000, 50)
    for number in range(500):
        kept = page(f"key {number}")
        memory.keep(kept)
        memory.keep_answer((number,), answer(kept, ""))
        assert memory.page("key 0") is not None
    assert sum(one.size for one in [*memory._pages.values(), *memory._old_pages.values()]) <= 110_000
    assert len(memory.answers) <= 50
