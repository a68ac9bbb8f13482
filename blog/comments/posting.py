"""What people do with their own words: post, edit, withdraw. Each act is one transaction and writes its `Ruling`.

Text is rendered before the transaction begins, so that the write lock of SQLite is held for milliseconds only. What
is decided is decided inside it, from rows read there: the post, the rules, the standing and the history. A refusal
writes nothing.
"""

import unicodedata
import uuid
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from html import unescape

from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.html import strip_tags

from accounts.models import TEAM
from accounts.standing import standing_of
from blog.comments.facts import count_at, door_facts, sent_facts, text_facts
from blog.comments.models import Comment, Edit, Ruling, State
from blog.comments.policy import HOLD, OFF, PUBLISH, REFUSE, Decision, Facts, admit, admitted_by, decide
from blog.comments.rules import InForce, rules_for
from blog.comments.spam import Suspect, ask
from blog.comments.telling import tell_of_new
from blog.markup import VERSION, normalise, render_comment
from blog.models import Blog, Post

# Long enough to mend what one sees once it stands there, too short to turn the sense of what others have answered.
# (Isso gives 15 minutes; Remark42 5; Coral 30 seconds, which its users find too little; Hacker News two hours.)
EDIT_WINDOW = timedelta(minutes=15)
# The same words at the same place within this time are one comment sent twice, not two (Coral looks back 6 minutes).
SAME_TEXT = timedelta(minutes=10)

LIVING = (State.HELD, State.PUBLISHED)
EDITED, EDIT_WAITS, WITHDRAWN = "edited", "edit_waits", "withdrawn"  # codes of rulings by authors on their own comments


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody without an account: a name and an address as they typed them, which prove nothing."""

    name: str
    email: str = ""


@dataclass(frozen=True, slots=True)
class _Sent:
    post: Post
    by: object  # a User, or None
    guest: Guest | None
    text: str
    key: uuid.UUID
    parent: Comment | None
    opened_at: datetime | None
    now: datetime


@dataclass(frozen=True, slots=True)
class Judged:
    decision: Decision
    in_force: InForce
    facts: Facts


@dataclass(frozen=True, slots=True)
class Posted:
    """`comment` is what was written, or what the same form had written before; None when `decision` refuses."""

    comment: Comment | None
    decision: Decision


class NotDone(Exception):
    """An act on one's own words that was not done. Nothing was written; `code` is one of wording.ACTS.

    `comment` is the one it was about; `decision` is the policy's, when it was the policy that refused ("door").
    """

    def __init__(self, code: str, comment: Comment | None = None, decision: Decision | None = None):
        super().__init__(code)
        self.code, self.comment, self.decision = code, comment, decision


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
) -> Posted:
    """Posts `text` (of `by`, a User; or of a `guest`, and `by` is None) at `post`, in answer to `parent`.

    Sent twice with one `key`, it is one comment. `opened_at` is when its form was, as signed by us; `sender` what a
    spam check may be told about where it came from. Raises Post.DoesNotExist when the post is not published,
    NotDone("already_sent") when the form of this key has already brought another text, NotDone("nothing_shown") when
    the text renders to nothing one could see.
    """
    sent = _Sent(post, by, guest, normalise(text), key, parent, opened_at, now)
    # Asked twice: now, so that nobody makes us render what will be refused, and again where it counts.
    if earlier := _sent_before(sent, post):
        return _again(earlier)
    judged = judge(sent, post)
    if judged.decision.verdict == REFUSE:
        return Posted(None, judged.decision)
    html = _rendered(sent.text)
    spam = _asked_of_spam(judged, sent, sender)
    try:
        return _write(sent, html, spam, new_key=key)
    except IntegrityError:
        # Either the same form arrived twice at once and the other was faster: now it is found. Or the key is one that
        # this person used at another post, and says nothing here.
        return _write(sent, html, spam, new_key=uuid.uuid4())


def edit_comment(*, comment: Comment, by, text: str, now: datetime, seen: datetime | None = None) -> Comment | Edit:
    """Changes one's own comment. `seen` is the `changed_at` of the text the person had before them.

    The change is judged like a new comment. Where it would be held, a published comment keeps its text and stays up,
    and an Edit, which is returned, waits for a moderator; one that waits already is replaced. Otherwise the comment is
    changed and returned. Raises NotDone as `edit_refusal` says, NotDone("changed_meanwhile") when the text is no longer
    the one seen, or NotDone("nothing_shown").
    """
    text = normalise(text)
    html = _rendered(text)
    spam = _asked_of_spam(_judge_edit(comment, by, text, html, now), _of(comment, by, text, now), None)
    with transaction.atomic():
        post = _locked(comment.post, now)
        comment = post.comments.select_for_update().get(pk=comment.pk, author=by)
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
    """Takes one's own comment back, held or published, at any time and whatever one's standing. Twice is as once."""
    with transaction.atomic():
        comment = Comment.objects.select_for_update().get(pk=comment.pk, author=by)
        if comment.state == State.WITHDRAWN:
            return comment
        if comment.state not in LIVING:
            raise NotDone("not_there", comment)
        comment.edits.filter(state=State.HELD).update(state=State.WITHDRAWN)
        was, comment.state, comment.changed_at = comment.state, State.WITHDRAWN, now
        comment.save(update_fields=["state", "changed_at"])
        Ruling.objects.create(comment=comment, was=was, now=comment.state, by=by, code=WITHDRAWN, at=now)
        return comment


def editable_until(comment: Comment) -> datetime:
    """The moment from which a comment may no longer be changed by its author (that moment included)."""
    return comment.created_at + EDIT_WINDOW


def judge(sent: _Sent, post: Post, html: str = "", spam: str = "") -> Judged:
    """What the policy says about what was sent. Three queries, or four or five where a label or a count has a say.

    Before the text is rendered and looked at by a spam check, only what refuses it is to be relied on.
    """
    in_force = rules_for(post)
    person = sent.by if sent.by is not None else AnonymousUser()
    facts = sent_facts(
        post,
        standing_of(person, post.blog, sent.now),
        sent.by,
        sent.parent,
        sent.now,
        text=text_facts(in_force.rules, sent.text, html, spam),
        opened_at=sent.opened_at,
        count=count_at(post, in_force.rules),
    )
    return Judged(decide(in_force.rules, facts), in_force, facts)


def _judge_edit(comment: Comment, by, text: str, html: str, now: datetime, spam: str = "") -> Judged:
    """What the policy says about a change: as about a new text, but in no haste, and where there is room."""
    in_force = rules_for(comment.post)
    rules = replace(in_force.rules, close_after_count=None)
    standing = standing_of(by, comment.post.blog, now)
    facts = sent_facts(comment.post, standing, by, None, now, text=text_facts(rules, text, html, spam))
    facts = replace(facts, paced=(None, None), last_here=None)
    return Judged(decide(rules, facts), in_force, facts)


def _asked_of_spam(judged: Judged, sent: _Sent, sender: Suspect | None) -> str:
    """The answer of the spam check, which is asked outside of every transaction; "" where the rules ask for none."""
    check = judged.in_force.rules.spam_check
    if check == OFF or judged.facts.role in TEAM or judged.decision.verdict == REFUSE:
        return ""
    author = sent.guest or Guest(sent.by.name, sent.by.email)
    told = replace(sender or Suspect(), text=sent.text, name=author.name, email=author.email, post=sent.post)
    return ask(check, told)


def _of(comment: Comment, by, text: str, now: datetime) -> _Sent:
    return _Sent(comment.post, by, None, text, comment.key, None, None, now)


def _write(sent: _Sent, html: str, spam: str, *, new_key: uuid.UUID) -> Posted:
    """Writes the comment with `new_key`, unless the form has brought it before or the policy refuses it."""
    with transaction.atomic():
        now, post = sent.now, _locked(sent.post, sent.now)
        if earlier := _sent_before(sent, post):
            return _again(earlier)
        if sent.parent:
            sent = replace(sent, parent=post.comments.get(pk=sent.parent.pk))
        judged = judge(sent, post, html, spam)
        decision = judged.decision
        if decision.verdict == REFUSE:
            return Posted(None, decision)
        published = decision.verdict == PUBLISH
        comment = Comment.objects.create(
            blog=post.blog,
            post=post,
            author=sent.by,
            guest_name=sent.guest.name if sent.guest else "",
            guest_email=sent.guest.email if sent.guest else "",
            parent=sent.parent,
            text=sent.text,
            html=html,
            renderer=VERSION,
            state=State.PUBLISHED if published else State.HELD,
            key=new_key,
            created_at=now,
            changed_at=now,
            published_at=now if published else None,
            policy=judged.in_force.version,
            admitted_by=admitted_by(judged.in_force.rules, judged.facts),
            reasons=list(decision.reasons),
            matched=list(judged.facts.words),
        )
        Ruling.objects.create(comment=comment, now=comment.state, code=",".join(decision.reasons), at=now)
        tell_of_new(comment, now)
        return Posted(comment, decision)


def _record(comment: Comment, by, code: str, now: datetime) -> None:
    Ruling.objects.create(comment=comment, was=comment.state, now=comment.state, by=by, code=code, at=now)


def _locked(post: Post, now: datetime) -> Post:
    """The post, read anew, locked with its blog until the transaction ends. Raises Post.DoesNotExist if unpublished.

    Whoever closes it meanwhile is either before us, and we see it, or after us: a change of the post needs the first
    lock, a new version of the policy the second, for its foreign key. The first is the weaker kind, which foreign keys
    pass, and comes first, as in a desk that saves a post and then its policy: so neither waits for the other in a
    circle. SQLite has one writer at a time anyway.
    """
    post = Post.objects.published(now).select_for_update(no_key=True).get(pk=post.pk)
    post.blog = Blog.objects.select_for_update().get(pk=post.blog_id)
    return post


def _sent_before(sent: _Sent, post: Post) -> Comment | None:
    """The comment this form has already brought, by its key or by the same words at the same place just before.

    A key that the person used at another post was not made by a form of this one, and is not taken for it. A guest has
    only the key: the same words under the same typed name may be another's.
    """
    if sent.by is None:
        found = list(Comment.objects.filter(key=sent.key, author=None, post=post).exclude(guest_name=""))
    else:
        same = Q(parent=sent.parent, text=sent.text, state__in=LIVING, created_at__gt=sent.now - SAME_TEXT)
        found = list(Comment.objects.filter(Q(key=sent.key) | same, author=sent.by, post=post).order_by("pk"))
    by_key = next((comment for comment in found if comment.key == sent.key), None)
    if by_key and (by_key.text != sent.text or by_key.state not in LIVING):
        raise NotDone("already_sent", by_key)
    return by_key or next(iter(found), None)


def _rendered(text: str) -> str:
    html = render_comment(text)
    if not any(_is_seen(character) for character in unescape(strip_tags(html))):
        raise NotDone("nothing_shown")
    return html


def _is_seen(character: str) -> bool:
    """Not a space, and not a mark, a joiner or a control, which show nothing alone."""
    return not character.isspace() and unicodedata.category(character) not in ("Cc", "Cf", "Me", "Mn")


def _again(comment: Comment) -> Posted:
    """The answer that was given the first time."""
    verdict = PUBLISH if comment.state == State.PUBLISHED else HOLD
    return Posted(comment, Decision(verdict, tuple(comment.reasons)))
