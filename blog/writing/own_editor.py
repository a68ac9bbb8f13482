"""A text in the editor of whoever runs a command: a file that only they can read, and that stays until it is saved."""

import shlex
import subprocess
import tempfile
from pathlib import Path

from django.conf import settings


class EditorFailed(Exception):
    """The editor could not be run, or says that it failed; the sentence says which. The file is as it left it."""


def laid_out(text: str, stem: str) -> Path:
    """A new file with this text among those that are being written. Raises OSError."""
    folder = Path(settings.WRITING_ROOT)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    number, path = tempfile.mkstemp(dir=folder, prefix=f"{stem[:60]}-", suffix=".md")  # for its owner's eyes alone
    with open(number, "w", encoding="utf-8", newline="\n") as file:
        file.write(text)
    return Path(path)


def edited(path: Path) -> str:
    """The file's text after the editor has ended. Raises EditorFailed, and UnicodeDecodeError."""
    command = [*shlex.split(settings.EDITOR), str(path)]
    try:
        status = subprocess.run(command, check=False).returncode  # noqa: S603 (the editor of who runs the command)
    except OSError as error:
        raise EditorFailed(f"“{settings.EDITOR}” can’t be run ({error.strerror}): set VISUAL or EDITOR.") from None
    if status:
        raise EditorFailed(f"The editor ended with status {status}.")
    return path.read_text(encoding="utf-8")
