"""The working copy of a text: what stands in its form, kept while it is typed. Readers never see it."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from blog.models import Page, Post, Version, WorkingCopy
from blog.writing import clock
from blog.writing.bylines import names_of
from blog.writing.versions import fields_of

BUSY = timedelta(minutes=2)  # since the last keystroke that arrived: so long somebody counts as writing

Typed = dict[str, list[str]]  # a form as sent: name -> values


class Stale(Exception):
    """Somebody else saved the text, or the copy, after the form was made."""


def token_of(text: Post | Page, copy: WorkingCopy | None) -> str:
    """What a form has seen: the newest version, and how often its copy was saved, like "17.3". A query."""
    version = text.versions.order_by("-pk").values_list("pk", flat=True).first() or 0
    return f"{version}.{copy.revision if copy else 0}"


def token_now(text: Post | Page) -> str:
    """The same, of the copy as it is at this moment. Two queries."""
    return token_of(text, copy_of(text))


def copy_of(text: Post | Page) -> WorkingCopy | None:
    return text.workingcopys.select_related("by").first()


def keep(*, text: Post | Page, by, typed: Typed, seen: str, now: datetime) -> str:
    """Keeps what was typed in place of what was kept; returns the form's new token. Raises Stale and keeps nothing."""
    with transaction.atomic():
        type(text).objects.select_for_update(no_key=True).get(pk=text.pk)
        copy = copy_of(text)
        if token_of(text, copy) != seen:
            raise Stale
        own = {"post": text} if isinstance(text, Post) else {"page": text}
        copy = copy or WorkingCopy(blog=text.blog, revision=0, **own)
        copy.by, copy.typed, copy.saved_at = by, typed, now
        copy.revision += 1
        copy.save()
        return token_of(text, copy)


def check_seen(text: Post | Page, seen: str) -> None:
    """Within a transaction: locks the text. Raises Stale if it, or its copy, was saved since the form was made."""
    type(text).objects.select_for_update(no_key=True).get(pk=text.pk)
    if seen and token_now(text) != seen:
        raise Stale


def discard(text: Post | Page) -> None:
    text.workingcopys.all().delete()


def is_busy(copy: WorkingCopy | None, person, now: datetime) -> bool:
    """Whether somebody else writes at this very time."""
    return copy is not None and copy.by is not None and copy.by != person and now - copy.saved_at < BUSY


def base_of(text: Post | Page, seen: str) -> dict:
    """The fields of the text as a form with this token first had them: of that version, else the oldest recorded."""
    number = seen.partition(".")[0]
    versions = text.versions.order_by("pk")
    found: Version | None = versions.filter(pk=int(number)).first() if number.isdecimal() and len(number) < 19 else None
    found = found or versions.first()
    return found.fields if found else fields_of(text)


def typed_of(fields: Mapping) -> Typed:
    """A version's fields as a browser would send them, moments in the time zone in force. A query for co-authors."""
    typed = {}
    for name, value in fields.items():
        if name in ("published_at", "expires_at"):
            at = timezone.localtime(datetime.fromisoformat(value)) if value else None
            typed[f"{name}_0"] = [at.strftime("%Y-%m-%d") if at else ""]
            typed[f"{name}_1"] = [at.strftime("%H:%M") if at else ""]
            typed[f"{name}_2"] = [_which_of_two(at) if at else ""]
        elif name == "labels":
            typed["label_names"] = [", ".join(value)]
        elif name == "series":
            typed["series_name"] = [value]
        elif name == "coauthors":
            typed["coauthor_names"] = [", ".join(names_of(value))]
        elif name == "cover":
            typed["cover_image"] = [value]
        elif name == "sticky":
            typed[name] = ["on" if value else ""]
        else:
            typed[name] = ["" if value is None else str(value)]
    return typed


def _which_of_two(at: datetime) -> str:
    """What the form says of a moment whose time the clock shows twice; "" of any other."""
    often, _moments = clock.moments_of(at.replace(tzinfo=None, fold=0), timezone.get_current_timezone())
    return "" if often == clock.ONCE else clock.token_of(at)
