"""Pages in files, for all processes of a machine and over their ends. What can't be read was never there."""

import fcntl
import hashlib
import json
import logging
import os
import secrets
import zlib
from pathlib import Path

from blog.pagecache.pages import Page

log = logging.getLogger(__name__)

_FIELDS = ("key", "headers", "tags", "as_of", "made_at", "until", "ends", "post", "house", "build")
_SWEPT_TO = 0.8  # of the limit


class Shelf:
    def __init__(self, directory: Path, limit: int):
        """At most about `limit` bytes below `directory`."""
        self._directory, self._limit = directory, limit
        self._since_swept = limit  # so that a process that starts looks, too

    def get(self, key: str) -> Page | None:
        path = self._path(key)
        try:
            content = path.read_bytes()
            head, _newline, rest = content.partition(b"\n")
            said = json.loads(head)
            if said["key"] != key or said["sum"] != zlib.crc32(rest):
                return None
            forms, start = {}, 0
            for form, length in said["forms"].items():
                forms[form] = rest[start : start + length]
                start += length
            os.utime(path)  # asked for: it goes later
            fields = {name: said[name] for name in _FIELDS}
            fields |= {
                "headers": [tuple(pair) for pair in said["headers"]],
                "tags": tuple(said["tags"]),
                "post": tuple(said["post"]) if said["post"] else None,
            }
            return Page(forms=forms, **fields)
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            log.warning("A stored page can't be read, and is made anew")
            return None

    def put(self, page: Page) -> None:
        path, rest = self._path(page.key), b"".join(page.forms.values())
        said = {name: getattr(page, name) for name in _FIELDS}
        said |= {"forms": {form: len(body) for form, body in page.forms.items()}, "sum": zlib.crc32(rest)}
        beside = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            beside.write_bytes(json.dumps(said).encode() + b"\n" + rest)
            beside.replace(path)
        except OSError as error:  # a full disk: then pages are made more often
            log.warning("A page could not be stored: %s", error.strerror)
            beside.unlink(missing_ok=True)
            return
        self._since_swept += len(rest)
        if self._since_swept > self._limit / 16:
            self._since_swept = 0
            self.sweep()

    def forget(self, key: str) -> None:
        try:
            self._path(key).unlink(missing_ok=True)
        except OSError:  # read-only: it is not good any more anyway
            return

    def sweep(self) -> None:
        """Takes away what was not asked for for longest, until the rest has room. One process does at a time."""
        try:
            with (self._directory / "sweeping").open("w") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                found = [(entry.stat().st_mtime_ns, entry.stat().st_size, entry.path) for entry in self._files()]
                total = sum(size for _age, size, _path in found)
                if total <= self._limit:
                    return
                for _age, size, path in sorted(found):
                    Path(path).unlink(missing_ok=True)
                    total -= size
                    if total <= self._limit * _SWEPT_TO:
                        return
        except OSError:
            return

    def _files(self):
        for room in os.scandir(self._directory):
            if room.is_dir() and len(room.name) == 2:
                yield from os.scandir(room.path)

    def _path(self, key: str) -> Path:
        name = hashlib.sha256(key.encode("utf-8", "surrogateescape")).hexdigest()[:40]
        return self._directory / name[:2] / name[2:]
