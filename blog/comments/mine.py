"""A person's own comments at a post, with what became of them, why, and what may still be done. Nothing is secret."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Subquery

from blog.comments.models import Comment, Ruling, State
from blog.comments.policy import HOLD, PUBLISH, Decision
from blog.comments.posting import LIVING, editable_until
from blog.comments.wording import kept_sentences
from blog.models import Post

SHOWN = 20  # the latest; older ones are on the page, in the export, and under their permalinks


@dataclass(frozen=True, slots=True)
class Own:
    """`sentences` say why it waits; `ruling` what a moderator wrote. `until` is when it can no longer be changed."""

    comment: Comment
    sentences: tuple[str, ...]
    ruling: str
    until: datetime | None
    can_be_withdrawn: bool


def own_comments(post: Post, person, decision: Decision, now: datetime) -> list[Own]:
    """What `person` has said at `post`, newest first, in one query. `decision` is about a next comment of theirs."""
    reason = Ruling.objects.filter(comment=OuterRef("pk")).order_by("-id").values("reason")[:1]
    found = post.comments.filter(author=person).annotate(ruling_reason=Subquery(reason)).order_by("-pk")[:SHOWN]
    return [_own(comment, decision, now) for comment in found]


def _own(comment: Comment, decision: Decision, now: datetime) -> Own:
    end = editable_until(comment)
    # As posting.edit_refusal has it, by what is known here; it is asked itself when the link is followed.
    changeable = comment.state in LIVING and now < end and decision.verdict in (PUBLISH, HOLD)
    return Own(
        comment=comment,
        sentences=tuple(kept_sentences(comment.reasons)) if comment.state == State.HELD else (),
        ruling=comment.ruling_reason if comment.state in (State.REJECTED, State.REMOVED) else "",
        until=end if changeable else None,
        can_be_withdrawn=comment.state in LIVING,
    )
