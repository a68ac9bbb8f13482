"""What becomes of somebody's comments when their account goes, and what of them they are given to take along.

Connected to the signals of accounts in apps.py; accounts itself knows nothing of comments.
"""

from django.utils import timezone

from blog.comments.models import Comment, Ruling, State
from blog.comments.wording import kept_sentences

ACCOUNT_DELETED = "account_deleted"


def take_comments(*, user, keep_comments: bool, **_signal) -> None:
    """Before the account is deleted. Comments that stay lose their author (the foreign key does it): "former member".
    Those that go are withdrawn, and their text is erased; of one that was answered a tombstone remains.
    """
    if keep_comments:
        return
    now = timezone.now()
    mine = Comment.objects.filter(author=user)
    standing = mine.exclude(state=State.WITHDRAWN).values_list("pk", "state")
    Ruling.objects.bulk_create(
        Ruling(comment_id=pk, was=state, now=State.WITHDRAWN, code=ACCOUNT_DELETED, at=now) for pk, state in standing
    )
    mine.update(text="", html="", state=State.WITHDRAWN, changed_at=now)


def export_comments(*, user, **_signal) -> tuple[str, list[dict]]:
    """Everything the person has said in any blog, with what became of it and why."""
    mine = Comment.objects.filter(author=user).select_related("blog", "post").prefetch_related("rulings")
    return "comments", [_exported(comment) for comment in mine.order_by("pk")]


def _exported(comment: Comment) -> dict:
    return {
        "blog": comment.blog.name,
        "post": {"title": comment.post.title, "path": comment.post.path},
        "permalink": comment.get_absolute_url(),
        "in_reply_to": comment.parent_id,
        "number": comment.pk,
        "text": comment.text,
        "state": comment.state,
        "reasons": kept_sentences(comment.reasons),
        "sent": comment.created_at,
        "edited": comment.edited_at,
        "published": comment.published_at,
        "rulings": [
            {"at": ruling.at, "was": ruling.was, "now": ruling.now, "reason": ruling.reason or ruling.code}
            for ruling in comment.rulings.all()
        ],
    }
