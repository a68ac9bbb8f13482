"""The one answer a person may give to what was decided about them, and the answer to that, by somebody else.

Whatever one's standing: who was banned or suspended may appeal, too.
"""

from contextlib import suppress
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from accounts.mail import tell, tell_all
from accounts.models import LogEntry, Sanction, Topic, User
from accounts.refusals import Refused
from accounts.sanctions import end
from blog.comments.models import Appeal, Comment, Ruling
from blog.comments.models import State as CommentState
from blog.comments.people import moderators_of
from blog.comments.removing import act_of, restore_all
from blog.comments.rulings import RESTORE, rule

APPEALABLE = (CommentState.REJECTED, CommentState.REMOVED)
LONGEST_APPEAL = Appeal._meta.get_field("text").max_length
LONGEST_ANSWER = 1000


def appeal_of(ruling: Ruling) -> Appeal | None:
    """The appeal there is against a ruling: one, also where it is one of many that are a single act on a person."""
    same = Q(ruling=ruling)
    if act_of(ruling):
        same |= Q(blog=ruling.blog_id, by=ruling.comment.author_id, ruling__code=ruling.code)
    return Appeal.objects.filter(same).first()


def refusal_to_appeal_ruling(ruling: Ruling) -> str:
    """Why nobody may appeal against `ruling`, as a code of accounts.refusals; "" if its author may."""
    if appeal_of(ruling):
        return "appealed_already"
    if ruling.now not in APPEALABLE or ruling.was == ruling.now:
        return "nothing_to_appeal"
    latest = ruling.comment.rulings.order_by("-pk").values_list("pk", flat=True).first()
    return "" if latest == ruling.pk else "nothing_to_appeal"


def refusal_to_appeal_sanction(sanction: Sanction, now: datetime) -> str:
    """The same about a sanction. A warning that was acknowledged binds no more, nor does one that ended."""
    if Appeal.objects.filter(sanction=sanction).exists():
        return "appealed_already"
    return "" if sanction.is_in_force(now) else "nothing_to_appeal"


@transaction.atomic
def appeal_ruling(*, ruling: Ruling, by: User, text: str, now: datetime) -> Appeal:
    """Appeals against the latest ruling on one's comment. Raises Ruling.DoesNotExist if another's, or Refused:

    "no_appeal_text", "long_appeal", "appealed_already", "nothing_to_appeal"; then nothing was changed.
    """
    ruling = Ruling.objects.select_related("comment").get(pk=ruling.pk, comment__author=by)
    if act := act_of(ruling):
        LogEntry.objects.select_for_update(no_key=True).get(pk=act.pk)  # one appeal, by whichever of its rulings
    Comment.objects.select_for_update(no_key=True).get(pk=ruling.comment_id)  # one at a time, and no ruling meanwhile
    text = _fit(text, refusal_to_appeal_ruling(ruling))
    return _made(Appeal(blog=ruling.comment.blog, by=by, ruling=ruling, text=text, at=now), ruling.comment)


@transaction.atomic
def appeal_sanction(*, sanction: Sanction, by: User, text: str, now: datetime) -> Appeal:
    """Appeals against a sanction in force on oneself. Raises Sanction.DoesNotExist if it is another's, or Refused."""
    sanction = Sanction.objects.told().select_for_update(of=("self",)).get(pk=sanction.pk, user=by)
    text = _fit(text, refusal_to_appeal_sanction(sanction, now))
    return _made(Appeal(blog=sanction.blog, by=by, sanction=sanction, text=text, at=now), None)


@transaction.atomic
def decide_appeal(*, appeal: Appeal, grant: bool, answer: str, by: User, now: datetime) -> Appeal:
    """Answers an appeal, as `by` (who may moderate: ask first). Granted, the comment is restored, or the sanction ends.

    Raises Refused and changes nothing: "no_reason", "long_reason", "appeal_decided" when somebody was faster,
    "ones_own_act" when it is about `by`'s own act or appeal and the blog has somebody else who may decide.
    """
    answer = answer.strip()
    if not answer:
        raise Refused("no_reason")
    if len(answer) > LONGEST_ANSWER:
        raise Refused("long_reason")
    appeal = Appeal.objects.select_for_update(of=("self",)).get(pk=appeal.pk)
    if appeal.state != Appeal.State.OPEN:
        raise Refused("appeal_decided")
    if not may_decide(appeal, by):
        raise Refused("ones_own_act")
    appeal.state = Appeal.State.GRANTED if grant else Appeal.State.DECLINED
    appeal.decided_by, appeal.decided_at, appeal.answer = by, now, answer
    appeal.save()
    if grant:
        _undo(appeal, by, now)
    _log(appeal, f"appeal_{appeal.state}", by, answer, now)
    tell(
        appeal.by,
        blog=appeal.blog,
        topic=Topic.STANDING,
        about=f"appeal {appeal.pk} {appeal.state}",
        template="accounts/mail/appeal_decided",
        appeal=appeal,
        granted=grant,
    )
    return appeal


def may_decide(appeal: Appeal, by: User, moderators: set[int] | None = None) -> bool:
    """Whether a moderator is far enough from the matter: not the one who did the act, unless there is no other.

    Nobody decides on their own appeal while there is anybody else. `moderators` are the numbers of the blog's, where
    they are known.
    """
    if moderators is None:
        moderators = set(moderators_of(appeal.blog).values_list("pk", flat=True))
    if by.pk == appeal.by_id:
        return not moderators - {by.pk}
    return by.pk != (appeal.ruling or appeal.sanction).by_id or not moderators - {by.pk, appeal.by_id}


def _fit(text: str, refusal: str) -> str:
    text = text.strip()
    if refusal:
        raise Refused(refusal)
    if not text:
        raise Refused("no_appeal_text")
    if len(text) > LONGEST_APPEAL:
        raise Refused("long_appeal")
    return text


def _made(appeal: Appeal, comment: Comment | None) -> Appeal:
    appeal.save()
    _log(appeal, "appeal_made", appeal.by, "", appeal.at)
    tell_all(
        moderators_of(appeal.blog),
        blog=appeal.blog,
        topic=Topic.APPEAL,
        about=f"appeal {appeal.pk} made",
        template="accounts/mail/appeal_made",
        by=appeal.by,
        appeal=appeal,
    )
    return appeal


def _undo(appeal: Appeal, by: User, now: datetime) -> None:
    """Unless it is undone already: then the answer alone is given."""
    if appeal.ruling is None:
        if appeal.sanction.is_in_force(now):
            end(sanction=appeal.sanction, by=by, reason=appeal.answer[:500], now=now)
        return
    if act := act_of(appeal.ruling):
        with suppress(Refused):  # all of it is restored, or ruled on again
            restore_all(entry=act, by=by, now=now)
        return
    comment = Comment.objects.select_for_update(no_key=True).get(pk=appeal.ruling.comment_id)
    if comment.state in APPEALABLE:
        rule(comment=comment, act=RESTORE, by=by, reason=appeal.answer[:500], seen_state=comment.state, now=now)


def _log(appeal: Appeal, code: str, by: User, reason: str, now: datetime) -> None:
    LogEntry.objects.create(
        blog=appeal.blog,
        code=code,
        by=by,
        whom=appeal.by,
        comment=appeal.ruling.comment if appeal.ruling else None,
        reason=reason,
        detail={"appeal": appeal.pk, "sanction": appeal.sanction_id},
        at=now,
    )
