"""The readers' one style sheet: written in several files, served as one, because each request costs a reader time.

Found like any other static file, so that it is there in tests, in `runserver` and after `collectstatic` alike.
"""

import re
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

SHEETS = {"css/site.css": ("css/parley.css", "css/talk.css", "css/code.css")}

_COMMENT, _INDENT = re.compile(r"/\*.*?\*/", re.DOTALL), re.compile(r"\n\s*")


class SheetFinder(BaseFinder):
    def find(self, path: str, find_all: bool = False, **kwargs) -> str | list[str]:
        """The file of a sheet, joined anew if a part of it changed; all of them (one) as a list if asked."""
        all_of_them = kwargs.get("all", find_all)  # as Django named it before 5.2
        found = str(_joined(path)) if path in SHEETS else ""
        return ([found] if found else []) if all_of_them else found

    def list(self, ignore_patterns):
        for path in SHEETS:
            _joined(path)
            yield path, FileSystemStorage(location=settings.JOINED_ROOT)


def _joined(path: str) -> Path:
    parts = (Path(settings.STATICFILES_DIRS[0], part).read_text() for part in SHEETS[path])
    text = "\n".join(smaller(part) for part in parts)
    file = Path(settings.JOINED_ROOT, path)
    if not file.exists() or file.read_text() != text:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return file


def smaller(text: str) -> str:
    """A style sheet without comments and indents. (No string in ours holds either.)"""
    return _INDENT.sub("\n", _COMMENT.sub("", text)).strip()
