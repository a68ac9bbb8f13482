"""What a save leaves behind: a version of the text. And the way back from a version to a text."""

from datetime import datetime

from django.utils.dateparse import parse_datetime

from accounts.models import User
from blog.markup import image_keys
from blog.models import Blog, Image, Kind, Page, Post, PostState, Version

KEPT = 20  # unnamed saves of a text; what was published or named stays for good

_COMMON = ("title", "body", "description", "slug", "path", "language", "state")
_MOMENTS = ("published_at", "expires_at")
_OF_POSTS = ("series_place", "canonical", "sticky")


def fields_of(text: Post | Page, labels: list[str] | None = None, *, series: str | None = None, coauthors=None) -> dict:
    """What an author chooses of a text, as JSON: strings, numbers, moments in ISO 8601, the names of its labels and its
    series, the address of its cover, the numbers of those who wrote it with its author (who may take another name).

    None for `labels`, `series` or `coauthors` (people) reads them: a query each.
    """
    fields = {name: getattr(text, name) for name in _COMMON}
    if isinstance(text, Page):
        return fields | {"menu_order": text.menu_order}
    fields |= {name: at.isoformat() if (at := getattr(text, name)) else None for name in _MOMENTS}
    fields |= {name: getattr(text, name) for name in _OF_POSTS}
    if labels is None:
        labels = list(text.labels.values_list("name", flat=True)) if text.pk else []
    if series is None:
        series = text.series.name if text.series else ""
    if coauthors is None:
        coauthors = text.coauthors.only("pk") if text.pk else ()
    return fields | {
        "labels": sorted(labels, key=str.casefold),
        "series": series,
        "coauthors": sorted(person.pk for person in coauthors),
        "cover": text.cover.get_absolute_url() if text.cover else "",
    }


def put(text: Post | Page, fields: dict) -> dict:
    """Writes a version's values on a text that is in hand; returns the rest as `publishing.save_post` takes it.

    A version that is older than a field says nothing of it, and leaves it.
    """
    for name in _COMMON:
        setattr(text, name, fields[name])
    if isinstance(text, Page):
        text.menu_order = fields["menu_order"]
        return {}
    for name in _MOMENTS:
        setattr(text, name, parse_datetime(fields[name]) if fields.get(name) else None)
    for name in _OF_POSTS:
        setattr(text, name, fields.get(name, getattr(text, name)))
    if "cover" in fields:
        text.cover = image_at(text.blog, fields["cover"])
    numbers = fields.get("coauthors")
    coauthors = None if numbers is None else list(User.objects.filter(pk__in=numbers))
    return {"labels": fields["labels"], "series": fields.get("series"), "coauthors": coauthors}


def image_at(blog: Blog, address: str) -> Image | None:
    """The blog's image whose address this is, or that a line of Markdown shows. A query, if it looks like one."""
    key = next(iter(image_keys(address)), None)
    return blog.images.filter(key=key).first() if key else None


def record(text: Post | Page, *, kind: str, by, at: datetime, fields: dict | None = None, **more) -> Version:
    """Adds a version, and forgets the oldest unnamed saves beyond KEPT."""
    own = {"post": text} if isinstance(text, Post) else {"page": text}
    version = Version.objects.create(
        blog=text.blog, kind=kind, by=by, made_at=at, fields=fields or fields_of(text), **own, **more
    )
    saved = text.versions.filter(kind=Kind.SAVED).order_by("-pk")
    if kind == Kind.SAVED and (oldest := saved.values_list("pk", flat=True)[KEPT : KEPT + 1].first()):
        saved.filter(pk__lte=oldest).delete()
    return version


def record_save(text: Post | Page, before: dict | None, *, by, now: datetime, name: str = "", note: str = "") -> None:
    """The version that a save makes; `before` is what stood there, None for a new text.

    Where nothing of an older text was ever recorded (it was imported, say), what stood there is recorded first, so that
    somebody who still has it in a form can be brought together with this save.
    """
    after = fields_of(text)
    if before is not None and not text.versions.exists():
        was = text.updated_at if before == after else min(text.created_at, now)
        kind = Kind.PUBLISHED if before["state"] == PostState.PUBLISHED else Kind.SAVED
        record(text, kind=kind, by=None, at=was, fields=before)
    if before == after and not name and not note:
        return
    kind = Kind.PUBLISHED if text.state == PostState.PUBLISHED else Kind.NAMED if name else Kind.SAVED
    record(text, kind=kind, by=by, at=now, fields=after, name=name, note=note)
