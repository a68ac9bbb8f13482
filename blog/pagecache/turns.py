"""One at a time for each page, over all threads and processes of a machine: a hundred who miss it make it once."""

import fcntl
import os
import time
from contextlib import contextmanager
from pathlib import Path
from zlib import crc32

_LOCKS = 1024
_LOOK = 0.002  # seconds between two looks
PATIENCE = 5.0  # seconds: then it is made a second time, beside


@contextmanager
def turn(directory: Path, key: str, patience: float = PATIENCE):
    """The block is entered when nobody else is in one for this page, or when patience is at its end.

    Yields whether it was waited for. In any case, look whether the page is there now.
    """
    try:
        directory.mkdir(parents=True, exist_ok=True)
        path = directory / f"{crc32(key.encode('utf-8', 'surrogateescape')) % _LOCKS:03x}"
        file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError:  # a read-only disk: everybody makes it for themselves
        yield False
        return
    try:
        yield _waited(file, patience)
    finally:
        os.close(file)  # which lets go of the lock


def _waited(file: int, patience: float) -> bool:
    deadline = time.monotonic() + patience
    waited = False
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return waited
        except OSError:
            waited = True
            if time.monotonic() > deadline:
                return True
            time.sleep(_LOOK)
