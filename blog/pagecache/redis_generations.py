"""The same generations for several machines, in Redis: one hash, asked once for each hit.

The name of the hash has that of the Redis process, so that after one was lost, restarted or put back from a file,
nothing is taken for known. While Redis is away no page is good: slower, and correct.
"""

import logging
import threading
import time
from collections.abc import Collection

from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from blog.pagecache.generations import SETTLED_AFTER, Away
from blog.pagecache.tags import ANYTHING, EVERYTHING, slot

log = logging.getLogger(__name__)

TIMEOUT = 0.5  # seconds
PAUSE = 1.0  # seconds: so long nobody asks a Redis that did not answer


class RedisGenerations:
    def __init__(self, address: str):
        # No second try: a connection that was cut may lead to another Redis now, whose name is not ours.
        again = Retry(NoBackoff(), 0)
        self._redis = Redis.from_url(
            address,
            socket_timeout=TIMEOUT,
            socket_connect_timeout=TIMEOUT,
            retry=again,
            decode_responses=True,
            redis_connect_func=self._connected,
        )
        self._name, self._away_until = "", 0.0
        self._owed = ""  # of what could not be said: "s" that something changed, "sg" that something is gone, too
        self._owing = threading.Lock()  # or what one thread owes is crossed out when another has paid
        self._met = 0  # how often a connection was made: the library makes another one without a word

    @property
    def name(self) -> str:
        """Of the Redis there is; "" while it is away."""
        try:
            return self._known_name()
        except Away:
            return ""

    def now(self) -> int:
        """Raises Away."""
        return int(self._asked("hget", "sequence") or 0)

    def holds(self, page) -> bool:
        try:
            if page.house != self._known_name():
                return False
            places = page.slots
            numbers = self._asked("hmget", [*(f"s{place}" for place in places), *(f"p{place}" for place in places)])
        except Away:
            return False
        changed, pending = numbers[: len(places)], numbers[len(places) :]
        for place, began in zip(places, pending, strict=True):
            if began and float(began) < time.time() - SETTLED_AFTER:
                self._settle_old(place)
        return not any(pending) and all(int(number or 0) <= page.as_of for number in changed)

    def took_back(self, page) -> bool:
        try:
            if page.house != self._known_name():
                return True
            return any(int(n or 0) > page.as_of for n in self._asked("hmget", [f"g{place}" for place in page.slots]))
        except Away:
            return True

    def begin(self, tags: Collection[str]) -> None:
        fields = {f"p{slot(tag)}": time.time() for tag in tags}
        self._write(lambda pipe, key: [pipe.hsetnx(key, field, at) for field, at in fields.items()])

    def settle(self, tags: Collection[str], gone: Collection[str] = ()) -> None:
        changed = [f"s{slot(tag)}" for tag in tags] + [f"g{slot(tag)}" for tag in gone]
        self._bump(changed, [f"p{slot(tag)}" for tag in tags], "sg" if gone else "s")

    def _settle_old(self, place: int) -> None:
        self._bump([f"s{place}", f"g{place}"], [f"p{place}"])

    def _bump(self, fields: list[str], settled: list[str], kinds: str = "sg") -> None:
        self._write(lambda pipe, key: pipe.eval(_BUMP, 1, key, len(fields), *fields, *settled), kinds)

    def _write(self, act, kinds: str = "s") -> None:
        """What can't be said now is owed: said, of everything, before this process trusts any page again."""
        try:
            self._pay()
            key, met = self._key(), self._met
            pipe = self._redis.pipeline(transaction=True)
            act(pipe, key)
            pipe.execute()
            if not self._is_same(met):  # said to another Redis, maybe, by the name of the one before
                self._owe(kinds)
                self._pay()
        except (RedisError, Away):
            self._lost()
            self._owe(kinds)

    def _owe(self, kinds: str) -> None:
        with self._owing:
            self._owed = max(self._owed, kinds)

    def _pay(self) -> None:
        if not self._owed:
            return
        with self._owing:
            fields = [f"{kind}{slot(tag)}" for tag in (EVERYTHING, ANYTHING) for kind in self._owed]
            key, met = self._key(), self._met
            self._redis.eval(_BUMP, 1, key, len(fields), *fields)
            if self._is_same(met):
                self._owed = ""

    def _asked(self, command: str, what):
        try:
            self._pay()
            key, met = self._key(), self._met
            answer = getattr(self._redis, command)(key, what)
        except RedisError:
            self._lost()
            raise Away from None
        if not self._is_same(met):
            raise Away
        return answer

    def _connected(self, connection) -> None:
        connection.on_connect()
        self._met += 1

    def _is_same(self, met: int) -> bool:
        """Whether no connection was made since `met` were; else the next who asks learns its Redis's name anew."""
        if met != self._met:
            self._name = ""
        return met == self._met

    def _key(self) -> str:
        return f"parley:generations:{self._known_name()}"

    def _known_name(self) -> str:
        if not self._name:
            if time.monotonic() < self._away_until:
                raise Away
            try:
                self._name = self._redis.info("server")["run_id"]
            except RedisError:
                self._lost()
                raise Away from None
        return self._name

    def _lost(self) -> None:
        if self._name:
            log.warning("Redis does not answer: pages are made anew until it does")
        self._name, self._away_until = "", time.monotonic() + PAUSE
        self._redis.connection_pool.disconnect()


_BUMP = """
local following = redis.call('HINCRBY', KEYS[1], 'sequence', 1)
local changed = tonumber(ARGV[1])
for place = 2, changed + 1 do redis.call('HSET', KEYS[1], ARGV[place], following) end
for place = changed + 2, #ARGV do redis.call('HDEL', KEYS[1], ARGV[place]) end
return following
"""
