"""What was made of rows of the database, kept in this process while none of them has changed.

For what readers see, and for nothing that anybody decides by. It is given out again and again, to several threads at
once, so nobody may change it.
"""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connection, router

from blog.models import Post
from blog.pagecache import house
from blog.pagecache.generations import Away
from blog.pagecache.tags import EVERYTHING, slot


@dataclass(slots=True)
class _Kept:
    value: object
    weight: int
    slots: tuple[int, ...]
    as_of: int
    house: str
    checked: int = -1  # the sequence of generations at which it was last found good


class Held:
    """Things that weigh no more than `limit` together, by `weigh`: those asked for last."""

    def __init__(self, limit: int, weigh: Callable[[object], int]):
        self._limit, self._weigh, self._lock = limit, weigh, Lock()
        self._kept: OrderedDict[tuple, _Kept] = OrderedDict()
        self._weight = 0

    def get(self, key: tuple, tags: tuple[str, ...], make: Callable[[], object]):
        """What `make` returned the last time for this key, while nothing of `tags` has changed since before that."""
        # Within a transaction nobody can know yet what is true, nor of a replica when it was.
        if connection.in_atomic_block or router.db_for_read(Post) != DEFAULT_DB_ALIAS or not settings.PAGE_CACHE["on"]:
            return make()
        generations = house.generations()
        if (found := self._found(key)) and found.house == generations.name and generations.holds(found):
            return found.value
        try:
            name, as_of = generations.name, generations.now()  # in this order: the name may be another by then
        except Away:
            return make()
        value = make()
        slots = tuple({slot(tag) for tag in (EVERYTHING, *tags)})
        self._keep(key, _Kept(value, self._weigh(value), slots, as_of, name))
        return value

    def _found(self, key: tuple) -> _Kept | None:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def _keep(self, key: tuple, one: _Kept) -> None:
        with self._lock:
            before = self._kept.pop(key, None)
            self._kept[key] = one
            self._weight += one.weight - (before.weight if before else 0)
            while self._weight > self._limit:
                self._weight -= self._kept.popitem(last=False)[1].weight
