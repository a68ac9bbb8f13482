"""The facts of a decision. With the rules (one query) and the standing (one), it costs three queries at most."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from accounts.models import Kind, User
from accounts.standing import BANNED, SUSPENDED, VISITOR, Standing, judged, standing_rows
from blog.comments.models import Comment, Ruling, State
from blog.comments.policy import HEAT_WITHIN, PACES, Facts, Rules
from blog.comments.words import matching
from blog.models import Post
from config.prepared import Prepared


@dataclass(frozen=True, slots=True)
class TextFacts:
    """What is to be known of a text: its links, the listed words in it, what a spam check said ("": not asked)."""

    links: int = 0
    words: tuple[str, ...] = ()
    spam: str = ""


def door_facts(
    post: Post, standing: Standing, now: datetime, opened_at: datetime | None = None, count: int = 0, **more
) -> Facts:
    """What `admit` needs, with `more` fields of Facts. No query, when `post.blog` is in hand: `standing` was one.

    `count` (see `count_at`) matters only where the rules close by count; `opened_at` is when the form was, once it is
    sent.
    """
    name, role, until = standing.name, standing.role, standing.until
    # A sanction for this one post counts here as one for the whole blog does.
    if bond := standing.bond(Kind.BAN, post.pk):
        name, role, until = BANNED, "", bond.until
    elif name != BANNED and (bond := standing.bond(Kind.SUSPENSION, post.pk)):
        name, role, until = SUSPENDED, "", bond.until
    return Facts(
        now=now,
        standing=name,
        role=role,
        confirmed=standing.confirmed,
        is_member=standing.is_member,
        until=until,
        warned=standing.bond(Kind.WARNING, post.pk) is not None,
        on_hold=standing.bond(Kind.HOLD, post.pk) is not None,
        joining=post.blog.joining,
        published_at=post.published_at,
        opened_at=opened_at,
        count=count,
        **more,
    )


def count_at(post: Post, rules: Rules) -> int:
    """How many comments stand published at the post, if its rules care. One query, or none."""
    return post.comments.public().count() if rules.close_after_count else 0


def text_facts(rules: Rules, text: str, html: str, spam: str = "") -> TextFacts:
    """The facts of a text and what it was rendered to. No query."""
    return TextFacts(html.count("<a "), matching(rules.hold_words, text), spam)


def sent_facts(
    post: Post,
    standing: Standing,
    author,
    parent: Comment | None,
    now: datetime,
    *,
    text: TextFacts = TextFacts(),
    opened_at: datetime | None = None,
    count: int = 0,
    heated: bool = True,
    past: dict | None = None,
    trapped: bool = False,
) -> Facts:
    """What `decide` needs about a text of `author` (a User, or None for a guest). One query; none with their `past`.

    Unless `heated`, the rules don't care how many comments the post got just now, and nobody counts them.
    A guest has no history: what somebody types as their name buys no trust, and takes none away.
    """
    if past is None:
        past = _past(post, author, now, heated) if author else {"heat": _heat(post, now)} if heated else {}
    said = {"parent": parent.state if parent else "", "links": text.links, "words": text.words, "spam": text.spam}
    return door_facts(post, standing, now, opened_at, count, trapped=trapped, **said, **past)


def standing_and_past(post: Post, author, now: datetime, heated: bool) -> tuple[Standing, dict]:
    """Where the author stands, and the fields of Facts about what they said, and about the haste at this post. One
    query: it is asked while others wait to write."""
    rows = (_STANDING_AND_HEATED if heated else _STANDING_AND_PAST)(now=now, **_asked(post, author, now, heated))
    return (judged(rows), _told(rows[0])) if rows else (Standing(VISITOR), {})


def _past(post: Post, author, now: datetime, heated: bool) -> dict:
    """The second of these alone. One query."""
    rows = (_HEATED_PAST if heated else _PAST)(**_asked(post, author, now, heated))
    return _told(rows[0]) if rows else {}


def _asked(post: Post, author, now: datetime, heated: bool) -> dict:
    asked = {f"since_{count}": now - within for count, within in PACES}
    asked |= {"person": author.pk, "blog": post.blog_id, "post": post.pk}
    return asked | {"heat_since": now - HEAT_WITHIN} if heated else asked


def _told(row: dict) -> dict:
    return {
        "published": row["published_there"] or 0,
        "rejected_at": row["rejected_at"],
        "last_here": row["last_here"],
        "heat": row.get("heat") or 0,
        "paced": tuple(row[f"at_{count}"] for count, _within in PACES),
    }


def _heat(post: Post, now: datetime) -> int:
    return _sent_since(post.pk, now - HEAT_WITHIN).count()


def _sent_since(post: int, moment: datetime) -> QuerySet:
    # What was sent was changed then: so it is found by the index that there is, and needs none of its own.
    return Comment.objects.filter(post=post, changed_at__gt=moment, created_at__gt=moment)


def _columns(blog: int, post: int, heat_since: datetime | None = None, **since: datetime) -> dict:
    """What `_told` needs, of a person (the outer query's)."""
    theirs = Comment.objects.filter(author=OuterRef("pk"), blog=blog).order_by("-created_at")
    rejected = Ruling.objects.filter(comment__author=OuterRef("pk"), comment__blog=blog, now=State.REJECTED)
    heat = {}
    if heat_since is not None:
        here = _sent_since(post, heat_since).order_by().values("post")
        heat["heat"] = Subquery(here.annotate(n=Count("pk")).values("n"))
    return {
        "published_there": Subquery(
            # Counted among theirs, not asked for by state: SQLite might look for them among all that is published.
            theirs.order_by().values("author").annotate(n=Count("pk", filter=Q(state=State.PUBLISHED))).values("n")
        ),
        "rejected_at": Subquery(rejected.order_by("-at").values("at")[:1]),
        "last_here": Subquery(theirs.filter(post=post).values("created_at")[:1]),
        **heat,
        **{
            f"at_{count}": Subquery(
                theirs.filter(created_at__gt=since[f"since_{count}"]).values("created_at")[count - 1 : count]
            )
            for count, _within in PACES
        },
    }


def _past_rows(person: int, **of) -> QuerySet:
    return User.objects.filter(pk=person).values(**_columns(**of))


def _standing_and_past_rows(person: int, blog: int, now: datetime, **of) -> QuerySet:
    return standing_rows(person, blog, now).annotate(**_columns(blog, **of))


_KINDS = {"person": int, "blog": int, "post": int} | {f"since_{count}": datetime for count, _within in PACES}
_PAST = Prepared(User, _past_rows, **_KINDS)
_HEATED_PAST = Prepared(User, _past_rows, heat_since=datetime, **_KINDS)
_STANDING_AND_PAST = Prepared(User, _standing_and_past_rows, now=datetime, **_KINDS)
_STANDING_AND_HEATED = Prepared(User, _standing_and_past_rows, now=datetime, heat_since=datetime, **_KINDS)
