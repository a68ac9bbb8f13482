"""A post or page as a file of Markdown, and back: its front matter in our words, or in Jekyll's and Hugo's."""

import re
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.dateparse import parse_date, parse_datetime

from blog.markup import normalise
from blog.models import Page, Post, PostState, Readers
from blog.writing.addresses import slug_from
from blog.writing.folder_images import outward
from blog.writing.front_matter import BadFile, joined, parted

POSTS, PAGES, DRAFTS = "posts", "pages", "drafts"
_NAMED = re.compile(r"(?:(\d{4}-\d\d?-\d\d?)-)?(.+)", re.DOTALL)
_HEADING = re.compile(r"\A\s*#[ \t]+(.+?)[ \t]*#*[ \t]*(?:\n+|\Z)")
_TRUE, _FALSE = ("true", "yes", "on", "1"), ("false", "no", "off", "0")
_LONGEST_NAME = 200  # bytes: disks take 255, with the number and the ending
_LAST_PLACE = 32_767  # in a menu, in a series


@dataclass(frozen=True, slots=True)
class Source:
    """One file, read. `published_at` and `updated_at` are aware or None; `author` is an address or a name."""

    is_page: bool
    title: str
    body: str
    slug: str
    path: str
    state: str
    published_at: datetime | None
    updated_at: datetime | None
    description: str
    language: str
    author: str
    readers: str | None  # None: it does not say, and nobody becomes a reader by that
    labels: tuple[str, ...]
    aliases: tuple[str, ...]
    menu_order: int  # 0: not in the menu
    expires_at: datetime | None = None
    notes: tuple[tuple[datetime, str], ...] = ()  # what readers were told of changes
    series: str = ""
    series_place: int = 0
    coauthors: tuple[str, ...] = ()  # addresses or names
    cover: str = ""  # where the image lies
    canonical: str = ""
    sticky: bool = False


def written(text: Post | Page) -> str:
    """The file of a post or page, with its images in hand; of a post, with all that stands in rows of its own."""
    images = text.images.all()
    fields = {
        "title": text.title,
        "date": _said(getattr(text, "published_at", None)),
        "updated": _said(text.updated_at),
        "state": text.state,
        "path": text.path,
        "slug": text.slug,
    }
    if isinstance(text, Post):
        fields |= {
            "author": text.author.email if text.author else "",
            "labels": [label.name for label in text.labels.all()],
            "readers": text.readers,
            "aliases": [old.path for old in text.old_paths.all()],
            "expires": _said(text.expires_at),
            "notes": [f"{at.isoformat()} {words}" for at, words in text.told_notes],
            "series": text.series.name if text.series else "",
            "series_place": str(text.series_place or ""),
            "coauthors": sorted(person.email for person in text.coauthors.all()),
            "cover": outward(text.cover.get_absolute_url(), images) if text.cover else "",
            "canonical": text.canonical,
            "sticky": "true" if text.sticky else "",
        }
    else:
        fields |= {"menu_order": str(text.menu_order or "")}
    return joined(fields | {"description": text.description, "language": text.language}, outward(text.body, images))


def file_name(text: Post | Page, taken: set[str]) -> str:
    """Where the file of a post or page stands in the folder: a name that is not `taken`, and is then."""
    if isinstance(text, Page):
        base = f"{PAGES}/{text.slug}"
    elif text.state == PostState.DRAFT:
        base = f"{DRAFTS}/{text.slug}"
    else:
        base = f"{POSTS}/{text.published_at.astimezone(text.blog.zone):%Y-%m-%d}-{text.slug}"
    base = base.encode()[:_LONGEST_NAME].decode(errors="ignore")
    number, name = 1, f"{base}.md"
    while name.casefold() in taken:  # some disks know no case
        number += 1
        name = f"{base}-{number}.md"
    taken.add(name.casefold())
    return name


def read(text: str, *, name: str, zone: ZoneInfo) -> Source:
    """A file, whose `name` is its path in the folder. A date without a zone is in `zone`. Raises BadFile."""
    fields, body = parted(text)
    fields = {key: _tidied(value) for key, value in fields.items()}
    one = {key: value for key, value in fields.items() if isinstance(value, str)}
    folders, stem = name.lower().split("/")[:-1], re.sub(r"\.(md|markdown)$", "", name.rpartition("/")[2])
    day, rest = _NAMED.fullmatch(stem).groups()
    title = one.get("title", "").strip()
    if not title and (heading := _HEADING.match(body)):
        title, body = heading[1], body[heading.end() :]
    is_page = one.get("layout") == "page" or PAGES in folders
    at = _moment(_first(one, "date", "published_at") or ("" if is_page else day or ""), zone, "date")
    path = _first(one, "path", "permalink", "url")
    names = [name for key in ("author", "authors") for name in _list(fields.get(key, ""))]
    return Source(
        is_page=is_page,
        title=title or rest.replace("-", " ").replace("_", " ").strip().capitalize(),
        body=body,
        slug=one.get("slug", "") or (slug_from(rest, otherwise="") if not path else ""),
        path=path if path.startswith("/") and ":" not in path else "",
        state=_state(one, at, folders, is_page),
        published_at=at,
        updated_at=_moment(_first(one, "updated", "lastmod", "last_modified_at"), zone, "updated"),
        description=_first(one, "description", "excerpt", "summary"),
        language=_first(one, "language", "lang"),
        author=names[0] if names else "",
        readers=_readers(one.get("readers")),
        labels=tuple(name for key in ("labels", "tags", "categories", "category") for name in _names(fields, key)),
        aliases=tuple(path for key in ("aliases", "redirect_from") for path in _list(fields.get(key, ""))),
        menu_order=_place(one.get("menu_order", ""), "menu_order"),
        expires_at=_moment(_first(one, "expires", "expires_at", "expirydate"), zone, "expires"),
        notes=tuple(_note(note, zone) for note in _list(fields.get("notes", ""))),
        series=next(iter(_list(fields.get("series", ""))), ""),
        series_place=_place(one.get("series_place", ""), "series_place"),
        coauthors=(*names[1:], *_list(fields.get("coauthors", ""))),
        cover=_first(one, "cover", "image", "featured_image", "thumbnail"),
        canonical=_first(one, "canonical", "canonical_url", "canonicalurl"),
        sticky=_first(one, "sticky", "pinned").lower() in _TRUE,
    )


def _said(at: datetime | None) -> str:
    return at.isoformat() if at else ""


def _first(fields: dict[str, str], *keys: str) -> str:
    return next((fields[key].strip() for key in keys if fields.get(key, "").strip()), "")


def _list(value: str | list[str]) -> list[str]:
    return [item.strip() for item in (value if isinstance(value, list) else [value]) if item.strip()]


def _names(fields: dict, key: str) -> list[str]:
    """Of labels: a list; or one line with commas, and where there is none, with spaces, as Jekyll has it."""
    value = fields.get(key, "")
    if isinstance(value, str) and key != "category":
        value = value.split(",") if "," in value else value.split()
    return _list(value)


def _tidied(value: str | list[str]) -> str | list[str]:
    """As the fields of a form are: on one line, without what can't be stored."""
    if isinstance(value, list):
        return [" ".join(normalise(item).split()) for item in value]
    return " ".join(normalise(value).split())


def _place(said: str, key: str) -> int:
    if said and not (said.isascii() and said.isdigit() and len(said) < 6 and int(said) <= _LAST_PLACE):
        raise BadFile(f"“{key}: {said[:20]}” is no number from 0 to {_LAST_PLACE}.")
    return int(said or 0)


def _note(said: str, zone: ZoneInfo) -> tuple[datetime, str]:
    """Of "2026-05-03T10:00:00+02:00 What changed", the moment and the words."""
    at, _space, words = said.partition(" ")
    return _moment(at, zone, "notes"), words


def _readers(value: str | None) -> str | None:
    if value and value not in Readers.values:
        raise BadFile(f"“readers: {value}” is none of {', '.join(Readers.values)}.")
    return value


def _state(fields: dict[str, str], at: datetime | None, folders: list[str], is_page: bool) -> str:
    """As it says; else published, but for what lies among drafts, or is a post without a date."""
    if said := fields.get("state", "").lower():
        if said not in PostState.values:  # "private" must not come to mean "published"
            raise BadFile(f"“state: {said}” is none of {', '.join(PostState.values)}.")
        return said
    draft = fields.get("draft", "").lower() in _TRUE or fields.get("published", "").lower() in _FALSE
    if draft or {DRAFTS, "_drafts"} & set(folders) or not (at or is_page):
        return PostState.DRAFT
    return PostState.PUBLISHED


def _moment(said: str, zone: ZoneInfo, key: str) -> datetime | None:
    if not said:
        return None
    said = re.sub(r"\s+([+-]\d\d:?\d\d|Z|UTC)$", r"\1", said).replace("UTC", "Z")
    try:
        at = parse_datetime(said)
        if at is None and (day := parse_date(said)):
            at = datetime(day.year, day.month, day.day)  # noqa: DTZ001 (the zone follows)
        if at is not None:
            at = at if at.tzinfo else at.replace(tzinfo=zone)
            at.astimezone(ZoneInfo("UTC"))  # year 1 may have no moment there
    except (ValueError, OverflowError):
        at = None
    if at is None:
        raise BadFile(f"“{key}: {said}” is no date: write it like 2026-05-03 or 2026-05-03 18:30 +02:00.")
    return at
