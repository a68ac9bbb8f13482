"""What posting and changing have in common: what was sent, how it is judged and rendered, why it is not done."""

import unicodedata
import uuid
from dataclasses import dataclass, replace
from datetime import datetime
from html import unescape

from django.utils.html import strip_tags

from accounts.models import TEAM, Role
from accounts.models import State as Membership
from accounts.standing import VISITOR, Standing
from blog.comments.facts import count_at, sent_facts, standing_and_past, text_facts
from blog.comments.models import Comment, State
from blog.comments.policy import OFF, REFUSE, Decision, Facts, decide
from blog.comments.rules import InForce, rules_for
from blog.comments.spam import Suspect, ask
from blog.markup import render_comment
from blog.models import Blog, Post
from config.prepared import Prepared

LIVING = (State.HELD, State.PUBLISHED)


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody without an account: a name and an address as they typed them, which prove nothing."""

    name: str
    email: str = ""
    trapped: bool = False  # they filled the field that people don't see


@dataclass(frozen=True, slots=True)
class Sent:
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
class Known:
    """What this request has found out already. It may have changed since."""

    in_force: InForce
    standing: Standing


class NotDone(Exception):
    """An act on one's own words that was not done. Nothing was written; `code` is one of wording.ACTS.

    `comment` is the one it was about; `decision` is the policy's, when it was the policy that refused ("door").
    """

    def __init__(self, code: str, comment: Comment | None = None, decision: Decision | None = None):
        super().__init__(code)
        self.code, self.comment, self.decision = code, comment, decision


def judge(
    sent: Sent, post: Post, html: str = "", spam: str = "", *, as_member: bool = False, known: Known | None = None
) -> Judged:
    """What the policy says about what was sent. Two queries, or three or four where a label or a count has a say; one
    less where the rules and the standing are `known`, before anything is written.

    `as_member`: as it would be if the person were a member. Before the text is rendered and looked at by a spam check,
    only what refuses it is to be relied on.
    """
    in_force = known.in_force if known else rules_for(post)
    heated, past = bool(in_force.rules.heat), None
    if known:
        standing = known.standing
    elif sent.by is None:
        standing = Standing(VISITOR)
    else:
        standing, past = standing_and_past(post, sent.by, sent.now, heated)
    if as_member:
        standing = replace(standing, name=Membership.MEMBER, role=Role.MEMBER, is_member=True)
    facts = sent_facts(
        post,
        standing,
        sent.by,
        sent.parent,
        sent.now,
        text=text_facts(in_force.rules, sent.text, html, spam),
        opened_at=sent.opened_at,
        count=count_at(post, in_force.rules),
        heated=heated,
        past=past,
        trapped=bool(sent.guest and sent.guest.trapped),
    )
    return Judged(decide(in_force.rules, facts), in_force, facts)


def asked_of_spam(judged: Judged, sent: Sent, sender: Suspect | None) -> str:
    """The answer of the spam check, which is asked outside of every transaction; "" where the rules ask for none."""
    check = judged.in_force.rules.spam_check
    if check == OFF or judged.facts.role in TEAM or judged.decision.verdict == REFUSE:
        return ""
    author = sent.guest or Guest(sent.by.name, sent.by.email)
    told = replace(sender or Suspect(), text=sent.text, name=author.name, email=author.email, post=sent.post)
    return ask(check, told)


def locked(post: Post, now: datetime) -> Post:
    """The post, read anew, locked with its blog until the transaction ends. Raises Post.DoesNotExist if unpublished.

    Whoever closes it meanwhile is either before us, and we see it, or after us: a change of the post needs the first
    lock, a new version of the policy the second, for its foreign key. The first is the weaker kind, which foreign keys
    pass, and comes first, as in a desk that saves a post and then its policy: so neither waits for the other in a
    circle. A comment that is ruled on, changed or reported is locked before both, and in the weaker kind: what is
    written about it afterwards (letters, the log) names the blog. SQLite has one writer at a time anyway.
    """
    found = _POST(pk=post.pk, now=now)
    if not found:
        raise Post.DoesNotExist
    (post,) = found
    (post.blog,) = _BLOG(pk=post.blog_id)
    return post


_POST = Prepared(
    Post,
    lambda pk, now: Post.objects.published(now).without_text().select_for_update(no_key=True).filter(pk=pk),
    locks=True,
    pk=int,
    now=datetime,
)
_BLOG = Prepared(Blog, lambda pk: Blog.objects.select_for_update().filter(pk=pk), locks=True, pk=int)


def rendered(text: str) -> str:
    html = render_comment(text)
    if html.startswith("<p>") and html[3:4].isalpha():  # most begin with a word, which is seen
        return html
    if not any(_is_seen(character) for character in unescape(strip_tags(html))):
        raise NotDone("nothing_shown")
    return html


def _is_seen(character: str) -> bool:
    """Not a space, and not a mark, a joiner or a control, which show nothing alone."""
    return not character.isspace() and unicodedata.category(character) not in ("Cc", "Cf", "Me", "Mn")
