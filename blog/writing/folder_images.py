"""The images of a folder of Markdown: files beside the texts, which name them by where they lie.

A file of the folder is called after its content, so that each picture lies there once, and what came out of one blog
comes out of another under the same name.
"""

import hashlib
import io
import json
import re
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import unquote

from django.core.exceptions import ValidationError

from blog.models import Blog, Image
from blog.writing.decoding import BYTES, Decoded, decode, decode_again
from blog.writing.images import keep_image
from blog.writing.versions import image_at

FOLDER = "images"
WORDS = "images/words.json"  # what is said of each file: its name in the blog, its texts, its focus
_BEFORE = r"(?<![^\s(\[<\"'`=])"  # an address that nothing stands before, a host least of all
_OURS = re.compile(_BEFORE + r"\.\./images/[\w.-]+\.[a-z]{3,4}(?![\w-])")
_SHOWN = re.compile(r"(!\[(?P<alt>[^\]\n]{0,300})\]\(<?)(?P<place>[^\s()<>]{1,300}\.(?:jpe?g|png|webp|gif|avif))", re.I)


def file_of(image: Image) -> str:
    """The name of an image's file in the folder, like "harbour-3f2a9c01b7de.jpg"."""
    stem, _dot, ending = image.name.rpartition(".")
    return f"{stem}-{image.checksum[:12]}.{ending}"


def outward(text: str, images: Iterable[Image]) -> str:
    """A text, or an address, as it stands in the folder: its blog's images by where they lie beside it."""
    for image in images:
        address = re.compile(_BEFORE + re.escape(image.get_absolute_url()) + r"(?![\w-])")
        text = address.sub(f"../{FOLDER}/{file_of(image)}", text)
    return text


def write_image(image: Image, folder: Path, words: dict) -> None:
    """Writes an image's file, and what is said of it into `words`. Raises OSError."""
    name = file_of(image)
    if name in words:
        return
    path = folder / FOLDER / name
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with image.file.open("rb") as file:
            path.write_bytes(file.read())
    except FileNotFoundError:
        return  # a row whose file was lost: nothing can be written for it
    words[name] = {
        "name": image.name,
        "alt": image.alt,
        "caption": image.caption,
        "focus": [image.focus_x, image.focus_y],
        "sha256": image.checksum,
    }


def write_words(folder: Path, words: dict) -> None:
    if words:
        said = json.dumps(dict(sorted(words.items())), ensure_ascii=False, indent=1)
        (folder / WORDS).write_text(f"{said}\n", encoding="utf-8", newline="\n")


class FolderImages:
    """The images of one folder on their way into a blog: each decoded once. `faults` are sentences, for who imports."""

    def __init__(self, folder: Path, blog: Blog, by, *, dry_run: bool = False):
        self.folder, self.blog, self.by, self.dry_run = folder.resolve(), blog, by, dry_run
        self.words = _words_in(self.folder)
        self.decoded: dict[Path, Decoded | None] = {}
        self.faults: list[str] = []

    def inward(self, text: str, at: Path, *, keep: bool) -> str:
        """A text of the file `at`, with the addresses that its images have in the blog. `keep` makes those that are
        missing; without, their places stay as they are."""
        text = _OURS.sub(lambda found: self.address(found[0], at, keep=keep) or found[0], text)
        return _SHOWN.sub(
            lambda found: found[1] + (self.address(found["place"], at, keep=keep, alt=found["alt"]) or found["place"]),
            text,
        )

    def address(self, place: str, at: Path, *, keep: bool, alt: str = "") -> str:
        """The address of the image that lies at `place`, seen from a file or from the folder; "" for none."""
        if ":" in place or image_at(self.blog, place):
            return ""
        path = self._path(unquote(place), at)
        if path is None:
            return ""
        decoded, said = self._decoded(path), self.words.get(path.name, {})
        if decoded is None:
            return ""
        image = self.blog.images.filter(checksum=decoded.checksum).first()
        if image is None and keep and not self.dry_run:
            image = self._kept(path, decoded, said, alt)
        return image.get_absolute_url() if image else ""

    def _kept(self, path: Path, decoded: Decoded, said: dict, alt: str) -> Image:
        limits = {name: Image._meta.get_field(name).max_length for name in ("alt", "caption")}
        words = {name: " ".join(str(said.get(name) or "").split())[:limit] for name, limit in limits.items()}
        words["alt"] = words["alt"] or alt.strip() or path.stem.replace("-", " ").replace("_", " ")
        focus = said.get("focus")
        is_focus = isinstance(focus, list) and len(focus) == 2 and all(type(n) is int and 0 <= n <= 100 for n in focus)
        name = str(said.get("name") or path.name)
        return keep_image(
            blog=self.blog, by=self.by, decoded=decoded, name=name, focus=tuple(focus) if is_focus else None, **words
        )[0]

    def _path(self, place: str, at: Path) -> Path | None:
        """The file that is meant, if it lies in the folder: beside the text, or from the folder's top."""
        for base, rest in ((at.parent, place), (self.folder, place.lstrip("/")), (self.folder / "static", place[1:])):
            path = (base / rest).resolve()
            if path.is_relative_to(self.folder) and path.is_file():
                return path
        return None

    def _decoded(self, path: Path) -> Decoded | None:
        if path not in self.decoded:
            self.decoded[path] = self._decode(path)
        return self.decoded[path]

    def _decode(self, path: Path) -> Decoded | None:
        try:
            with path.open("rb") as file:
                raw = file.read(BYTES + 1)
            says_so = self.words.get(path.name, {}).get("sha256") == hashlib.sha256(raw).hexdigest()
            return decode_again(raw) if says_so else decode(io.BytesIO(raw))
        except (OSError, ValidationError) as error:
            said = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
            self.faults.append(f"{path.relative_to(self.folder).as_posix()}: {said}")
            return None


def _words_in(folder: Path) -> dict:
    """What the folder says of its images; nothing where it says nothing that can be read."""
    try:
        said = json.loads((folder / WORDS).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return {name: words for name, words in said.items() if isinstance(words, dict)} if isinstance(said, dict) else {}
