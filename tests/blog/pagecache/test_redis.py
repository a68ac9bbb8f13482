"""The generations of several machines, in a real Redis that is stopped, killed and started again."""

import shutil
import subprocess
import time

import pytest
from django.test import Client
from redis import Redis
from redis.exceptions import RedisError

from blog.models import Readers
from blog.pagecache import redis_generations
from blog.pagecache.pages import Page
from blog.pagecache.redis_generations import Away, RedisGenerations
from tests.blog.pagecache.conftest import Reader

pytestmark = pytest.mark.skipif(shutil.which("redis-server") is None, reason="redis-server is not installed")


class Server:
    def __init__(self, directory):
        self.socket, self._directory = directory / "redis.sock", directory
        self.address = f"unix://{self.socket}"
        self.start()

    def start(self):
        options = ["--port", "0", "--unixsocket", str(self.socket), "--dir", str(self._directory), "--save", ""]
        self._process = subprocess.Popen(["redis-server", *options], stdout=subprocess.DEVNULL)
        deadline = time.monotonic() + 20
        while True:
            try:
                return Redis.from_url(self.address).ping()
            except RedisError:
                assert time.monotonic() < deadline
                time.sleep(0.02)

    def kill(self):
        self._process.kill()
        self._process.wait()


@pytest.fixture
def server(tmp_path_factory, monkeypatch):
    monkeypatch.setattr(redis_generations, "PAUSE", 0.0)
    there = Server(tmp_path_factory.mktemp("redis"))
    yield there
    there.kill()


def page(house, *tags):
    return Page("key", [], {"": b""}, tags, house.now(), time.time(), 0, 0, house=house.name)


def test_what_one_machine_changes_all_know_at_once(server):
    one, other = RedisGenerations(server.address), RedisGenerations(server.address)
    shown, besides = page(other, "all", "post-1"), page(other, "all", "post-2")
    assert other.holds(shown)
    one.begin({"post-1"})
    assert not other.holds(shown) and not other.holds(page(other, "post-1"))
    one.settle({"post-1"})
    assert not other.holds(shown) and other.holds(besides) and other.holds(page(other, "post-1"))
    assert not other.took_back(shown)
    one.settle({"post-2"}, {"post-2"})
    assert other.took_back(besides)


def test_what_a_machine_that_died_was_about_to_change_is_settled_by_whoever_meets_it(server, monkeypatch):
    one, other = RedisGenerations(server.address), RedisGenerations(server.address)
    one.begin({"post-1"})
    met = page(other, "post-1")
    assert not other.holds(met)
    later = time.time() + 31
    monkeypatch.setattr(redis_generations.time, "time", lambda: later)
    assert not other.holds(met) and not other.holds(met)
    assert other.holds(page(other, "post-1"))


def test_while_it_is_away_no_page_is_good_and_after_it_was_lost_none_of_before(server):
    house = RedisGenerations(server.address)
    shown = page(house, "post-1")
    assert house.holds(shown)
    server.kill()
    assert not house.holds(shown) and house.took_back(shown) and house.name == ""
    with pytest.raises(Away):
        house.now()
    house.begin({"post-1"})
    house.settle({"post-1"})
    server.start()
    assert not house.holds(shown) and house.took_back(shown)
    assert house.holds(page(house, "post-1"))


@pytest.mark.parametrize("gone", [(), {"post-1"}], ids=["something came", "something is gone"])
def test_what_could_not_be_said_is_said_before_any_page_is_trusted_again(server, gone):
    house = RedisGenerations(server.address)
    shown = page(house, "all", "post-1")
    reached, house._redis = house._redis, Redis.from_url("unix:///nowhere.sock")
    house.begin({"post-1"})
    house.settle({"post-1"}, gone)
    house.begin({"post-2"})
    house.settle({"post-2"})
    house._redis = reached
    for one in (house, RedisGenerations(server.address)):
        assert not one.holds(shown)
        assert one.took_back(shown) == bool(gone)
    assert house.holds(page(house, "all", "post-1"))  # it is said once


def test_readers_are_served_with_it_without_it_and_with_it_again(server, kept, make_front, blog, make_post):
    kept["redis"] = server.address
    path = make_post(blog).path
    one, other = Reader(make_front()), Reader(make_front())
    one.get(path)
    assert one.get(path).is_hit and other.get(path).is_hit
    server.kill()
    for _again in range(2):
        got = one.get(path)
        assert got.status == 200 and got.cache == "parley; fwd=miss"
    server.start()
    one.get(path)
    assert one.get(path).is_hit and other.get(path).is_hit
    blog.posts.update(title="Another")
    assert b"Another" in other.get(path).body


def test_members_too_and_threads(server, kept, make_front, blog, make_post, make_comment, make_member, asked_django):
    kept["redis"] = server.address
    post = make_post(blog, readers=Readers.MEMBERS)
    make_comment(post, "The first of them.")
    browser, path = Client(), f"/read/{post.pk}/"
    browser.force_login(make_member(blog), backend="accounts.backends.AddressBackend")
    front, cookie = Reader(make_front(asked_django)), f"sessionid={browser.cookies['sessionid'].value}"

    def django_for(words: str) -> int:
        before = asked_django.asked
        assert words.encode() in front.get(path, cookie=cookie).body
        return asked_django.asked - before

    assert [django_for("The first of them.") for _again in range(2)] == [1, 0]
    post.comments.update(html="<p>Another.</p>")
    assert [django_for("Another.") for _again in range(2)] == [1, 0]
    server.kill()
    assert [django_for("Another.") for _again in range(2)] == [1, 1]
    post.comments.update(html="<p>Said while it was away.</p>")
    server.start()
    for _again in range(2):
        django_for("Said while it was away.")
    assert django_for("Said while it was away.") == 0


def test_one_that_was_restarted_while_nobody_asked_is_noticed_by_who_reads_and_by_who_writes(server):
    reads, writes, meanwhile = (RedisGenerations(server.address) for _ in range(3))
    shown = page(reads, "all", "post-1")
    writes.begin({"post-2"})
    writes.settle({"post-2"})
    assert reads.holds(shown)
    server.kill()
    server.start()
    after = page(meanwhile, "all", "post-1")  # of a machine that knows the new one already
    assert meanwhile.holds(after)
    writes.begin({"post-1"})
    writes.settle({"post-1"})
    assert not reads.holds(shown) and not reads.holds(shown)
    assert not meanwhile.holds(after)
