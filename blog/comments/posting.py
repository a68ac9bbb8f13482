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

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.html import strip_tags

from accounts.standing import standing_of
from blog.comments.facts import door_facts, sent_facts
from blog.comments.models import Comment, PolicyVersion, Ruling, State
from blog.comments.policy import HOLD, PUBLISH, REFUSE, Decision, admit, decide
from blog.comments.rules import rules_for
from blog.markup import VERSION, normalise, render_comment
from blog.models import Blog, Post

# Long enough to mend what one sees once it stands there, too short to turn the sense of what others have answered.
# (Isso gives 15 minutes; Remark42 5; Coral 30 seconds, which its users find too little; Hacker News two hours.)
EDIT_WINDOW = timedelta(minutes=15)
# The same words at the same place within this time are one comment sent twice, not two (Coral looks back 6 minutes).
SAME_TEXT = timedelta(minutes=10)

LIVING = (State.HELD, State.PUBLISHED)
EDITED, WITHDRAWN = "edited", "withdrawn"  # codes of rulings by authors on their own comments


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


def post_comment(*, post: Post, by, text: str, key: uuid.UUID, now: datetime, parent: Comment | None = None) -> Posted:
    """Posts `text` (of `by`, a User) at `post`, in answer to `parent`. Sent twice with one `key`, it is one comment.

    Raises Post.DoesNotExist when the post is not public, NotDone("already_sent") when the form of this key has
    already brought another text, NotDone("nothing_shown") when the text renders to nothing one could see.
    """
    text = normalise(text)
    # Asked twice: now, so that nobody makes us render what will be refused, and again where it counts.
    if earlier := _sent_before(post, by, text, key, parent, now):
        return _again(earlier)
    decision, _version = judge(post, by, parent, now)
    if decision.verdict == REFUSE:
        return Posted(None, decision)
    html = _rendered(text)
    try:
        return _write(post, by, text, html, parent, now, key=key, new_key=key)
    except IntegrityError:
        # Either the same form arrived twice at once and the other was faster: now it is found. Or the key is one that
        # this person used at another post, and says nothing here.
        return _write(post, by, text, html, parent, now, key=key, new_key=uuid.uuid4())


def edit_comment(*, comment: Comment, by, text: str, now: datetime, seen: datetime | None = None) -> Comment:
    """Changes one's own comment. `seen` is the `changed_at` of the text the person had before them.

    Raises NotDone as `edit_refusal` says, NotDone("changed_meanwhile") when the text is no longer the one seen, or
    NotDone("nothing_shown").
    """
    text = normalise(text)
    html = _rendered(text)
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
        comment.text, comment.html, comment.renderer = text, html, VERSION
        comment.edited_at = comment.changed_at = now
        comment.save(update_fields=["text", "html", "renderer", "edited_at", "changed_at"])
        Ruling.objects.create(comment=comment, was=comment.state, now=comment.state, by=by, code=EDITED, at=now)
        return comment


def edit_refusal(*, comment: Comment, by, now: datetime) -> NotDone | None:
    """Why `by` may not change their own comment now, or None: the page that offers it and the act ask the same.

    A comment may be changed while it is held or published, for EDIT_WINDOW after it was sent, by somebody who might
    post here still: a closed thread takes no edits, and a banned person makes none. Where the policy would have the
    new text wait for a moderator, a published one may not be changed, because it would have to vanish while it waits.
    """
    if comment.state not in LIVING:
        return NotDone("not_there", comment)
    if now >= editable_until(comment):
        return NotDone("too_late", comment)
    standing = standing_of(by, comment.post.blog, now)
    rules = rules_for(comment.post).rules
    decision = admit(rules, door_facts(comment.post, standing, now))
    if not decision.admits:
        return NotDone("door", comment, decision)
    if comment.state == State.PUBLISHED:
        facts = replace(sent_facts(comment.post, standing, by, None, now), recent=())  # a change is no new comment
        if decide(rules, facts).verdict == HOLD:
            return NotDone("would_wait", comment)
    return None


def withdraw_comment(*, comment: Comment, by, now: datetime) -> Comment:
    """Takes one's own comment back, held or published, at any time and whatever one's standing. Twice is as once."""
    with transaction.atomic():
        comment = Comment.objects.select_for_update().get(pk=comment.pk, author=by)
        if comment.state == State.WITHDRAWN:
            return comment
        if comment.state not in LIVING:
            raise NotDone("not_there", comment)
        was, comment.state, comment.changed_at = comment.state, State.WITHDRAWN, now
        comment.save(update_fields=["state", "changed_at"])
        Ruling.objects.create(comment=comment, was=was, now=comment.state, by=by, code=WITHDRAWN, at=now)
        return comment


def editable_until(comment: Comment) -> datetime:
    """The moment from which a comment may no longer be changed by its author (that moment included)."""
    return comment.created_at + EDIT_WINDOW


def judge(post: Post, by, parent: Comment | None, now: datetime) -> tuple[Decision, PolicyVersion | None]:
    """What the policy says about a text of `by` at `post`, and the version that said it. Three queries."""
    in_force = rules_for(post)
    facts = sent_facts(post, standing_of(by, post.blog, now), by, parent, now)
    return decide(in_force.rules, facts), in_force.version


def _write(post, by, text, html, parent, now, *, key, new_key) -> Posted:
    """Writes the comment with `new_key`, unless the form of `key` has brought it before or the policy refuses it."""
    with transaction.atomic():
        post = _locked(post, now)
        if earlier := _sent_before(post, by, text, key, parent, now):
            return _again(earlier)
        if parent:
            parent = post.comments.get(pk=parent.pk)
        decision, version = judge(post, by, parent, now)
        if decision.verdict == REFUSE:
            return Posted(None, decision)
        published = decision.verdict == PUBLISH
        comment = Comment.objects.create(
            blog=post.blog,
            post=post,
            author=by,
            parent=parent,
            text=text,
            html=html,
            renderer=VERSION,
            state=State.PUBLISHED if published else State.HELD,
            key=new_key,
            created_at=now,
            changed_at=now,
            published_at=now if published else None,
            policy=version,
            reasons=list(decision.reasons),
        )
        Ruling.objects.create(comment=comment, now=comment.state, code=",".join(decision.reasons), at=now)
        return Posted(comment, decision)


def _locked(post: Post, now: datetime) -> Post:
    """The post, read anew and locked with its blog until the transaction ends. Raises Post.DoesNotExist if not public.

    Whoever closes it meanwhile is either before us, and we see it, or after us: a change of the post needs the first
    lock, a new version of the policy the second, for its foreign key. The first is the weaker kind, which foreign keys
    pass, and comes first, as in a desk that saves a post and then its policy: so neither waits for the other in a
    circle. SQLite has one writer at a time anyway.
    """
    post = Post.objects.public(now).select_for_update(no_key=True).get(pk=post.pk)
    post.blog = Blog.objects.select_for_update().get(pk=post.blog_id)
    return post


def _sent_before(post, by, text, key, parent, now) -> Comment | None:
    """The comment this form has already brought, by its key or by the same words at the same place just before.

    A key that the person used at another post was not made by a form of this one, and is not taken for it.
    """
    same = Q(parent=parent, text=text, state__in=LIVING, created_at__gt=now - SAME_TEXT)
    found = list(Comment.objects.filter(Q(key=key) | same, author=by, post=post).order_by("pk"))
    by_key = next((comment for comment in found if comment.key == key), None)
    if by_key and (by_key.text != text or by_key.state not in LIVING):
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
