"""The rules in force: the blog's choices, a post's own laid over them, and where each value comes from."""

from dataclasses import dataclass, fields

from blog.comments.models import PolicyVersion
from blog.comments.policy import Rules
from blog.models import Blog, Post

POST, BLOG, HOUSE = "post", "blog", "house"


@dataclass(frozen=True, slots=True)
class InForce:
    """`source` says for each field of `rules` where its value comes from: POST, BLOG or HOUSE (the default).

    `version` is the newest row that had a say: the post's if it has one, else the blog's, else None.
    """

    rules: Rules
    source: dict[str, str]
    version: PolicyVersion | None = None


def lay(blog_version: PolicyVersion | None, post_version: PolicyVersion | None) -> InForce:
    """Lays a post's version over its blog's over the house's defaults."""
    values, source = {}, {}
    for field in (field.name for field in fields(Rules)):
        own = getattr(post_version, field, None)
        inherited = getattr(blog_version, field, None)
        if own not in (None, ""):
            values[field], source[field] = own, POST
        elif inherited not in (None, ""):
            values[field], source[field] = inherited, BLOG
        else:
            values[field], source[field] = getattr(Rules(), field), HOUSE
    values["close_after_days"] = values["close_after_days"] or None  # 0 is "never", said aloud
    return InForce(Rules(**values), source, post_version or blog_version)


def rules_for(post: Post) -> InForce:
    """The rules in force for one post, in one query."""
    return rules_for_all(post.blog_id, [post])[post.pk]


def rules_for_blog(blog: Blog) -> InForce:
    """The rules a post of this blog has unless it says otherwise."""
    return lay(PolicyVersion.objects.in_force(blog).first(), None)


def rules_for_all(blog, posts) -> dict[int, InForce]:
    """The rules in force for each of `posts` (all of one blog, given as row or id), by primary key, in one query."""
    versions = {version.post_id: version for version in PolicyVersion.objects.in_force(blog, posts)}
    return {post.pk: lay(versions.get(None), versions.get(post.pk)) for post in posts}
