"""What a save leaves behind: a version of the text. And the way back from a version to a text."""

from datetime import datetime

from django.utils.dateparse import parse_datetime

from blog.models import Kind, Page, Post, PostState, Version

KEPT = 20  # unnamed saves of a text; what was published or named stays for good

_COMMON = ("title", "body", "description", "slug", "path", "language", "state")
_MOMENTS = ("published_at", "expires_at")


def fields_of(text: Post | Page, labels: list[str] | None = None) -> dict:
    """What an author chooses of a text, as JSON: strings, numbers, moments in ISO 8601, the names of its labels.

    `labels` None reads them: one query.
    """
    fields = {name: getattr(text, name) for name in _COMMON}
    if isinstance(text, Page):
        return fields | {"menu_order": text.menu_order}
    fields |= {name: at.isoformat() if (at := getattr(text, name)) else None for name in _MOMENTS}
    if labels is None:
        labels = list(text.labels.values_list("name", flat=True)) if text.pk else []
    return fields | {"labels": sorted(labels, key=str.casefold)}


def put(text: Post | Page, fields: dict) -> list[str] | None:
    """Writes a version's values on a text that is in hand; returns the names of its labels, None for a page."""
    for name in _COMMON:
        setattr(text, name, fields[name])
    if isinstance(text, Page):
        text.menu_order = fields["menu_order"]
        return None
    for name in _MOMENTS:
        setattr(text, name, parse_datetime(fields[name]) if fields.get(name) else None)
    return fields["labels"]


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
