"""Asking to join with a comment in hand: the text waits with the request, and the team answers both in one act.

Where a blog takes members at once, becoming one and posting are one act as well.
"""

import uuid
from datetime import datetime

from django.db import transaction

from accounts.joining import approve, decline, join_or_apply, tell_answer
from accounts.models import Membership, State, User
from accounts.standing import standing_of
from blog.comments.facts import count_at, door_facts
from blog.comments.judging import Sent, asked_of_spam, judge, rendered
from blog.comments.models import Comment, Ruling
from blog.comments.models import State as CommentState
from blog.comments.policy import REFUSE, Decision, admit
from blog.comments.posting import Posted, again, sent_before, write_comment
from blog.comments.rejudging import facts_of, in_the_way
from blog.comments.rules import rules_for, rules_for_all
from blog.comments.rulings import ADMITTED, DECLINED, PUBLISH, REASON_LIMIT, REJECT, rule
from blog.comments.spam import Suspect
from blog.markup import normalise
from blog.models import Blog, Post
from blog.pagecache.changes import unseen_comments_changed

WAYS = ("join", "apply", "accept_invitation")  # the next steps of a refusal that can be taken with a text


class _NotTaken(Exception):
    """The text is refused, so nobody joins by it: what was begun is undone."""


def may_ask(door: Decision) -> bool:
    """Whether somebody whom the policy refused may join, or ask to, with their text: the form and the act ask it."""
    return not door.admits and door.next_step in WAYS


def join_with_comment(
    *,
    post: Post,
    by: User,
    text: str,
    key: uuid.UUID,
    now: datetime,
    parent: Comment | None = None,
    opened_at: datetime | None = None,
    sender: Suspect | None = None,
) -> Posted:
    """Makes `by` a member and posts `text`; or an applicant with whose request it waits, where the team decides.

    Both or neither, and sent twice it is once. Raises accounts.refusals.Refused where one may not join, and what
    `posting.post_comment` does.
    """
    sent = Sent(post, by, None, normalise(text), key, parent, opened_at, now)
    if earlier := sent_before(sent, post):
        return again(earlier)
    judged = judge(sent, post, as_member=True)
    if judged.decision.verdict == REFUSE:
        return Posted(None, judged.decision)
    html = rendered(sent.text)
    spam = asked_of_spam(judged, sent, sender)
    try:
        return _join_and_write(sent, html, spam)
    except _NotTaken as refused:
        return Posted(None, refused.args[0])


@transaction.atomic
def _join_and_write(sent: Sent, html: str, spam: str) -> Posted:
    User.objects.select_for_update().get(pk=sent.by.pk)  # one join of a person at a time
    if earlier := sent_before(sent, sent.post):
        return again(earlier)
    post = Post.objects.select_related("blog").get(pk=sent.post.pk)
    rules = rules_for(post).rules
    standing = standing_of(sent.by, post.blog, sent.now)
    door = admit(rules, door_facts(post, standing, sent.now, sent.opened_at, count_at(post, rules)))
    application = None
    if not door.admits:
        if not may_ask(door):
            return Posted(None, door)
        membership = join_or_apply(blog=post.blog, user=sent.by, note="", now=sent.now, text=sent.text)
        application = membership if membership.state == State.APPLICANT else None
    # The key may be one that this person used at another post: then it says nothing here.
    key = uuid.uuid4() if Comment.objects.filter(author=sent.by, key=sent.key).exists() else sent.key
    posted = write_comment(sent, html, spam, new_key=key, application=application)
    if posted.comment is None:
        raise _NotTaken(posted.decision)
    return posted


@transaction.atomic
def approve_application(*, membership: Membership, by: User, now: datetime) -> list[Comment]:
    """Admits an applicant, and publishes or queues what they sent along, as the policy has it now.

    Returns these comments, as they are then. Raises Refused if the person no longer waits.
    """
    membership = approve(membership=membership, by=by, now=now)
    comments = [_settle(comment, by, now) for comment in _sent_with(membership)]
    tell_answer(membership, comments)
    return comments


@transaction.atomic
def decline_application(*, membership: Membership, by: User, reason: str, now: datetime) -> list[Comment]:
    """Answers an applicant with no, and rejects what they sent along for the same reason. Raises as approving does."""
    membership = decline(membership=membership, by=by, reason=reason, now=now)
    comments = _sent_with(membership)
    for comment in comments:
        rule(
            comment=comment, act=REJECT, by=by, reason=membership.reason[:REASON_LIMIT], code=DECLINED,
            seen_state=CommentState.HELD, now=now,
        )  # fmt: skip
        comment.state = CommentState.REJECTED
    tell_answer(membership, comments)
    return comments


def settle_waiting(*, membership: Membership, now: datetime, **_signal) -> None:
    """When an applicant has come in by an invitation: what they sent along is settled as if they were approved."""
    for comment in _sent_with(membership):
        _settle(comment, None, now)


def _sent_with(membership: Membership) -> list[Comment]:
    found = Comment.objects.filter(application=membership).select_related("post__blog", "author")
    return list(found.order_by("pk"))


def _settle(comment: Comment, by: User | None, now: datetime) -> Comment:
    """Publishes a comment that waited with a request to join, or hands it to those that wait for a moderator."""
    Comment.objects.select_for_update(no_key=True).get(pk=comment.pk)  # first, as in every act on one: judging.locked
    post = Post.objects.published(now).select_for_update(no_key=True).filter(pk=comment.post_id).first()
    reasons = _reasons(comment, post, now) if post else ()
    if post and not reasons:
        rule(comment=comment, act=PUBLISH, by=by, code=ADMITTED, seen_state=CommentState.HELD, now=now)
        comment.state = CommentState.PUBLISHED
        return comment
    comment.application, comment.reasons, comment.changed_at = None, list(reasons), now
    comment.save(update_fields=["application", "reasons", "changed_at"])
    unseen_comments_changed()
    Ruling.objects.create(comment=comment, was=comment.state, now=comment.state, by=by, code=ADMITTED, at=now)
    return comment


def _reasons(comment: Comment, post: Post, now: datetime) -> tuple[str, ...]:
    post.blog = Blog.objects.select_for_update().get(pk=post.blog_id)
    comment.post = post
    in_force = rules_for_all(post.blog, [post])
    facts = facts_of(post.blog, [comment], in_force, now)[comment.pk]
    return in_the_way(in_force[post.pk].rules, facts)
