"""Changing the comment policy, of a blog or of one post: a change is a new row, by whom and why."""

from datetime import datetime

from blog.comments.models import PolicyVersion
from blog.models import Blog, Post

FIELDS = ("audience", "comments", "close_after_days", "moderation")


def own_version(blog: Blog, post: Post | None = None) -> PolicyVersion | None:
    """The latest version of the blog's own choices, or of the post's. One query."""
    return PolicyVersion.objects.filter(blog=blog, post=post).order_by("-pk").first()


def change_policy(
    *, blog: Blog, post: Post | None = None, values: dict, by, reason: str = "", now: datetime
) -> PolicyVersion | None:
    """Writes a new version if `values` (of FIELDS; "" or None inherits) differ from the one in force, else None."""
    values = {field: values.get(field) or _empty(field, values.get(field)) for field in FIELDS}
    last = own_version(blog, post) or PolicyVersion()
    if all(getattr(last, field) == values[field] for field in FIELDS):
        return None
    return PolicyVersion.objects.create(blog=blog, post=post, by=by, reason=reason.strip(), at=now, **values)


def _empty(field: str, value):
    """0 days is a choice ("never"); everything else that is empty inherits."""
    return value if field == "close_after_days" else ""
