"""Changes of a published text that wait for their date, and are published when it has come.

No worker is needed: `Blog.next_due_at` says when the next one falls due, and the first request after that moment, or
`manage.py tend`, publishes it before anything is shown.
"""

import logging
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Min
from django.utils.translation import gettext as _

from blog.models import Blog, Kind, Page, Post, PostState, Version
from blog.pagecache.changes import blog_changed
from blog.writing.merging import three_way
from blog.writing.publishing import save_page, save_post
from blog.writing.versions import fields_of, put, record

log = logging.getLogger(__name__)


def schedule(*, text: Post | Page, fields: dict, by, due_at: datetime, now: datetime, note: str = "") -> Version:
    """Lets a change wait for its date, in place of one that waited. `fields` as `versions.fields_of` makes them."""
    with transaction.atomic():
        cancel(text)
        if not text.versions.exists():  # what stands there now, which the change is one of
            record(text, kind=Kind.PUBLISHED, by=None, at=now, fields=fields_of(type(text).objects.get(pk=text.pk)))
        version = record(text, kind=Kind.SCHEDULED, by=by, at=now, fields=fields, due_at=due_at, note=note)
        _note_next(text.blog)
    return version


def scheduled(text: Post | Page) -> Version | None:
    """The change of a text that waits, if one does."""
    return text.versions.filter(kind=Kind.SCHEDULED).select_related("by").order_by("due_at").first()


def cancel(text: Post | Page) -> None:
    """A change that waited is a saved version from now on, and nothing more."""
    text.versions.filter(kind=Kind.SCHEDULED).update(kind=Kind.NAMED, due_at=None)
    _note_next(text.blog)


def publish_due(blog: Blog, now: datetime) -> int:
    """Publishes each change of this blog that has fallen due, once, whoever asks; returns how many."""
    due = Version.objects.filter(blog=blog, kind=Kind.SCHEDULED, due_at__lte=now).order_by("due_at", "pk")
    done = sum(_publish(version, blog, now) for version in due)
    _note_next(blog)
    return done


def _publish(version: Version, blog: Blog, now: datetime) -> bool:
    text = version.text
    text.blog = blog
    try:
        with transaction.atomic():
            model, own = type(text), {"pk": text.pk}
            text = model.objects.select_for_update(no_key=True).get(**own)
            text.blog = blog
            base = text.versions.filter(kind=Kind.PUBLISHED, pk__lt=version.pk).order_by("-pk").first()
            # The save below adds the version that was published; this row has done its work.
            if not Version.objects.filter(pk=version.pk, kind=Kind.SCHEDULED).delete()[0]:
                return False  # another worker was faster, or somebody took it back
            if text.state != PostState.PUBLISHED:  # taken off the page meanwhile: nothing is published against that
                raise ValidationError(_("The text was no longer published."))
            fields, conflicts = three_way(base.fields if base else version.fields, version.fields, fields_of(text))
            if conflicts:
                raise ValidationError(_("The text was changed in the same places meanwhile."))
            beside = put(text, fields)
            act = {"now": now, "by": version.by}
            if isinstance(text, Post):
                save_post(post=text, note=version.note, **beside, **act)
            else:
                save_page(page=text, **act)
            return True
    except ValidationError as error:
        Version.objects.filter(pk=version.pk).update(
            kind=Kind.FAILED, due_at=None, fault=" ".join(map(str, error.messages))
        )
        log.warning("A change that was due could not be published: version %d", version.pk)
        return False


@transaction.atomic
def _note_next(blog: Blog) -> None:
    waiting = Version.objects.filter(blog=blog, kind=Kind.SCHEDULED)
    blog.next_due_at = waiting.aggregate(at=Min("due_at"))["at"]
    if Blog.objects.filter(pk=blog.pk).exclude(next_due_at=blog.next_due_at).update(next_due_at=blog.next_due_at):
        blog_changed(blog.pk)
