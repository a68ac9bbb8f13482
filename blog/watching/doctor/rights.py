"""Who on this machine can read what only the blog should."""

import stat
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from blog.watching.doctor.findings import Finding, fail, ok, warn


def look() -> Iterator[Finding]:
    data = Path(settings.DATA)
    yield closed("data directory", data, 0o700)
    key = data / "secret-key"
    if key.exists():
        yield closed("secret-key", key, 0o600)


def closed(name: str, path: Path, wanted: int) -> Finding:
    """Whether nobody but its owner can look into a directory (warn) or read a file (fail)."""
    if not path.exists():
        return fail(name, f"{path} is not there.", "Name the data directory in PARLEY_DATA.")
    rights = stat.S_IMODE(path.stat().st_mode)
    if rights & 0o077:
        make = warn if path.is_dir() else fail
        return make(name, f"Others on this machine can read {path} (mode {rights:o}).", f"chmod {wanted:o} {path}")
    return ok(name, f"Only its owner can read {path}.")
