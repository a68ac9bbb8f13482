"""Uploaded files, out of whatever storage keeps them and back into one, by Django's own interface."""

import hashlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path

from django.core.files.base import File
from django.core.files.storage import Storage

MEDIA = "media"


class Occupied(Exception):
    """Another file is where one of the backup's should go. The message is its name."""


def names_in(storage: Storage, below: str = "") -> Iterator[str]:
    """Every file of a storage, in no particular order. None where it has not been made yet."""
    try:
        directories, files = storage.listdir(below)
    except FileNotFoundError:
        return
    prefix = f"{below}/" if below else ""
    yield from (f"{prefix}{name}" for name in files if name)
    for name in directories:
        yield from names_in(storage, f"{prefix}{name}")


def copy_out(storage: Storage, directory: Path, say: Callable[[str], None]) -> int:
    """Copies every file into `directory`; how many. One that is deleted at that moment is left out."""
    count = 0
    for name in names_in(storage):
        target = directory / name
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            with storage.open(name) as source, opened_private(target) as file:
                for chunk in source.chunks():
                    file.write(chunk)
        except FileNotFoundError:
            target.unlink(missing_ok=True)
            continue
        count += 1
        say(f"copied {count} files")
    return count


def copy_in(directory: Path, storage: Storage, checksums: dict[str, str], say: Callable[[str], None]) -> int:
    """Puts files (SHA-256 by name) into the storage, and reads each again; how many were not there yet.

    Raises Occupied where another file has the name of one.
    """
    count = 0
    for number, (name, checksum) in enumerate(checksums.items(), 1):
        if not storage.exists(name):
            with (directory / name).open("rb") as file:
                saved = storage.save(name, File(file))
            if saved != name:
                storage.delete(saved)
                raise Occupied(name)
            count += 1
        if _checksum(storage, name) != checksum:
            raise Occupied(name)
        say(f"restored {number} of {len(checksums)} files")
    return count


def opened_private(path: Path):
    """A new file for writing that its owner alone may read."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600), "wb")


def _checksum(storage: Storage, name: str) -> str:
    found = hashlib.sha256()
    with storage.open(name) as file:
        for chunk in file.chunks():
            found.update(chunk)
    return found.hexdigest()
