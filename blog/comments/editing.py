"""What people do with words of theirs that stand already: change them, withdraw them. Each act writes its `Ruling`."""

from dataclasses import replace
from datetime import datetime, timedelta

from django.db import transaction

from accounts.standing import standing_of
from blog.comments.facts import door_facts, sent_facts, text_facts
from blog.comments.judging import LIVING, Judged, NotDone, Sent, asked_of_spam, locked, rendered
from blog.comments.models import Comment, Edit, Ruling, State
from blog.comments.policy import HOLD, OFF, admit, decide
from blog.comments.rules import rules_for
from blog.comments.telling import untell_readers
from blog.markup import VERSION, normalise
from blog.pagecache.changes import comment_changed

# Long enough to mend what one sees once it stands there, too short to turn the sense of what others have answered.
# (Isso gives 15 minutes; Remark42 5; Coral 30 seconds, which its users find too little; Hacker News two hours.)
EDIT_WINDOW = timedelta(minutes=15)
EDITED, EDIT_WAITS, WITHDRAWN = "edited", "edit_waits", "withdrawn"  # codes of rulings by authors on their own comments


def edit_comment(*, comment: Comment, by, text: str, now: datetime, seen: datetime | None = None) -> Comment | Edit:
    """Changes one's own comment. `seen` is the `changed_at` of the text the person had before them.

    The change is judged like a new comment. Where it would be held, a published comment keeps its text and stays up,
    and an Edit, which is returned, waits for a moderator; one that waits already is replaced. Otherwise the comment is
    changed and returned. Raises NotDone as `edit_refusal` says, NotDone("changed_meanwhile") when the text is no longer
    the one seen, or NotDone("nothing_shown").
    """
    text = normalise(text)
    html = rendered(text)
    spam = ""
    if rules_for(comment.post).rules.spam_check != OFF:
        spam = asked_of_spam(_judge_edit(comment, by, text, html, now), _of(comment, by, text, now), None)
    with transaction.atomic():
        post = comment.post
        comment = Comment.objects.select_for_update(no_key=True).get(pk=comment.pk, post=post.pk, author=by)
        post = locked(post, now)
        comment.post = post
        if refusal := edit_refusal(comment=comment, by=by, now=now):
            raise refusal
        if comment.text == text:
            return comment
        if seen is not None and comment.changed_at != seen:
            raise NotDone("changed_meanwhile", comment)
        judged = _judge_edit(comment, by, text, html, now, spam)
        reasons, matched = list(judged.decision.reasons), list(judged.facts.words)
        waiting = comment.edits.filter(state=State.HELD)
        if comment.state == State.PUBLISHED and judged.decision.verdict == HOLD:
            waiting.update(state=State.WITHDRAWN)
            edit = comment.edits.create(
                text=text, html=html, reasons=reasons, matched=matched, policy=judged.in_force.version, at=now
            )
            _record(comment, by, EDIT_WAITS, now)
            return edit
        waiting.update(state=State.WITHDRAWN)
        comment.text, comment.html, comment.renderer = text, html, VERSION
        comment.edited_at = comment.changed_at = now
        if comment.state == State.HELD:
            # What it had is not forgotten: a moderator sees why it was held first, and what it has now.
            comment.reasons = list(dict.fromkeys([*comment.reasons, *reasons]))
            comment.matched = matched
        comment.save(update_fields=["text", "html", "renderer", "edited_at", "changed_at", "reasons", "matched"])
        _record(comment, by, EDITED, now)
        comment_changed(comment, comment.state, rewritten=True)
        return comment


def edit_refusal(*, comment: Comment, by, now: datetime) -> NotDone | None:
    """Why `by` may not change their own comment now, or None: the page that offers it and the act ask the same.

    A comment may be changed while it is held or published, for EDIT_WINDOW after it was sent, by somebody who might
    post here still: a closed thread takes no edits, and a banned person makes none.
    """
    if comment.state not in LIVING:
        return NotDone("not_there", comment)
    if now >= editable_until(comment):
        return NotDone("too_late", comment)
    standing = standing_of(by, comment.post.blog, now)
    rules = rules_for(comment.post).rules
    # It has its place among those the thread takes, so that the thread is full is no reason.
    decision = admit(replace(rules, close_after_count=None), door_facts(comment.post, standing, now))
    if not decision.admits:
        return NotDone("door", comment, decision)
    return None


def withdraw_comment(*, comment: Comment, by, now: datetime) -> Comment:
    """Takes one's own comment back, held or published, at any time and whatever one's standing. Twice is as once.

    `by` is its author, or None for a guest, whose link has said that it is theirs (guests).
    """
    with transaction.atomic():
        comment = Comment.objects.select_for_update(no_key=True).get(pk=comment.pk, author=by)
        if comment.state == State.WITHDRAWN:
            return comment
        if comment.state not in LIVING:
            raise NotDone("not_there", comment)
        comment.edits.filter(state=State.HELD).update(state=State.WITHDRAWN)
        was, comment.state, comment.changed_at = comment.state, State.WITHDRAWN, now
        comment.application = None
        comment.save(update_fields=["state", "changed_at", "application"])
        Ruling.objects.create(comment=comment, was=was, now=comment.state, by=by, code=WITHDRAWN, at=now)
        comment_changed(comment, was)
        untell_readers(comment.pk)
        return comment


def editable_until(comment: Comment) -> datetime:
    """The moment from which a comment may no longer be changed by its author (that moment included)."""
    return comment.created_at + EDIT_WINDOW


def _judge_edit(comment: Comment, by, text: str, html: str, now: datetime, spam: str = "") -> Judged:
    """What the policy says about a change: as about a new text, but in no haste, and where there is room."""
    in_force = rules_for(comment.post)
    rules = replace(in_force.rules, close_after_count=None)
    standing = standing_of(by, comment.post.blog, now)
    facts = sent_facts(comment.post, standing, by, None, now, text=text_facts(rules, text, html, spam))
    facts = replace(facts, paced=(None, None), last_here=None)
    return Judged(decide(rules, facts), in_force, facts)


def _of(comment: Comment, by, text: str, now: datetime) -> Sent:
    return Sent(comment.post, by, None, text, comment.key, None, None, now)


def _record(comment: Comment, by, code: str, now: datetime) -> None:
    Ruling.objects.create(comment=comment, was=comment.state, now=comment.state, by=by, code=code, at=now)
