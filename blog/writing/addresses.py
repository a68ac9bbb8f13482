"""Where a text lives: its short name and its path, made where the author gave none, refused where they can't be."""

import secrets
import unicodedata
from datetime import datetime
from urllib.parse import unquote

from django.core.exceptions import ValidationError
from django.urls import Resolver404, resolve
from django.utils.text import slugify
from django.utils.translation import gettext as _

from blog.markup import link
from blog.models import Page, PermalinkPattern, Post, PostState
from blog.paths import LIMIT, fault_of, make_path

SLUG_LENGTH = 80  # characters of a short name made from a title
NUMBERS = 20  # tried one after the other; beyond them chance is faster


def slug_from(title: str, *, otherwise: str = "text") -> str:
    """A short name in the title's own letters, cut between words; `otherwise` where it has none."""
    slug = slugify(title, allow_unicode=True)
    if len(slug) > SLUG_LENGTH:
        slug = slug[: SLUG_LENGTH + 1].rpartition("-")[0] or slug[:SLUG_LENGTH]
    return slug.strip("-_") or otherwise


def settle(written: Post | Page, stored: Post | Page | None, now: datetime) -> None:
    """Gives a post or page the slug and path it lacks, and checks them. Raises ValidationError by field.

    `stored` is the row as it was before. Until anybody can have read a text, an address that was made follows its title
    and date. Afterwards it stays, unless somebody changes the slug or the path itself: a typed path stays theirs.
    """
    written.path = tidy(written.path)
    if stored is not None and written.path == stored.path:
        _follow(written, stored, now)
    if written.path:
        written.slug = written.slug or slug_from(written.title)
        _refuse(written, "path")
    elif written.slug:
        written.path = made_path(written)
        _refuse(written, "slug")
    else:
        _number(written)


def tidy(path: str) -> str:
    """A typed path as browsers send it to us: composed, not escaped, with a slash before it."""
    path = unicodedata.normalize("NFC", unquote(path.strip()))
    return path if not path or path.startswith("/") else f"/{path}"


def made_path(written: Post | Page, pattern: str = "") -> str:
    """The path made from the slug, and for a post from its day in the blog's time zone."""
    if isinstance(written, Page):
        return f"/p/{written.slug}/"
    at = written.published_at or written.created_at
    return make_path(pattern or written.blog.permalinks, at.astimezone(written.blog.zone), written.slug)


def refusal_of(written: Post | Page) -> str:
    """Why a post or page can't live at its path, in a sentence; "" if it can. At most three queries."""
    path, blog = written.path, written.blog
    fault = fault_of(path) or _fault_of_route(path)
    if fault == "reserved" and isinstance(written, Page) and path.startswith("/p/"):
        fault = ""  # which is reserved for pages
    if fault:
        return {
            "long": _("An address has at most %(limit)d characters.") % {"limit": LIMIT},
            "shape": _("Write an address like “/2018/05/title/”: letters, digits, hyphens and slashes."),
            "reserved": _("This address belongs to another part of the site. Choose another."),
            "archive": _("At this address is the archive of a year or a month. Choose another."),
        }[fault]
    post, page = (written.pk, None) if isinstance(written, Post) else (None, written.pk)
    if blog.posts.filter(path=path).exclude(pk=post).exists():
        return _("Another post has this address. Choose another.")
    if blog.pages.filter(path=path).exclude(pk=page).exists():
        return _("A page has this address. Choose another.")
    if blog.old_paths.filter(path=path).exclude(post=post).exists():
        return _("Another post had this address, and links to it still lead there. Choose another.")
    return ""


def web_address(typed: str) -> str:
    """The address of a page elsewhere, or "". Raises ValidationError under "canonical" for what is none."""
    typed = typed.strip()
    if typed and (not typed.lower().startswith(("http://", "https://")) or not link(typed)):
        raise ValidationError(
            {"canonical": _("Write the whole address of a page, like “https://example.org/letters/one”.")}
        )
    return typed


def may_have_been_read(stored: Post | Page, now: datetime) -> bool:
    """A post that has, or had before it became a draft again, a day in the past; a page that is published."""
    if isinstance(stored, Page):
        return stored.state == PostState.PUBLISHED
    return stored.published_at is not None and stored.published_at <= now


def _follow(written: Post | Page, stored: Post | Page, now: datetime) -> None:
    """Changes, or empties to be made again, what was made of values that have changed since."""
    if not may_have_been_read(stored, now):
        patterns = PermalinkPattern.values if isinstance(stored, Post) else [""]
        if stored.path in [made_path(stored, pattern) for pattern in patterns]:
            written.path = ""
        if written.slug == stored.slug and _made_of(stored.slug, stored.title) and written.title != stored.title:
            written.slug = ""
    elif written.slug and written.slug != stored.slug:
        before, found, after = stored.path.rpartition(stored.slug)
        if found:
            written.path = before + written.slug + after


def _made_of(slug: str, title: str) -> bool:
    base = slug_from(title)
    return slug == base or slug.startswith(f"{base}-")


def _number(written: Post | Page) -> None:
    """A slug from the title, with the first number that makes its path free."""
    base = slug_from(written.title)
    for number in range(1, NUMBERS + 1):
        written.slug = base if number == 1 else f"{base}-{number}"
        written.path = made_path(written)
        if not refusal_of(written):
            return
    written.slug = f"{base}-{secrets.token_hex(4)}"
    written.path = made_path(written)
    _refuse(written, "slug")


def _fault_of_route(path: str) -> str:
    """What the site's own routes say: nothing but the last of them, which looks posts up, may answer."""
    try:
        return "" if resolve(path).view_name == "reading:at" else "reserved"
    except Resolver404:
        return "shape"


def _refuse(written: Post | Page, field: str) -> None:
    if sentence := refusal_of(written):
        raise ValidationError({field: sentence})
