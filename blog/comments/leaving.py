"""What becomes of somebody's comments when their account goes, and what of them they are given to take along.

Connected to the signals of accounts in apps.py; accounts itself knows nothing of comments.
"""

from datetime import datetime

from django.utils import timezone

from blog.comments.editing import WITHDRAWN
from blog.comments.models import Appeal, Comment, Edit, Follow, Mute, Report, Ruling, State, Thanks
from blog.comments.telling import untell_readers
from blog.comments.wording import kept_sentences
from blog.pagecache.changes import unseen_comments_changed

ACCOUNT_DELETED = "account_deleted"


def lock_comments(*, user, **_signal) -> None:
    """Before the person's row is locked: an act on a comment locks it first, and its author's row after it."""
    mine = Comment.objects.filter(author=user).order_by("pk").select_for_update(no_key=True)
    list(mine.values_list("pk", flat=True))


def take_comments(*, user, keep_comments: bool, **_signal) -> None:
    """Before the account is deleted. Comments that stay lose their author (the foreign key does it): "former member".
    Those that go are withdrawn, and their text is erased; of one that was answered a tombstone remains.
    """
    now = timezone.now()
    _withdraw(Comment.objects.filter(author=user, application__isnull=False), ACCOUNT_DELETED, now)
    if keep_comments:
        return
    mine = Comment.objects.filter(author=user)
    standing = list(mine.exclude(state=State.WITHDRAWN).values_list("pk", "state", "blog"))
    Ruling.objects.bulk_create(
        Ruling(comment_id=pk, blog_id=blog, was=state, now=State.WITHDRAWN, code=ACCOUNT_DELETED, at=now)
        for pk, state, blog in standing
    )
    Edit.objects.filter(comment__author=user).delete()  # they hold the text a second time
    untell_readers(*(pk for pk, _state, _blog in standing))
    mine.update(text="", html="", state=State.WITHDRAWN, changed_at=now)


def take_applied(*, membership, now: datetime, **_signal) -> None:
    """When somebody takes back their request to join: what was sent with it goes, too."""
    _withdraw(Comment.objects.filter(application=membership), WITHDRAWN, now)


def _withdraw(comments, code: str, now: datetime) -> None:
    """Comments that wait with a request to join."""
    Ruling.objects.bulk_create(
        Ruling(comment_id=pk, blog_id=blog, was=State.HELD, now=State.WITHDRAWN, code=code, at=now)
        for pk, blog in comments.values_list("pk", "blog")
    )
    if comments.update(state=State.WITHDRAWN, application=None, changed_at=now):
        unseen_comments_changed()


def export_comments(*, user, **_signal) -> tuple[str, list[dict]]:
    """Everything the person has said in any blog, with what became of it and why."""
    mine = Comment.objects.filter(author=user).select_related("blog", "post").prefetch_related("rulings__guideline")
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
            {"at": ruling.at, "was": ruling.was, "now": ruling.now, "reason": _why(ruling)}
            for ruling in comment.rulings.all()
        ],
    }


def _why(ruling: Ruling) -> str:
    """The reason as its person was told it, or the policy's code where nobody gave one."""
    told = [ruling.guideline.title] if ruling.guideline else []
    return ": ".join([*told, *filter(None, [ruling.reason])]) or ruling.code


def export_beside(*, user, **_signal) -> tuple[str, dict[str, list[dict]]]:
    """What the person did beside writing, and what was answered; never what others did about them."""
    reports = Report.objects.filter(by=user).select_related("guideline").order_by("pk")
    return "beside_comments", {
        "reports": [
            {
                "comment": report.comment_id,
                "guideline": report.guideline and report.guideline.title,
                "reason": report.reason,
                "at": report.at,
                "state": report.state,
                "answer": report.answer,
                "decided": report.decided_at,
            }
            for report in reports
        ],
        "thanks": [
            {"comment": thanks.comment_id, "at": thanks.at} for thanks in Thanks.objects.filter(by=user).order_by("pk")
        ],
        "follows": [
            {"post": follow.post.path, "at": follow.at}
            for follow in Follow.objects.filter(by=user).select_related("post").order_by("pk")
        ],
        "mutes": [
            {"name": mute.whom.name, "at": mute.at}
            for mute in Mute.objects.filter(by=user).select_related("whom").order_by("pk")
        ],
        "changes": [
            {
                "comment": edit.comment_id,
                "text": edit.text,
                "state": edit.state,
                "reasons": kept_sentences(edit.reasons),
                "at": edit.at,
            }
            for edit in Edit.objects.filter(comment__author=user).order_by("pk")
        ],
        "appeals": [
            {
                "comment": appeal.ruling and appeal.ruling.comment_id,
                "sanction": appeal.sanction_id,
                "text": appeal.text,
                "at": appeal.at,
                "state": appeal.state,
                "answer": appeal.answer,
                "decided": appeal.decided_at,
            }
            for appeal in Appeal.objects.filter(by=user).select_related("ruling").order_by("pk")
        ],
    }
