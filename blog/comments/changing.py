"""Changing the comment policy, of a blog, of a label or of one post: a change is a new row, by whom, when and why."""

from datetime import datetime

from django.db import transaction

from blog.comments.models import PolicyVersion
from blog.comments.rules import FIELDS
from blog.models import Blog, Label, Post, Readers
from blog.pagecache.changes import policy_changed

TEXTS = ("readers", "audience", "comments", "spam_check")  # "" inherits; in every other field NULL does
BLOG_ONLY = ("read_only",)
POST_ONLY = ("close_at", "open_until")
# What a label may not choose: who may read a post is said by the post or by the blog, where it can be seen at once.
NOT_LABELS = ("readers", "read_only", "close_at", "open_until")


def fields_of(post: Post | None = None, label: Label | None = None) -> tuple[str, ...]:
    """The choices that a blog (neither given), a label or a post has."""
    if label is not None:
        left_out = NOT_LABELS
    else:
        left_out = BLOG_ONLY if post is not None else POST_ONLY
    return tuple(field for field in FIELDS if field not in left_out)


def own_version(blog: Blog, post: Post | None = None, label: Label | None = None) -> PolicyVersion | None:
    """The latest version of the blog's own choices, or of the label's or post's. One query."""
    return PolicyVersion.objects.filter(blog=blog, post=post, label=label).order_by("-pk").first()


def change_policy(
    *,
    blog: Blog,
    post: Post | None = None,
    label: Label | None = None,
    values: dict,
    by,
    reason: str = "",
    now: datetime,
) -> PolicyVersion | None:
    """Writes a new version if `values` (by names of FIELDS; "" or None inherits) differ from the one in force.

    Else returns None. A field that is not in `values` inherits. Whatever is not this scope's to choose is left out.
    """
    version = drafted(blog=blog, post=post, label=label, values=values)
    version.by, version.reason, version.at = by, reason.strip(), now
    with transaction.atomic():
        last = own_version(blog, post, label) or PolicyVersion()
        if not differ(last, version):
            return None
        version.save()
        # The lists of posts are filtered by who may read them, so the choice stands beside the post, too.
        if post is not None:
            Post.objects.filter(pk=post.pk).update(readers=version.readers)
            post.readers = version.readers
        elif label is None:
            Blog.objects.filter(pk=blog.pk).update(readers=version.readers or Readers.EVERYONE)
            blog.readers = version.readers or Readers.EVERYONE
        policy_changed(blog.pk, post.pk if post is not None else None)
    return version


def drafted(*, blog: Blog, post: Post | None = None, label: Label | None = None, values: dict) -> PolicyVersion:
    """The version that `values` would make, not saved."""
    allowed = fields_of(post, label)
    own = {field: _tidied(field, values.get(field) if field in allowed else None) for field in FIELDS}
    return PolicyVersion(blog=blog, post=post, label=label, **own)


def differ(one: PolicyVersion, other: PolicyVersion) -> bool:
    """Whether two versions choose differently."""
    return any(getattr(one, field) != getattr(other, field) for field in FIELDS)


def _tidied(field: str, value):
    """As the column has it: 0 and an empty list are choices ("never", "none"), other empty values inherit."""
    if field in TEXTS:
        return value or ""
    if field == "hold_words" and value is not None:
        return list(value)
    return None if value == "" else value
