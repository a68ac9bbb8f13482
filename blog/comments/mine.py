"""A person's own comments at a post, with what became of them, why, and what may still be done. Nothing is secret."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Prefetch, Subquery

from blog.comments.editing import editable_until
from blog.comments.judging import LIVING
from blog.comments.models import Comment, Edit, Ruling, State
from blog.comments.policy import HOLD, PUBLISH, Decision
from blog.comments.wording import kept_sentences
from blog.models import Post

SHOWN = 20  # the latest; older ones are on the page, in the export, and under their permalinks


@dataclass(frozen=True, slots=True)
class Own:
    """`sentences`: why it waits; `ruling`: a moderator's guideline and words; `until`: when changing it ends."""

    comment: Comment
    sentences: tuple[str, ...]
    ruling: str
    until: datetime | None
    can_be_withdrawn: bool
    edit: Edit | None = None  # a change that waits, while the text before it stands
    edit_sentences: tuple[str, ...] = ()
    appeal: int | None = None  # the number of the ruling that may be appealed against, or was


def own_comments(post: Post, person, decision: Decision, now: datetime) -> list[Own]:
    """What `person` has said at `post`, newest first, in two queries. `decision` is about a next comment of theirs."""
    last = Ruling.objects.filter(comment=OuterRef("pk")).order_by("-id")
    waiting = Prefetch("edits", Edit.objects.filter(state=State.HELD), to_attr="waiting_edits")
    found = (
        post.comments.filter(author=person)
        .annotate(
            ruling=Subquery(last.values("pk")[:1]),
            ruling_reason=Subquery(last.values("reason")[:1]),
            ruling_guideline=Subquery(last.values("guideline__title")[:1]),
        )
        .prefetch_related(waiting)
        .order_by("-pk")[:SHOWN]
    )
    return [_own(comment, decision, now) for comment in found]


def _own(comment: Comment, decision: Decision, now: datetime) -> Own:
    end = editable_until(comment)
    # As editing.edit_refusal has it, by what is known here; it is asked itself when the link is followed.
    changeable = comment.state in LIVING and now < end and decision.verdict in (PUBLISH, HOLD)
    edit = next(iter(comment.waiting_edits), None) if comment.state == State.PUBLISHED else None
    why = "\n".join(filter(None, (comment.ruling_guideline, comment.ruling_reason)))
    return Own(
        comment=comment,
        sentences=tuple(kept_sentences(comment.reasons)) if comment.state == State.HELD else (),
        ruling=why if comment.state in (State.REJECTED, State.REMOVED) else "",
        until=end if changeable else None,
        can_be_withdrawn=comment.state in LIVING,
        edit=edit,
        edit_sentences=tuple(kept_sentences(edit.reasons)) if edit else (),
        appeal=comment.ruling if comment.state in (State.REJECTED, State.REMOVED) else None,
    )
