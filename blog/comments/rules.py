"""The rules in force: the blog's choices, its labels' and a post's own laid over them, and where each comes from."""

from collections.abc import Iterable
from dataclasses import dataclass, field, fields

from blog.comments.models import PolicyVersion
from blog.comments.policy import Rules
from blog.models import Blog, Post
from config.prepared import Prepared

FIELDS = tuple(one.name for one in fields(Rules))
NUMBERS = tuple(one.name for one in fields(Rules) if one.type == int | None)
MANY = 500
_HOUSE = {one.name: getattr(Rules(), one.name) for one in fields(Rules)}
POST, LABEL, BLOG, HOUSE = "post", "label", "blog", "house"


@dataclass(frozen=True, slots=True)
class InForce:
    """`source` says for each field of `rules` where its value comes from: POST, LABEL, BLOG or HOUSE (the default).

    `labels` has the label's name for those that come from a label. `versions` has the row of
    each value that does not come from the house. `version` is the row nearest to the post that had a say: the post's if
    it has one, else a label's, else the blog's, else None.
    """

    rules: Rules
    source: dict[str, str]
    version: PolicyVersion | None = None
    labels: dict[str, str] = field(default_factory=dict)
    versions: dict[str, PolicyVersion] = field(default_factory=dict)


def lay(
    blog_version: PolicyVersion | None,
    post_version: PolicyVersion | None = None,
    label_versions: Iterable[PolicyVersion] = (),
) -> InForce:
    """Lays a post's version over those of its labels over its blog's over the house's defaults.

    Where several labels have a say, the first by name has it.
    """
    label_versions = sorted(label_versions, key=lambda version: (version.label.name.casefold(), version.label_id))
    layers = [(POST, post_version), *((LABEL, version) for version in label_versions), (BLOG, blog_version)]
    layers = [(source, version) for source, version in layers if version is not None]
    values, source, labels, of = {}, {}, {}, {}
    for name in FIELDS:
        values[name], source[name] = _HOUSE[name], HOUSE
        for where, version in layers:
            if (own := getattr(version, name)) not in (None, ""):
                values[name], source[name], of[name] = own, where, version
                if where == LABEL:
                    labels[name] = version.label.name
                break
    values["hold_words"] = tuple(values["hold_words"])
    for name in NUMBERS:
        values[name] = values[name] or None  # 0 is "never", said aloud
    nearest = next((version for _source, version in layers), None)
    return InForce(Rules(**values), source, nearest, labels, of)


def rules_for(post: Post) -> InForce:
    """The rules in force for one post, in one query (two where a label has a say)."""
    return laid(_OF_ONE(blog=post.blog_id, post=post.pk), [post])[post.pk]


def rules_for_blog(blog: Blog) -> InForce:
    """The rules a post of this blog has unless it, or a label of it, says otherwise."""
    return lay(PolicyVersion.objects.in_force(blog).filter(label=None).first())


def rules_for_all(blog, posts) -> dict[int, InForce]:
    """The rules in force for each of `posts` (all of one blog, given as row or id), by primary key.

    One query; a second where a label of the blog has a say, for which posts have that label.
    """
    posts = list(posts)
    return laid(list(PolicyVersion.objects.in_force(blog, posts)), posts)


def laid(versions: list[PolicyVersion], posts: list[Post]) -> dict[int, InForce]:
    """What `versions` (the latest of each thing that has one) make of each of `posts`. A query at most."""
    of_labels = {version.label_id: version for version in versions if version.label_id}
    of_posts = {version.post_id: version for version in versions if version.post_id}
    of_blog = next((version for version in versions if not version.label_id and not version.post_id), None)
    labelled: dict[int, list[PolicyVersion]] = {}
    if of_labels:
        through = Post.labels.through.objects.filter(label__in=of_labels)
        if len(posts) < MANY:  # databases take only so many numbers in a question
            through = through.filter(post__in=[post.pk for post in posts])
        for post, label in through.values_list("post_id", "label_id"):
            labelled.setdefault(post, []).append(of_labels[label])
    return {post.pk: lay(of_blog, of_posts.get(post.pk), labelled.get(post.pk, ())) for post in posts}


# Asked at every page of a post, and twice for every comment that is sent.
_OF_ONE = Prepared(PolicyVersion, lambda blog, post: PolicyVersion.objects.in_force(blog, [post]), blog=int, post=int)
