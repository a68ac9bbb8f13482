"""A draft shown by a link: made, revoked, read as it is being written, and remarked on for the team alone.

The secret stands in the address and nowhere else: the table has its digest. Nothing is kept of who opened a link.
"""

import copy
import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from blog.markup import image_keys, normalise
from blog.models import Blog, DraftLink, Image, Page, Post, PostState, Remark
from blog.writing.copies import copy_of
from blog.writing.labelling import names_in
from blog.writing.publishing import rendered
from blog.writing.versions import image_at

SECRET = 24  # bytes: 192 bits
LIFE, LONGEST = 7, 90  # days
MOST = 300  # remarks by one link


@dataclass(frozen=True, slots=True)
class Shown:
    """A text as it is being written. `labels`: names."""

    text: Post | Page
    labels: list[str]


def share(*, text: Post | Page, by, name: str, days: int, now: datetime) -> tuple[DraftLink, str]:
    """A new link to a text, and its secret, which is told once. Raises ValidationError, and makes none."""
    if not 1 <= days <= LONGEST:
        raise ValidationError({"days": _("A link lasts for 1 to %(most)d days.") % {"most": LONGEST}})
    secret = secrets.token_urlsafe(SECRET)
    link = DraftLink.objects.create(
        blog=text.blog, by=by, digest=_digest(secret), name=name,
        made_at=now, expires_at=now + timedelta(days=days), **_own(text),
    )  # fmt: skip
    return link, secret


def revoke(*, link: DraftLink, now: datetime) -> None:
    """Ends a link at once. One that has ended already stays as it is."""
    DraftLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=now)


def link_at(secret: str, *, blog: Blog, now: datetime) -> DraftLink | None:
    """The link of this blog with that secret, if its text may be read by it now. One query."""
    living = DraftLink.objects.filter(blog=blog, revoked_at=None, expires_at__gt=now)
    link = living.select_related("post__author", "page").filter(digest=_digest(secret)).first()
    if link is None or link.text.state == PostState.TRASH:
        return None
    link.text.blog = blog
    return link


def as_written(text: Post | Page, now: datetime) -> Shown:
    """The text with what is typed and not saved, if anything is; in hand only. Three queries at most."""
    kept, shown = copy_of(text), copy.copy(text)
    if isinstance(shown, Post):
        shown.published_at = shown.published_at or now
    if kept is None:
        labels = list(text.labels.values_list("name", flat=True)) if isinstance(text, Post) else []
        return Shown(shown, labels)
    for name in ("title", "description"):
        if name in kept.typed:
            limit = text._meta.get_field(name).max_length
            setattr(shown, name, " ".join(normalise(_last(kept.typed, name)).split())[:limit])
    shown.title = shown.title or text.title
    if "body" in kept.typed:
        shown.body = normalise(_last(kept.typed, "body"))
        shown.html = rendered(text.blog, shown.body).html
    if "cover" in kept.typed and isinstance(shown, Post):
        shown.cover = image_at(text.blog, _last(kept.typed, "cover"))
    return Shown(shown, names_in(_last(kept.typed, "label_names")) if isinstance(text, Post) else [])


def image_of(text: Post | Page, key: str) -> Image | None:
    """An image of the page of the text, as it is stored or as it is being written. Two queries at most."""
    kept = copy_of(text)
    shown = [text.body, *((_last(kept.typed, name) for name in ("body", "cover")) if kept else ())]
    if any(key in image_keys(words) for words in shown):
        return text.blog.images.filter(key=key).first()
    around = {getattr(text, "cover_id", None), text.blog.header_image_id} - {None}
    return text.blog.images.filter(key=key, pk__in=around).first() if around and "\0" not in key else None


def remark(*, link: DraftLink, name: str, words: str, now: datetime) -> Remark:
    """Leaves a note of a reader with the team. Raises ValidationError where the link has had its fill."""
    with transaction.atomic():
        DraftLink.objects.select_for_update(no_key=True).get(pk=link.pk)
        if link.remarks.count() >= MOST:
            raise ValidationError(_("Very many notes came by this link already. Write to the authors another way."))
        return Remark.objects.create(
            blog=link.blog, link=link, name=name, words=words, made_at=now, post=link.post, page=link.page
        )


def answer(*, text: Post | Page, by, words: str, now: datetime) -> Remark:
    """A note of somebody of the team."""
    return Remark.objects.create(blog=text.blog, by=by, words=words, made_at=now, **_own(text))


def settle_remark(*, remark: Remark, by, done: bool, now: datetime) -> None:
    """The team dealt with a note, or did not yet."""
    remark.done_at, remark.done_by = (now, by) if done else (None, None)
    remark.save(update_fields=["done_at", "done_by"])


def open_remarks(text: Post | Page) -> int:
    """How many notes wait to be dealt with. One query."""
    return text.remarks.filter(done_at=None).count()


def _own(text: Post | Page) -> dict:
    return {"post": text} if isinstance(text, Post) else {"page": text}


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()


def _last(typed, name: str) -> str:
    return (typed.get(name) or [""])[-1]
