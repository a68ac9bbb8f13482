"""What all of this process share: the generations, the shelf, and which build of the house this is. By settings."""

import hashlib
import logging
import os
from functools import cache
from pathlib import Path

import django
from django.conf import settings
from django.utils.module_loading import import_string

from blog.pagecache.generations import Away, Generations
from blog.pagecache.tags import ANYTHING, EVERYTHING

log = logging.getLogger(__name__)

# Its library is loaded by who has a Redis: the others start without it, and their processes are smaller.
_BY_REDIS = "blog.pagecache.redis_generations.RedisGenerations"

_OF_THE_BUILD = ("templates", "blog", "accounts", "config", "locale", "requirements.txt")
_KINDS = (".py", ".html", ".txt", ".xml", ".mo")


class NoGenerations:
    """Where there can be none, as on a read-only disk: no page is kept, all is made anew."""

    name = ""

    def now(self) -> int:
        raise Away

    def holds(self, page) -> bool:
        return False

    def took_back(self, page) -> bool:
        return True

    def begin(self, tags) -> None:
        pass

    def settle(self, tags, gone=()) -> None:
        pass


def generations():
    """By Redis where the machines share one, else by a file."""
    chosen = settings.PAGE_CACHE
    return _generations(chosen["redis"], chosen["generations"])


@cache
def _generations(redis: str, path: Path):
    if redis:
        return import_string(_BY_REDIS)(redis)
    try:
        return Generations(path)
    except OSError as error:
        log.warning("No pages are kept: %s can't be opened (%s)", path, error.strerror)
        return NoGenerations()


@cache
def build() -> str:
    """Another one for each state of the code, of the settings, of the database's file and start of the machine.

    What a page looks like depends on all of them, and a page made before any changed is made anew.
    """
    root = settings.BASE_DIR
    said = [django.VERSION, settings.ALLOWED_HOSTS, settings.CONTENT_SECURITY_POLICY, settings.STATIC_URL]
    for name in _OF_THE_BUILD:
        for path in sorted((root / name).rglob("*")) if (root / name).is_dir() else [root / name]:
            if path.suffix in _KINDS:
                said.append((str(path), path.stat().st_mtime_ns, path.stat().st_size))
    for database in settings.DATABASES.values():
        said += [database["ENGINE"], str(database.get("HOST", "")), str(database["NAME"]), _place_of(database["NAME"])]
    for path in (Path(settings.STATIC_ROOT or "") / "staticfiles.json", Path("/proc/sys/kernel/random/boot_id")):
        said.append(path.read_text() if path.is_file() else "")
    return hashlib.sha256(repr(said).encode()).hexdigest()[:16]


def _place_of(name) -> tuple[int, int]:
    """Of a database that is a file: one restored from a backup is another file."""
    try:
        found = os.stat(name)
        return found.st_dev, found.st_ino
    except (OSError, TypeError, ValueError):
        return 0, 0


def forget_everything() -> None:
    """Every page is made anew, and none of before is shown: for who has put another database in the place of one."""
    generations().settle({EVERYTHING, ANYTHING}, {EVERYTHING})
