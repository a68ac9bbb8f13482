"""What a backup says of itself: where it comes from, how many rows, and the SHA-256 of each of its files.

The manifest carries a checksum of its own, and is read only if it is byte for byte what would be written again: so no
bit of a backup can change without being noticed.
"""

import hashlib
import json
import tomllib
from dataclasses import asdict, dataclass
from pathlib import Path

from config.env import ROOT

MANIFEST = "manifest.json"
_BLOCK = 1 << 20


class Damaged(Exception):
    """A backup is not what was written. The message is a sentence for who wants to restore it."""


@dataclass(frozen=True)
class Manifest:
    """`made_at` is ISO 8601 in UTC; `rows` counts by table; `files` is the SHA-256 by path below the backup."""

    parley: str
    made_at: str
    database: str  # "sqlite" or "postgresql"
    migrations: dict[str, list[str]]  # those applied, by app
    rows: dict[str, int]
    files: dict[str, str]
    bytes: int  # of all files


def version_of_parley() -> str:
    return tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]


def checksum_of(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def text_of(manifest: Manifest) -> str:
    """The manifest as it is written."""
    told = asdict(manifest)
    told["sha256"] = hashlib.sha256(_json(told).encode()).hexdigest()
    return _json(told) + "\n"


def read_manifest(directory: Path) -> Manifest:
    """Of the backup in `directory`. Raises Damaged where there is none, or where it is not as it was written."""
    try:
        text = (directory / MANIFEST).read_bytes().decode()
    except FileNotFoundError:
        raise Damaged(f"{directory} is no complete backup: it has no {MANIFEST}.") from None
    except (OSError, UnicodeDecodeError):
        raise Damaged(f"{directory / MANIFEST} can’t be read.") from None
    try:
        told = json.loads(text)
        told.pop("sha256")
        manifest = Manifest(**told)
    except (ValueError, TypeError, AttributeError, KeyError):
        manifest = None
    if manifest is None or text_of(manifest) != text:
        raise Damaged(f"{directory / MANIFEST} is not as it was written.")
    return manifest


def check_files(directory: Path, manifest: Manifest, say=lambda line: None) -> None:
    """Reads every file of a backup again. Raises Damaged, naming the first that is missing, strange or changed."""
    there = {path.relative_to(directory).as_posix() for path in directory.rglob("*") if not path.is_dir()} - {MANIFEST}
    if missing := set(manifest.files) - there:
        raise Damaged(f"{min(missing)} is missing.")
    if strange := there - set(manifest.files):
        raise Damaged(f"{min(strange)} is not the backup’s.")
    for number, (name, checksum) in enumerate(manifest.files.items(), 1):
        say(f"checked {number} of {len(manifest.files)} files")
        try:
            same = checksum_of(directory / name) == checksum
        except OSError:
            same = False
        if not same:
            raise Damaged(f"{name} is not as it was written: its checksum is another.")


def _json(told: dict) -> str:
    return json.dumps(told, indent=1, sort_keys=True, ensure_ascii=True)
