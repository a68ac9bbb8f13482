"""Posting a comment: one transaction, which writes its `Ruling`.

Text is rendered before the transaction begins, so that the write lock of SQLite is held for milliseconds only. What
is decided is decided inside it, from rows read there: the post, the rules, the standing and the history. A refusal
writes nothing.
"""

import uuid
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from accounts.models import Membership
from blog.comments.judging import LIVING, Guest, Known, NotDone, Sent, asked_of_spam, judge, locked, rendered
from blog.comments.models import Comment, Ruling, State
from blog.comments.policy import HOLD, OFF, PUBLISH, REFUSE, Decision, admitted_by
from blog.comments.spam import Suspect
from blog.comments.telling import tell_of_new
from blog.markup import VERSION, is_prose, normalise
from blog.models import Post
from blog.pagecache.changes import comment_changed
from config.prepared import Prepared

# The same words at the same place within this time are one comment sent twice, not two (Coral looks back 6 minutes).
SAME_TEXT = timedelta(minutes=10)
APPLICATION = "application"  # why a comment waits that was sent with a request to join


@dataclass(frozen=True, slots=True)
class Posted:
    """`comment` is what was written, or what the same form had written before; None when `decision` refuses."""

    comment: Comment | None
    decision: Decision


def post_comment(
    *,
    post: Post,
    by,
    text: str,
    key: uuid.UUID,
    now: datetime,
    parent: Comment | None = None,
    guest: Guest | None = None,
    opened_at: datetime | None = None,
    sender: Suspect | None = None,
    known: Known | None = None,
) -> Posted:
    """Posts `text` (of `by`, a User; or of a `guest`, and `by` is None) at `post`, in answer to `parent`.

    Sent twice with one `key`, it is one comment. `opened_at` is when its form was, as signed by us; `sender` what a
    spam check may be told about where it came from; `known` what the request need not ask again. Raises
    Post.DoesNotExist when the post is not published, NotDone("already_sent") when the form of this key has already
    brought another text, NotDone("nothing_shown") when the text renders to nothing one could see.
    """
    sent = Sent(post, by, guest, normalise(text), key, parent, opened_at, now)
    spam = ""
    # Judged where it counts, and before, so that nobody makes us render what will be refused. Prose costs nothing.
    if known is None or known.in_force.rules.spam_check != OFF or not is_prose(sent.text):
        judged = judge(sent, post, known=known)
        refused = judged.decision.verdict == REFUSE
        # A double click's other half may be why it is "too fast"; and a spam check is asked about a text once.
        if (refused or judged.in_force.rules.spam_check != OFF) and (earlier := sent_before(sent, post)):
            return again(earlier)
        if refused:
            return Posted(None, judged.decision)
        spam = asked_of_spam(judged, sent, sender)
    html = rendered(sent.text)
    try:
        return write_comment(sent, html, spam, new_key=key)
    except IntegrityError:
        # Either the same form arrived twice at once and the other was faster: now it is found. Or the key is one that
        # this person used at another post, and says nothing here.
        return write_comment(sent, html, spam, new_key=uuid.uuid4())


def write_comment(
    sent: Sent, html: str, spam: str, *, new_key: uuid.UUID, application: Membership | None = None
) -> Posted:
    """Writes the comment with `new_key`, unless the form has brought it before or the policy refuses it.

    With `application`, a request to join that waits, it is judged as a member's and waits with it, whatever is said.
    """
    with transaction.atomic():
        now, post = sent.now, locked(sent.post, sent.now)
        if earlier := sent_before(sent, post):
            return again(earlier)
        if sent.parent:
            sent = replace(sent, parent=post.comments.get(pk=sent.parent.pk))
        judged = judge(sent, post, html, spam, as_member=application is not None)
        decision = judged.decision
        if decision.verdict == REFUSE:
            return Posted(None, decision)
        if application is not None:
            decision = Decision(HOLD, (APPLICATION, *decision.reasons))
        published = decision.verdict == PUBLISH
        comment = Comment.insert(
            blog=post.blog,
            post=post,
            author=sent.by,
            guest_name=sent.guest.name if sent.guest else "",
            guest_email=sent.guest.email if sent.guest else "",
            parent=sent.parent,
            root_id=sent.parent.conversation if sent.parent else None,
            text=sent.text,
            html=html,
            renderer=VERSION,
            state=State.PUBLISHED if published else State.HELD,
            application=application,
            key=new_key,
            created_at=now,
            changed_at=now,
            published_at=now if published else None,
            policy=judged.in_force.version,
            admitted_by=admitted_by(judged.in_force.rules, judged.facts),
            reasons=list(decision.reasons),
            matched=list(judged.facts.words),
        )
        Ruling.insert(comment=comment, blog=post.blog, now=comment.state, code=",".join(decision.reasons), at=now)
        comment_changed(comment)
        if application is None:  # else the team is told of the request, and of the text with it
            tell_of_new(comment, now)
        return Posted(comment, decision)


def sent_before(sent: Sent, post: Post) -> Comment | None:
    """The comment this form has already brought, by its key or by the same words at the same place just before.

    A key that the person used at another post was not made by a form of this one, and is not taken for it. A guest has
    only the key: the same words under the same typed name may be another's.
    """
    if sent.by is None:
        found = list(Comment.objects.filter(key=sent.key, author=None, post=post).exclude(guest_name=""))
    else:
        told = {
            "author": sent.by.pk,
            "post": post.pk,
            "text": sent.text,
            "key": sent.key,
            "since": sent.now - SAME_TEXT,
        }
        found = _ANSWER(parent=sent.parent.pk, **told) if sent.parent else _FIRST(**told)
    by_key = next((comment for comment in found if comment.key == sent.key), None)
    if by_key and (by_key.text != sent.text or by_key.state not in LIVING):
        raise NotDone("already_sent", by_key)
    return by_key or next(iter(found), None)


def _like(author: int, post: int, text: str, key: uuid.UUID, since: datetime, parent: int | None = None) -> QuerySet:
    same = Q(parent=parent, text=text, state__in=LIVING, created_at__gt=since)
    return Comment.objects.filter(Q(key=key) | same, author=author, post=post).order_by("pk")


_TOLD = {"author": int, "post": int, "text": str, "key": uuid.UUID, "since": datetime}
_FIRST, _ANSWER = Prepared(Comment, _like, **_TOLD), Prepared(Comment, _like, parent=int, **_TOLD)


def again(comment: Comment) -> Posted:
    """The answer that was given the first time."""
    verdict = PUBLISH if comment.state == State.PUBLISHED else HOLD
    return Posted(comment, Decision(verdict, tuple(comment.reasons)))
