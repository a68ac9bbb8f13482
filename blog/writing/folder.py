"""A blog's posts and pages as a folder of Markdown files, both ways.

What is theirs is in the files, and beside them the images they show and what is said of their labels and series; but
for comments and the comment policy, which have exports of their own. What came out of a blog goes into another, and out
of it again, byte for byte.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from blog.comments.changing import change_policy, fields_of, own_version
from blog.models import Blog, OldPath, Page, Post, PostState
from blog.writing.addresses import tidy
from blog.writing.bylines import writer_named
from blog.writing.checklist import report_of
from blog.writing.folder_images import FolderImages, write_image, write_words
from blog.writing.folder_names import write_names
from blog.writing.front_matter import BadFile
from blog.writing.publishing import save_page, save_post
from blog.writing.sources import Source, file_name, read, written
from blog.writing.versions import image_at

SUFFIXES = (".md", ".markdown")
LARGEST = 4 * 1024 * 1024  # bytes of a file: the longest text there may be, in any script, and its front matter
_OF_POSTS = ("expires_at", "series_place", "canonical", "sticky")  # columns that are called the same in a file
MADE, UPDATED, SAME, THERE, BROKEN = "made", "updated", "same", "there", "broken"


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one file: `outcome` is one of the words above, `said` why, or what to know of it; `text` is what
    was made of it, its model and its number."""

    name: str
    outcome: str
    said: str = ""
    text: tuple[type[Post] | type[Page], int] | None = None


def export_folder(blog: Blog, folder: Path) -> Iterator[str]:
    """Writes every post and page into `folder`; yields the names of the files. Raises OSError.

    By path, so that of two that would have one name the same is numbered every time.
    """
    taken: set[str] = set()
    posts = (
        blog.posts.exclude(state=PostState.TRASH)
        .order_by("path")
        .prefetch_related("labels", "old_paths", "images", "coauthors")
        .select_related("author", "blog", "series", "cover")
    )
    pages = blog.pages.exclude(state=PostState.TRASH).order_by("path").prefetch_related("images")
    words: dict = {}
    for text in chain(posts.iterator(200), pages.iterator(200)):
        text.blog = blog
        path = folder / (name := file_name(text, taken))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(written(text), encoding="utf-8", newline="\n")
        for image in text.images.all():
            write_image(image, folder, words)
        yield name
    write_words(folder, words)
    write_names(blog, folder)


def files_in(folder: Path) -> list[Path]:
    """The Markdown files of a folder and those within it, in the order of their names; hidden ones are left out."""
    found = [path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES and path.is_file()]
    return sorted(path for path in found if not any(part.startswith(".") for part in path.relative_to(folder).parts))


def import_file(
    path: Path, *, folder: Path, blog: Blog, by: User | None, update: bool, now: datetime, images: FolderImages
) -> Taken:
    """Makes a post or page of a file, in one transaction. What stands at its address stays, unless `update`.

    `by` is whose it is where the file names nobody of the team; `images` are those of the folder. A file that can't be
    taken changes nothing.
    """
    name = path.relative_to(folder).as_posix()
    try:
        if path.stat().st_size > LARGEST:
            raise BadFile(f"The file is larger than {LARGEST // 1024 // 1024} MB: no post is.")
        source = read(path.read_bytes().decode("utf-8"), name=name, zone=blog.zone)
        there = _there(blog, source)
        if outcome := _stays(blog, name, there, _placed(source, path, images, keep=False), update):
            return outcome
        source = _placed(source, path, images, keep=True)  # outside of the transaction: files can't be taken back
        with transaction.atomic():
            return _taken(source, there, name, blog, by, now)
    except UnicodeDecodeError as error:
        return Taken(name, BROKEN, f"Byte {error.start} is no UTF-8: save the file as UTF-8.")
    except (BadFile, OSError) as error:
        return Taken(name, BROKEN, str(error))
    except ValidationError as error:
        by_field = error.message_dict.items() if hasattr(error, "error_dict") else [("labels", error.messages)]
        return Taken(name, BROKEN, "; ".join(f"{field}: {' '.join(said)}" for field, said in by_field))


def _placed(source: Source, path: Path, images: FolderImages, *, keep: bool) -> Source:
    """With the addresses that its images have in the blog."""
    body = images.inward(source.body, path, keep=keep)  # first: it has words for them
    return replace(source, body=body, cover=images.address(source.cover, path, keep=keep) or source.cover)


def _there(blog: Blog, source: Source) -> Post | Page | None:
    kind = Page if source.is_page else Post
    return kind.objects.filter(blog=blog, path=tidy(source.path)).first() if source.path else None


def _stays(blog: Blog, name: str, there: Post | Page | None, source: Source, update: bool) -> Taken | None:
    """What is said of a file of which nothing is made; None if something is."""
    if there:
        there.blog = blog
    if there and _is_same(there, source):
        return Taken(name, SAME)
    if there and not update:
        return Taken(name, THERE, f"{there.path} is there already, with another text; --update puts this in its place.")
    kind = Page if source.is_page else Post
    if not there and not source.path and kind.objects.filter(blog=blog, slug=source.slug, title=source.title).exists():
        return Taken(name, THERE, f"“{source.title}” is there already; give the file its path to change it.")
    return None


def _taken(source: Source, there: Post | Page | None, name: str, blog: Blog, by: User | None, now: datetime) -> Taken:
    kind = Page if source.is_page else Post
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
        said = _post(text, source, by, now)
        put_beside(text, source, by, now)
    if source.updated_at:  # as the file has it: nobody has changed the text by bringing it here
        kind.objects.filter(pk=text.pk).update(updated_at=source.updated_at)
    return Taken(name, UPDATED if there else MADE, said, (kind, text.pk))


def count_unready(taken: Iterable[tuple[type[Post] | type[Page], int]]) -> int:
    """How many of these texts are out, or will be, and have something open on the checklist. Asked when all are in:
    they lead to each other. A few queries for each."""
    now, count = timezone.now(), 0
    for kind, pk in taken:
        text = kind.objects.select_related("blog").get(pk=pk)
        if text.state == PostState.PUBLISHED:
            at = max(now, getattr(text, "published_at", now))
            count += bool(report_of(text, text.html, at=at))
    return count


def _post(post: Post, source: Source, by: User | None, now: datetime) -> str:
    """Saves a post as its file has it; what is to be known of it, in sentences."""
    author = writer_named(post.blog, source.author)
    said = f"Nobody of the team is “{source.author}”." if source.author and not author else ""
    post.author, post.published_at = author or post.author or by, source.published_at
    beside, unknown = put_details(post, source)
    save_post(post=post, now=now, labels=source.labels, **beside)
    return " ".join(filter(None, (said, unknown)))


def put_details(post: Post, source: Source) -> tuple[dict, str]:
    """Puts on a post in hand what its file says beside the text. The rest, as `save_post` takes it; and sentences about
    what there is not."""
    for field in _OF_POSTS:
        setattr(post, field, getattr(source, field))
    post.notes = [{"at": at.isoformat(timespec="seconds"), "text": words} for at, words in source.notes]
    post.cover = image_at(post.blog, source.cover)
    others = {said: writer_named(post.blog, said) for said in source.coauthors}
    sentences = [f"Nobody of the team is “{said}”." for said, person in others.items() if not person]
    if source.cover and not post.cover:
        sentences.append(f"There is no image “{source.cover[:80]}” for its cover.")
    people = [person for person in others.values() if person]
    return {"series": source.series, "coauthors": people}, " ".join(sentences)


def put_beside(post: Post, source: Source, by: User | None, now: datetime) -> None:
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
    if source.readers not in (None, text.readers):
        return False
    if any(getattr(text, field) != getattr(source, field) for field in (*_OF_POSTS, "published_at")):
        return False
    cover, others = text.cover, {person for said in source.coauthors if (person := writer_named(text.blog, said))}
    return (
        {label.name for label in text.labels.all()} == set(source.labels)
        and (text.series.name if text.series else "") == source.series
        and (cover.get_absolute_url() if cover else "") == source.cover
        and set(text.coauthors.all()) == others - {text.author}
        and tuple(text.told_notes) == source.notes
    )
