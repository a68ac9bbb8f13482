"""Held comments, judged once more under the policy as it is now: those that it would let pass are published.

What waits for another reason than the policy's stays: comments of guests, those sent with a request to
join, those reported. Changes of published comments (Edit) are not touched.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.db.models import Count, Max, Q

from accounts.standing import VISITOR, Standing, standings_of
from blog.comments.facts import door_facts, text_facts
from blog.comments.models import Comment, State
from blog.comments.policy import HAM, HOLDS, SPAM, UNSURE, Facts, Rules, admit
from blog.comments.rules import InForce, rules_for_all
from blog.comments.rulings import PUBLISH, rule
from blog.models import Blog, Post

REJUDGED = "rejudged"  # the ruling's code
AT_ONCE = 500  # held comments that are looked at in one go, the oldest first
NEVER = {"guest", "application", "reported"}  # reasons that no policy lifts


@dataclass(frozen=True, slots=True)
class Rejudged:
    """How many were published, and how many of those looked at stay."""

    published: int
    stayed: int


def held(blog: Blog, post: Post | None = None) -> list[Comment]:
    """The held comments that may be judged anew, oldest first, AT_ONCE at most. One query."""
    found = blog.comments.held().filter(author__isnull=False, post__in=blog.posts.all())
    found = found.filter(post=post) if post is not None else found
    comments = found.select_related("post").defer("post__body", "post__html", "post__teaser").order_by("pk")
    return [comment for comment in comments[:AT_ONCE] if not NEVER & set(comment.reasons)]


def passing(blog: Blog, comments: list[Comment], in_force: dict[int, InForce], now: datetime) -> list[Comment]:
    """Those of `comments` (held ones) that the rules, by the post's number, would let pass. Three queries at most."""
    facts = facts_of(blog, comments, in_force, now)
    return [comment for comment in comments if would_pass(in_force[comment.post_id].rules, facts[comment.pk])]


def would_pass(rules: Rules, facts: Facts) -> bool:
    """Whether a comment sent in time would appear at once."""
    return not in_the_way(rules, facts)


def in_the_way(rules: Rules, facts: Facts) -> tuple[str, ...]:
    """The reasons for which a comment sent in time would not appear at once: that its post closed since is none."""
    rules = replace(rules, close_after_days=None, close_after_count=None, close_at=None)
    door = admit(rules, facts)
    if not door.admits:
        return door.reasons
    return tuple(reason for rule in HOLDS if (hold := rule(rules, facts)) for reason in hold.reasons)


def rejudge(*, blog: Blog, by, now: datetime) -> Rejudged:
    """Publishes every held comment of the blog that would pass now, as `by` (who may moderate: ask first) wants it.

    Each in a transaction of its own, behind the locks of posting; one on which a moderator was faster is left alone.
    """
    comments = held(blog)
    published = sum(_rejudge_one(comment, by, now) for comment in comments)
    return Rejudged(published, len(comments) - published)


def _rejudge_one(comment: Comment, by, now: datetime) -> bool:
    with transaction.atomic():
        # The comment first, as in every act on one: see judging.locked.
        comment = Comment.objects.held().select_for_update(no_key=True).filter(pk=comment.pk).first()
        if comment is None:
            return False
        post = Post.objects.published(now).select_for_update(no_key=True).filter(pk=comment.post_id).first()
        if post is None:
            return False
        post.blog = Blog.objects.select_for_update().get(pk=post.blog_id)
        comment.post = post
        if not passing(post.blog, [comment], rules_for_all(post.blog, [post]), now):
            return False
        rule(comment=comment, act=PUBLISH, by=by, code=REJUDGED, seen_state=State.HELD, now=now)
        return True


def facts_of(blog: Blog, comments: Iterable[Comment], in_force: dict[int, InForce], now: datetime) -> dict[int, Facts]:
    authors = list({comment.author_id for comment in comments})
    standings = standings_of(authors, blog, now) if authors else {}
    published = _published(blog, authors)
    rejected = _rejected(blog, authors)
    facts = {}
    for comment in comments:
        comment.post.blog = blog
        text = text_facts(in_force[comment.post_id].rules, comment.text, comment.html, _spam_of(comment))
        facts[comment.pk] = replace(
            door_facts(comment.post, standings.get(comment.author_id, Standing(VISITOR)), now),
            published=published.get(comment.author_id, 0),
            rejected_at=rejected.get(comment.author_id),
            links=text.links,
            words=text.words,
            spam=text.spam,
        )
    return facts


def _spam_of(comment: Comment) -> str:
    """What the check said when the comment was sent, as its reasons tell; it is not asked again."""
    return SPAM if "spam" in comment.reasons else UNSURE if "spam_unsure" in comment.reasons else HAM


def _published(blog: Blog, authors: list[int]) -> dict[int, int]:
    rows = blog.comments.filter(author__in=authors, state=State.PUBLISHED).order_by().values("author")
    return dict(rows.annotate(n=Count("pk")).values_list("author", "n")) if authors else {}


def _rejected(blog: Blog, authors: list[int]) -> dict[int, datetime]:
    rows = blog.comments.filter(author__in=authors).order_by().values("author")
    latest = rows.annotate(at=Max("rulings__at", filter=Q(rulings__now=State.REJECTED)))
    return dict(latest.values_list("author", "at")) if authors else {}
