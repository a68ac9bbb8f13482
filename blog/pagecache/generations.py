"""When each thing last changed: a small file of numbers that all processes of a machine have in their memory.

One sequence counts changes. Each slot has the number of its latest one, twice: of any change, and of the latest that
took something back, after which an older page is not even shown while the database is away. A change that is about to
be committed is marked as pending first: if the process dies before it can say that it is done, nobody trusts pages of
that slot, and after SETTLED_AFTER whoever meets the mark takes the change for done.
"""

import fcntl
import mmap
import os
import secrets
import threading
import time
from collections.abc import Collection
from contextlib import contextmanager
from pathlib import Path

from blog.pagecache.tags import SLOTS, slot

SETTLED_AFTER = 30  # seconds: no commit takes so long

_NAME, _SEQUENCE, _SLOTS, _GONE = 0, 1, 2, 2 + SLOTS  # places in the file, in numbers of 8 bytes
_SIZE = 8 * (2 + 2 * SLOTS)
_PENDING = 1 << 63  # with the seconds of its time below: greater than any sequence


class Away(Exception):
    """The generations can't be asked."""


class Generations:
    """Of one machine. `name` is another each time the file is made."""

    def __init__(self, path: Path):
        """Opens the file, or makes it. Raises OSError where that can't be."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        self._threads = threading.Lock()
        with self._locked():
            if os.fstat(self._file).st_size < _SIZE:
                # Every byte of it now: to write into a hole on a full disk would kill the process.
                os.posix_fallocate(self._file, 0, _SIZE)
            self._map = mmap.mmap(self._file, _SIZE)
            self._cells = memoryview(self._map).cast("Q")
            if not self._cells[_NAME]:
                self._cells[_NAME] = secrets.randbits(63) | 1
        self.name = f"{self._cells[_NAME]:x}"

    def now(self) -> int:
        """To be asked before a page is made: it is as of then."""
        return self._cells[_SEQUENCE]

    def holds(self, page) -> bool:
        """Whether nothing that `page` shows has changed since it was made. One comparison where nothing has at all."""
        cells = self._cells
        sequence = cells[_SEQUENCE]
        if page.checked == sequence:
            return True
        newest = max([cells[_SLOTS + place] for place in page.slots])
        if newest <= page.as_of:
            page.checked = sequence
            return True
        if newest & _PENDING and (newest ^ _PENDING) < time.time() - SETTLED_AFTER:
            self._settle_old(page.slots)
        return False

    def took_back(self, page) -> bool:
        """Whether something that `page` shows has been taken back since it was made."""
        return any(self._cells[_GONE + place] > page.as_of for place in page.slots)

    def begin(self, tags: Collection[str]) -> None:
        """A change of `tags` is about to be committed."""
        with self._locked():
            for tag in tags:
                place = _SLOTS + slot(tag)
                if not self._cells[place] & _PENDING:  # else the older mark stands
                    self._cells[place] = _PENDING | int(time.time())
            self._cells[_SEQUENCE] += 1

    def settle(self, tags: Collection[str], gone: Collection[str] = ()) -> None:
        """It is done; of `gone`, something was taken back. (Whatever became of it: too often does no harm.)"""
        with self._locked():
            # The sequence last: who sees it grow finds the slots changed.
            following = self._cells[_SEQUENCE] + 1
            for tag in tags:
                self._cells[_SLOTS + slot(tag)] = following
            for tag in gone:
                self._cells[_GONE + slot(tag)] = following
            self._cells[_SEQUENCE] = following
        if gone:  # what was taken back must stay so after a power cut, too
            self._map.flush()

    def _settle_old(self, places: Collection[int]) -> None:
        long_ago = time.time() - SETTLED_AFTER
        with self._locked():
            following = self._cells[_SEQUENCE] + 1
            for place in places:
                mark = self._cells[_SLOTS + place]
                if mark & _PENDING and (mark ^ _PENDING) < long_ago:
                    self._cells[_SLOTS + place] = self._cells[_GONE + place] = following
            self._cells[_SEQUENCE] = following

    @contextmanager
    def _locked(self):
        with self._threads:
            fcntl.flock(self._file, fcntl.LOCK_EX)
            try:
                yield
            finally:
                fcntl.flock(self._file, fcntl.LOCK_UN)
