"""All that a person has said in a blog, with what became of it, why, and what they may still do. Nothing is secret."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch
from django.urls import NoReverseMatch, reverse

from accounts.standing import Standing
from blog.comments.editing import editable_until
from blog.comments.judging import LIVING
from blog.comments.models import Comment, Edit, Ruling, State
from blog.comments.readable import readable
from blog.comments.wording import kept_sentences
from blog.models import Blog

PAGE = 20


@dataclass(frozen=True, slots=True)
class Waiting:
    """A change that waits for a moderator, and why."""

    edit: Edit
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """What a moderator decided. `appeal_url` is "" where it can't be appealed against, or was already."""

    ruling: Ruling
    appeal_url: str


@dataclass(frozen=True, slots=True)
class Said:
    """One comment. `post_is_there` says whether its post can be read, and so whether anything leads there."""

    comment: Comment
    post_is_there: bool
    sentences: tuple[str, ...]
    rulings: tuple[Told, ...]
    waiting: tuple[Waiting, ...]
    until: datetime | None
    can_be_withdrawn: bool
    can_be_resubmitted: bool


@dataclass(frozen=True, slots=True)
class History:
    """`older` is the number before which the next page begins, None on the last."""

    said: list[Said]
    older: int | None


def history_of(blog: Blog, person, standing: Standing, now: datetime, before: int | None = None) -> History:
    """The person's comments in this blog, newest first, PAGE of them, those numbered below `before`.

    Four queries, however many: comments with their posts, rulings, changes, and which posts can be read.
    """
    rulings = Ruling.objects.filter(by__isnull=False).exclude(by=person).select_related("guideline", "appeal")
    found = blog.comments.filter(author=person).select_related("post__blog")
    if before is not None:
        found = found.filter(pk__lt=before)
    found = found.prefetch_related(
        Prefetch("rulings", rulings.order_by("id"), to_attr="decided"),
        Prefetch("edits", Edit.objects.filter(state=State.HELD), to_attr="changes"),
    )
    rows = list(found.order_by("-pk")[: PAGE + 1])
    older = rows[PAGE - 1].pk if len(rows) > PAGE else None
    rows = rows[:PAGE]
    posts = readable(blog, standing, now).filter(pk__in={row.post_id for row in rows})
    there = set(posts.values_list("pk", flat=True))
    return History([_said(row, row.post_id in there, now) for row in rows], older)


def _said(comment: Comment, there: bool, now: datetime) -> Said:
    end = editable_until(comment)
    return Said(
        comment=comment,
        post_is_there=there,
        sentences=tuple(kept_sentences(comment.reasons)) if comment.state == State.HELD else (),
        rulings=tuple(Told(ruling, _appeal_url(comment, ruling)) for ruling in comment.decided),
        waiting=tuple(Waiting(edit, tuple(kept_sentences(edit.reasons))) for edit in comment.changes),
        until=end if there and comment.state in LIVING and now < end else None,
        can_be_withdrawn=there and comment.state in LIVING,
        can_be_resubmitted=there and comment.state == State.REJECTED,
    )


def _appeal_url(comment: Comment, ruling: Ruling) -> str:
    """Where the ruling that holds now can be appealed against, once; "" where that can't be done."""
    holds = ruling.now == comment.state and ruling == comment.decided[-1]
    if not holds or ruling.now not in (State.REJECTED, State.REMOVED) or hasattr(ruling, "appeal"):
        return ""
    try:
        return reverse("comments:appeal_ruling", args=[ruling.pk])
    except NoReverseMatch:
        return ""
