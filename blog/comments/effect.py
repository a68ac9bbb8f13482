"""What a policy would change, before it is kept: who gains and loses, what opens and closes. Writes nothing."""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import datetime

from allauth.account.models import EmailAddress
from django.db.models import Count, Exists, Max, OuterRef

from accounts.models import TEAM, Kind, Membership, Sanction, State
from accounts.standing import standing_of
from blog.comments.changing import drafted, own_version
from blog.comments.dry_run import LATEST
from blog.comments.explaining import said_verdict
from blog.comments.facts import count_at, sent_facts
from blog.comments.models import PolicyVersion
from blog.comments.models import State as CommentState
from blog.comments.panel import KINDS, lines_of
from blog.comments.policy import EVERYONE, HAM, HIDDEN, NOBODY, READERS, Facts, Rules, closing, decide
from blog.comments.rejudging import held, passing
from blog.comments.rules import InForce, laid, lay
from blog.comments.saying import changes_between, said_value
from blog.comments.words import matching
from blog.models import Blog, Label, Post

TITLES = 10  # posts that are named; all are counted


@dataclass(frozen=True, slots=True)
class Changed:
    """A kind of people answered otherwise. `count` is how many there are here, None where nobody counts."""

    name: str
    count: int | None
    was: str
    becomes: str


@dataclass(frozen=True, slots=True)
class Posts:
    count: int
    titles: list[str]
    name: str = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """What one person would be answered, before and after."""

    name: str
    was: str
    becomes: str


@dataclass(slots=True)
class Effect:
    """`changes` are (field, was, becomes) in words; `gain` and `lose` count people of this blog's lists."""

    changes: list[tuple[str, str, str]]
    kinds: list[Changed] = field(default_factory=list)
    gain: int = 0
    lose: int = 0
    opens: Posts = field(default_factory=lambda: Posts(0, []))
    closes: Posts = field(default_factory=lambda: Posts(0, []))
    readers: list[Posts] = field(default_factory=list)  # one for each that posts come to be for; `name` says whom
    heard: int = 0  # comments that were for members or the team, and that everyone could read then
    passing: int = 0
    staying: int = 0
    words: list[tuple[str, int]] = field(default_factory=list)
    looked_at: int = 0
    seen: Seen | None = None


def effect(
    *, blog: Blog, post: Post | None = None, label: Label | None = None, values: dict, now: datetime, view_as=None
) -> Effect:
    """What `values` (as for `change_policy`) of the blog, the post or the label would change. Twelve queries at most.

    `view_as` is a User to be asked about, which costs four more. A post or label that is not kept yet changes nothing
    for anybody: of it only the choices are told.
    """
    scope = post or label
    new = drafted(blog=blog, post=post, label=label, values=values)
    last = own_version(blog, post, label) if scope is None or scope.pk else None
    told = Effect(changes_between(last or PolicyVersion(), new))
    if scope is not None and scope.pk is None:
        return told
    versions = _in_force(blog)
    others = [one for one in versions if (one.post_id, one.label_id) != (new.post_id, new.label_id)]
    posts = list(blog.posts.published(now).newest_first().defer("body", "html", "teaser"))
    was, becomes = laid(versions, posts), laid([*others, new], posts)
    before, after = _sample(versions, post, label, was), _sample([*others, new], post, label, becomes)
    published_at = (post and post.published_at) or now
    facts = Facts(now=now, joining=blog.joining, published_at=published_at, spam=HAM)
    _tell_kinds(told, blog, before.rules, after.rules, facts, now)
    _tell_posts(told, blog, posts, was, becomes, now)
    _tell_readers(told, blog, posts, was, becomes)
    waiting = [comment for comment in held(blog) if comment.post_id in becomes]
    told.passing = len(passing(blog, waiting, becomes, now))
    told.staying = len(waiting) - told.passing
    _tell_words(told, blog, after.rules)
    if view_as is not None and (there := post or next(iter(posts), None)):
        told.seen = _seen(blog, there, view_as, before, after, now)
    return told


def _in_force(blog: Blog) -> list[PolicyVersion]:
    every = PolicyVersion.objects.filter(blog=blog).order_by().values("post", "label")
    latest = every.annotate(latest=Max("pk")).values("latest")
    return list(PolicyVersion.objects.filter(pk__in=latest).select_related("label"))


def _sample(versions, post: Post | None, label: Label | None, of: dict[int, InForce]) -> InForce:
    """The rules of what is asked about: of the post itself, else of a new post (with the label)."""
    if post is not None and post.pk in of:
        return of[post.pk]
    of_blog = next((one for one in versions if not one.post_id and not one.label_id), None)
    own = next((one for one in versions if post is not None and one.post_id == post.pk), None)
    labels = [one for one in versions if label is not None and one.label_id == label.pk]
    return lay(of_blog, own, labels)


def _tell_kinds(told: Effect, blog: Blog, before: Rules, after: Rules, facts: Facts, now: datetime) -> None:
    counts = None
    for was, becomes in zip(lines_of(before, facts), lines_of(after, facts), strict=True):
        if (was.answer, was.newcomer) == (becomes.answer, becomes.newcomer):
            continue
        counts = _people(blog, now) if counts is None else counts
        count = counts.get(was.kind)
        if was.may != becomes.may and becomes.may:
            told.gain += count or 0
        elif was.may != becomes.may:
            told.lose += count or 0
        answers = (f"{line.answer} {line.newcomer}".strip() for line in (was, becomes))
        told.kinds.append(Changed(was.name, count, *answers))


def _people(blog: Blog, now: datetime) -> dict[str, int]:
    """How many of this blog's people are of each of panel.KINDS. One query."""
    bound = Sanction.objects.in_force(now).filter(blog=blog, user=OuterRef("user"), post=None)
    rows = (
        Membership.objects.filter(blog=blog, user__is_active=True)
        .annotate(
            confirmed=Exists(EmailAddress.objects.filter(user=OuterRef("user"), verified=True)),
            banned=Exists(bound.filter(kind=Kind.BAN)),
            suspended=Exists(bound.filter(kind=Kind.SUSPENSION)),
        )
        .order_by()
        .values_list("state", "role", "confirmed", "banned", "suspended")
        .annotate(n=Count("pk"))
    )
    counts: Counter = Counter({kind: 0 for kind in KINDS if kind not in ("visitor", "signed_in", "invited")})
    for state, role, confirmed, banned, suspended, n in rows:
        kind = "team" if state == State.MEMBER and role in TEAM else state
        kind = "banned" if banned else "unconfirmed" if not confirmed else "suspended" if suspended else kind
        counts[kind] += n
    return counts


def _tell_posts(told: Effect, blog: Blog, posts, was, becomes, now: datetime) -> None:
    counts = {}
    if any(of[post.pk].rules.close_after_count for of in (was, becomes) for post in posts):
        rows = blog.comments.filter(state=CommentState.PUBLISHED).order_by().values("post")
        counts = dict(rows.annotate(n=Count("pk")).values_list("post", "n"))
    opens, closes = [], []
    for post in posts:
        facts = Facts(now=now, published_at=post.published_at, count=counts.get(post.pk, 0))
        open_before, open_after = _is_open(was[post.pk].rules, facts), _is_open(becomes[post.pk].rules, facts)
        if open_before != open_after:
            (opens if open_after else closes).append(post.title)
    told.opens, told.closes = Posts(len(opens), opens[:TITLES]), Posts(len(closes), closes[:TITLES])


def _tell_readers(told: Effect, blog: Blog, posts, was, becomes) -> None:
    for kind in READERS:
        moved = [
            post for post in posts if becomes[post.pk].rules.readers == kind and was[post.pk].rules.readers != kind
        ]
        if moved:
            titles = [post.title for post in moved[:TITLES]]
            told.readers.append(Posts(len(moved), titles, said_value("readers", kind)))
        if moved and kind == EVERYONE:
            told.heard = blog.comments.filter(state=CommentState.PUBLISHED, post__in=moved).count()


def _is_open(rules: Rules, facts: Facts) -> bool:
    return rules.comments != HIDDEN and rules.audience != NOBODY and not closing(rules, facts)


def _tell_words(told: Effect, blog: Blog, rules: Rules) -> None:
    if not rules.hold_words:
        return
    said = blog.comments.exclude(state=CommentState.WITHDRAWN).order_by("-pk").values_list("text", flat=True)
    texts = list(said[:LATEST])
    counts = Counter(word for text in texts for word in matching(rules.hold_words, text))
    told.words, told.looked_at = [(word, counts[word]) for word in rules.hold_words if counts[word]], len(texts)


def _seen(blog: Blog, post: Post, person, before: InForce, after: InForce, now: datetime) -> Seen:
    post.blog = blog
    facts = sent_facts(post, standing_of(person, blog, now), person, None, now)
    facts = replace(facts, count=max(count_at(post, rules.rules) for rules in (before, after)))
    return Seen(person.name, said_verdict(decide(before.rules, facts)), said_verdict(decide(after.rules, facts)))
