"""The acts of authors: a post or page is written, changed, published, taken back.

A text is rendered before the transaction begins, so that SQLite's one write lock is held for milliseconds only.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import User
from blog.markup import OwnImage, beginning_of, image_keys, normalise, render_post, render_teaser
from blog.models import Blog, Image, OldPath, Page, Post, PostState
from blog.pagecache.changes import text_changed
from blog.writing.addresses import may_have_been_read, settle, web_address
from blog.writing.labelling import labels_named
from blog.writing.series import series_for
from blog.writing.versions import fields_of, record_save

# What readers see of a post or page: a change of any of these is a change of the text.
_SEEN = ("title", "path", "body", "html", "description", "language", "state", "published_at", "expires_at", "author_id")
_SEEN += ("cover_id", "canonical", "series_id", "series_place")


_NOT_ASKED = ["blog", "author", "series", "cover", "html", "teaser", "beginning"]  # of Django: it is known already


@dataclass(frozen=True, slots=True)
class Rendered:
    """A text, ready to be saved: the source, what was made of it, and the blog's own images that it shows."""

    body: str
    html: str
    teaser: str
    beginning: str
    images: tuple[Image, ...]


def rendered(blog: Blog, body: str) -> Rendered:
    """Renders a source. One query, for its images; a stranger's image is not kept as ours."""
    body = normalise(body)
    images = tuple(blog.images.filter(key__in=image_keys(body)).order_by("pk")) if image_keys(body) else ()
    own = {image.key: _shown(image) for image in images}
    with translation.override(blog.language):  # whoever saves, and wherever
        words = {"video": _("Video on {site}"), "post": _("Post on {site}"), "post_by": _("Post by {who} on {site}")}
    html, teaser = (render(body, images=own, words=words) for render in (render_post, render_teaser))
    return Rendered(body, html, teaser, beginning_of(html, teaser), images)


def _shown(image: Image) -> OwnImage:
    addresses = {
        ending: {width: image.url_of(image.rendition_name(width, ending)) for width in widths}
        for ending, widths in image.renditions.items()
    }
    return OwnImage(image.width, image.height, image.alt, image.caption, addresses)


def save_post(
    *,
    post: Post,
    now: datetime,
    labels: Iterable[str] | None = None,
    series: str | None = None,
    coauthors: Iterable[User] | None = None,
    text: Rendered | None = None,
    by=None,
    name: str = "",
    note: str = "",
) -> Post:
    """Saves a post, new or changed, with what follows from it. Raises ValidationError by field, and saves nothing.

    `labels` are names, `series` is one, `coauthors` are people; None leaves them as they are. `text` is
    `rendered(post.blog, post.body)`, given by who has it already. A post published without a date is published now.
    What changed is kept as a version, `by` whom and under which `name`; `note` is what readers are told of the change.
    A new text by nobody in particular, as an import brings it, has none until it is changed. Where its address changes
    after anybody can have read it, the old one is kept, and leads to the new one.
    """
    text = _ready(post, text)
    post.canonical = web_address(post.canonical)
    if post.cover and post.cover.blog_id != post.blog_id:
        raise ValidationError({"cover": _("There is no such image in this blog.")})
    if post.state == PostState.PUBLISHED and post.published_at is None:
        post.published_at = now.replace(microsecond=0)
    with transaction.atomic():
        stored = _stored(post)
        before = fields_of(stored) if stored else None
        settle(post, stored, now)
        post.html, post.teaser, post.beginning = text.html, text.teaser, text.beginning
        _leave_trash(post, now)
        if note:
            post.notes = [*post.notes, {"at": now.isoformat(timespec="seconds"), "text": note}]
        if series is not None:
            post.series = series_for(post, series)
        post.series_place = post.series_place if post.series_id else 0
        post.full_clean(exclude=_NOT_ASKED, validate_constraints=False)
        _date_the_change(post, stored, now)
        post.save()
        post.images.set({*text.images, post.cover} - {None})
        if coauthors is not None:
            post.coauthors.set({*coauthors} - {post.author})
            for known in ("authors", "has_others"):
                post.__dict__.pop(known, None)
        if labels is not None:
            # After the post's lock: a new label locks the blog, and who comments locks the post and then the blog.
            post.labels.set(labels_named(post.blog, labels))
        _keep_old_path(post, stored, now)
        if stored or by:
            record_save(post, before, by=by, now=now, name=name, note=note)
        text_changed(post, stored.state if stored else "")
    return post


def save_page(*, page: Page, now: datetime, text: Rendered | None = None, by=None, name: str = "") -> Page:
    """Saves a page, new or changed, as posts are. Raises ValidationError by field, and saves nothing."""
    text = _ready(page, text)
    with transaction.atomic():
        stored = _stored(page)
        before = fields_of(stored) if stored else None
        settle(page, stored, now)
        page.html, page.beginning = text.html, text.beginning
        _leave_trash(page, now)
        page.full_clean(exclude=["blog", "html", "beginning"], validate_constraints=False)
        _date_the_change(page, stored, now)
        page.save()
        page.images.set(text.images)
        if stored or by:
            record_save(page, before, by=by, now=now, name=name)
        text_changed(page, stored.state if stored else "")
    return page


def render_again(*, written: Post | Page, now: datetime) -> None:
    """Renders a text once more, since an image that it shows has changed. One saved meanwhile has the change."""
    text = rendered(written.blog, written.body)
    if text.html == written.html:
        return
    made = {"html": text.html, "beginning": text.beginning, "updated_at": now}
    if isinstance(written, Post):
        made["teaser"] = text.teaser
    type(written).objects.filter(pk=written.pk, body=written.body).update(**made)


def publish_post(
    *,
    blog: Blog,
    author,
    title: str,
    body: str,
    slug: str = "",
    published_at: datetime | None = None,
    labels: Iterable[str] = (),
    description: str = "",
    language: str = "",
    path: str = "",
    state: str = PostState.PUBLISHED,
    now: datetime | None = None,
) -> Post:
    """Writes a new post in one call; `labels` are names. Raises ValidationError by field, and writes nothing."""
    now = now or timezone.now()
    post = Post(
        blog=blog,
        author=author,
        created_at=now,
        title=title.strip(),
        slug=slug,
        path=path,
        body=body,
        published_at=published_at,
        description=description,
        language=language,
        state=state,
    )
    return save_post(post=post, labels=labels, now=now)


def _ready(written: Post | Page, text: Rendered | None) -> Rendered:
    if text is None or text.body != normalise(written.body):
        text = rendered(written.blog, written.body)
    written.body = text.body
    limit = type(written)._meta.get_field("body").max_length
    if len(text.body) > limit:
        raise ValidationError({"body": _("A text has at most %(limit)d characters.") % {"limit": limit}})
    return text


def _stored(written: Post | Page) -> Post | Page | None:
    """The row as it was, locked until the transaction ends; before the blog's row, as in posting a comment."""
    if written.pk is None:
        return None
    stored = type(written).objects.select_for_update(no_key=True).get(pk=written.pk)
    stored.blog = written.blog
    return stored


def _leave_trash(written: Post | Page, now: datetime) -> None:
    written.trashed_at = (written.trashed_at or now) if written.state == PostState.TRASH else None


def _date_the_change(written: Post | Page, stored: Post | Page | None, now: datetime) -> None:
    fields = [field for field in _SEEN if hasattr(written, field)]
    if stored is None or any(getattr(stored, field) != getattr(written, field) for field in fields):
        written.updated_at = now


def _keep_old_path(post: Post, stored: Post | None, now: datetime) -> None:
    """Leaves a way from the address the post had, and none from the one it has."""
    post.old_paths.filter(path=post.path).delete()
    if stored is not None and stored.path != post.path and may_have_been_read(stored, now):
        OldPath.objects.update_or_create(blog=post.blog, path=stored.path, defaults={"post": post, "left_at": now})
