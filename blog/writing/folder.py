"""A blog's posts and pages as a folder of Markdown files, both ways.

What is theirs is in the files, but for comments and the comment policy (which have exports of their own) and images,
which are named in a text by their address in this blog. What came out of a folder goes into another byte for byte.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from blog.comments.changing import change_policy, fields_of, own_version
from blog.models import Blog, OldPath, Page, Post, PostState
from blog.writing.addresses import tidy
from blog.writing.bylines import writer_named
from blog.writing.front_matter import BadFile
from blog.writing.publishing import save_page, save_post
from blog.writing.sources import Source, file_name, read, written

SUFFIXES = (".md", ".markdown")
LARGEST = 4 * 1024 * 1024  # bytes of a file: the longest text there may be, in any script, and its front matter
MADE, UPDATED, SAME, THERE, BROKEN = "made", "updated", "same", "there", "broken"


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one file: `outcome` is one of the words above, `said` why, or what to know of it."""

    name: str
    outcome: str
    said: str = ""


def export_folder(blog: Blog, folder: Path) -> Iterator[str]:
    """Writes every post and page into `folder`; yields the names of the files. Raises OSError.

    By path, so that of two that would have one name the same is numbered every time.
    """
    taken: set[str] = set()
    posts = (
        blog.posts.exclude(state=PostState.TRASH)
        .order_by("path")
        .prefetch_related("labels", "old_paths")
        .select_related("author", "blog")
    )
    for text in chain(posts.iterator(200), blog.pages.exclude(state=PostState.TRASH).order_by("path").iterator(200)):
        text.blog = blog
        path = folder / (name := file_name(text, taken))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(written(text), encoding="utf-8", newline="\n")
        yield name


def files_in(folder: Path) -> list[Path]:
    """The Markdown files of a folder and those within it, in the order of their names; hidden ones are left out."""
    found = [path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES and path.is_file()]
    return sorted(path for path in found if not any(part.startswith(".") for part in path.relative_to(folder).parts))


def import_file(path: Path, *, folder: Path, blog: Blog, by: User | None, update: bool, now: datetime) -> Taken:
    """Makes a post or page of a file, in one transaction. What stands at its address stays, unless `update`.

    `by` is whose it is where the file names nobody of the team. A file that can't be taken changes nothing.
    """
    name = path.relative_to(folder).as_posix()
    try:
        if path.stat().st_size > LARGEST:
            raise BadFile(f"The file is larger than {LARGEST // 1024 // 1024} MB: no post is.")
        source = read(path.read_bytes().decode("utf-8"), name=name, zone=blog.zone)
        with transaction.atomic():
            return _taken(source, name, blog, by, update, now)
    except UnicodeDecodeError as error:
        return Taken(name, BROKEN, f"Byte {error.start} is no UTF-8: save the file as UTF-8.")
    except (BadFile, OSError) as error:
        return Taken(name, BROKEN, str(error))
    except ValidationError as error:
        by_field = error.message_dict.items() if hasattr(error, "error_dict") else [("labels", error.messages)]
        return Taken(name, BROKEN, "; ".join(f"{field}: {' '.join(said)}" for field, said in by_field))


def _taken(source: Source, name: str, blog: Blog, by: User | None, update: bool, now: datetime) -> Taken:
    kind = Page if source.is_page else Post
    there = kind.objects.filter(blog=blog, path=tidy(source.path)).first() if source.path else None
    if there and _is_same(there, source):
        return Taken(name, SAME)
    if there and not update:
        return Taken(
            name, THERE, f"{source.path} is there already, with another text: --update puts this in its place."
        )
    if not there and not source.path and kind.objects.filter(blog=blog, slug=source.slug, title=source.title).exists():
        return Taken(name, THERE, f"“{source.title}” is there already; give the file its path to change it.")
    text = there or kind(blog=blog, created_at=source.published_at or now)
    text.blog = blog
    for field in ("title", "body", "description", "language", "state"):
        setattr(text, field, getattr(source, field))
    if not there:
        text.slug, text.path = source.slug, source.path
    said = ""
    if source.is_page:
        text.menu_order = source.menu_order
        save_page(page=text, now=now)
    else:
        author = writer_named(blog, source.author)
        said = f"Nobody of the team is “{source.author}”." if source.author and not author else ""
        text.author = author or text.author or by
        text.published_at = source.published_at
        save_post(post=text, now=now, labels=source.labels)
        _beside(text, source, by, now)
    if source.updated_at:  # as the file has it: nobody has changed the text by bringing it here
        kind.objects.filter(pk=text.pk).update(updated_at=source.updated_at)
    return Taken(name, UPDATED if there else MADE, said)


def _beside(post: Post, source: Source, by: User | None, now: datetime) -> None:
    """What is a post's but stands in rows of its own: who may read it, and the addresses it had."""
    if source.readers not in (None, post.readers):
        version = own_version(post.blog, post)
        values = {field: getattr(version, field) for field in fields_of(post)} if version else {}
        change_policy(blog=post.blog, post=post, values=values | {"readers": source.readers}, by=by, now=now)
    for path in map(tidy, source.aliases):
        if path != post.path:
            OldPath.objects.get_or_create(blog=post.blog, path=path, defaults={"post": post, "left_at": now})


def _is_same(text: Post | Page, source: Source) -> bool:
    """Whether the file says nothing that is not so."""
    fields = ("title", "body", "description", "language", "state")
    if any(getattr(text, field) != getattr(source, field) for field in fields):
        return False
    if isinstance(text, Page):
        return text.menu_order == source.menu_order
    labels = {label.name for label in text.labels.all()}
    same_readers = source.readers in (None, text.readers)
    return same_readers and (text.published_at, labels) == (source.published_at, set(source.labels))
