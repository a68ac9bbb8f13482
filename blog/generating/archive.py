"""Posts to fill a blog with: years of them, with labels, versions, and a policy of their own here and there."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from random import Random

from blog.comments.models import PolicyVersion
from blog.generating.rows import next_number, write
from blog.generating.texts import post_texts, title
from blog.models import Blog, Kind, Label, Post, PostState, Version
from blog.paths import make_path
from blog.writing.versions import fields_of

LABELS = 60
_LABELS_OF_A_POST = ((0, 1, 2, 3), (20, 40, 30, 10))


@dataclass(slots=True)
class Archive:
    """What comments need of the posts: the numbers of the published ones and when each came out, oldest first."""

    numbers: list[int]
    moments: list[datetime]


def labels(blog: Blog, chance: Random) -> list[Label]:
    """The blog's labels, LABELS of them at least."""
    there = list(blog.labels.all())
    number = next_number(Label)
    new = [f"{title(chance)} {number + place}" for place in range(LABELS - len(there))]
    rows = [Label(blog=blog, name=name, slug=name.lower().replace(" ", "-")) for name in new]
    return there + Label.objects.bulk_create(rows)


def posts(
    blog: Blog, count: int, team: list[int], begun: datetime, now: datetime, chance: Random, archive: Archive
) -> Iterator[int]:
    """Writes so many posts, oldest first, and fills `archive`; yields how many are there.

    In a hundred, two are drafts; the last few wait for their date.
    """
    texts, named, first = post_texts(chance), labels(blog, chance), next_number(Post)
    weights = [1 / (place + 1) for place in range(len(named))]
    policies, of_posts = [], []

    def rows() -> Iterator[Post]:
        for place in range(count):
            at = begun + (now - begun) * (place * 1.0001 / count)
            is_draft = chance.random() < 0.02
            text, pk, name = chance.choice(texts), first + place, title(chance)
            slug = f"{name.lower().replace(' ', '-')}-{pk}"
            post = Post(
                pk=pk,
                blog=blog,
                author_id=chance.choice(team),
                title=name,
                slug=slug,
                path=make_path(blog.permalinks, at.astimezone(blog.zone), slug),
                body=text.source,
                html=text.html,
                beginning=text.beginning,
                description=f"{name}." if chance.random() < 0.5 else "",
                state=PostState.DRAFT if is_draft else PostState.PUBLISHED,
                published_at=None if is_draft else at,
                created_at=min(at, now),
                updated_at=min(at, now),
            )
            if not is_draft and at < now:
                archive.numbers.append(pk)
                archive.moments.append(at)
            if chance.random() < 0.01:
                policies.append(PolicyVersion(blog=blog, post=post, at=min(at, now), **_policy(chance)))
            of_posts.append((post, set(chance.choices(named, weights, k=chance.choices(*_LABELS_OF_A_POST)[0]))))
            yield post

    for written in write(rows(), each=1_000):
        through = Post.labels.through
        through.objects.bulk_create(
            through(post_id=post.pk, label_id=label.pk) for post, has in of_posts for label in has
        )
        Version.objects.bulk_create(_version(post, has) for post, has in of_posts)
        PolicyVersion.objects.bulk_create(policies)
        of_posts.clear()
        policies.clear()
        yield written


def _version(post: Post, has: set[Label]) -> Version:
    kind = Kind.PUBLISHED if post.state == PostState.PUBLISHED else Kind.SAVED
    fields = fields_of(post, [label.name for label in has])
    return Version(blog=post.blog, post=post, by_id=post.author_id, kind=kind, made_at=post.updated_at, fields=fields)


def _policy(chance: Random) -> dict:
    return chance.choice(({"comments": "shown"}, {"hold_all": True}, {"close_after_days": 30}, {"audience": "anyone"}))
