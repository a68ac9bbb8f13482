"""What changed in the policy, for members to read: the versions of the blog, its labels and its posts, in words."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from blog.comments.models import PolicyVersion
from blog.comments.saying import changes_between
from blog.models import Blog

PAGE = 20


@dataclass(frozen=True, slots=True)
class Change:
    """One version: what it is of, and what it changed, as (field, was, is) in words."""

    version: PolicyVersion
    changes: list[tuple[str, str, str]]


def changes_of(blog: Blog, now: datetime, before: int | None = None) -> tuple[list[Change], int | None]:
    """A page of changes, newest first, those older than version number `before`; and where the next page begins.

    Versions of posts that not everybody may know of are left out. Two queries.
    """
    seen = blog.posts.announced(now).values("pk")
    found = PolicyVersion.objects.filter(blog=blog).filter(Q(post=None) | Q(post__in=seen))
    if before is not None:
        found = found.filter(pk__lt=before)
    versions = list(
        found.select_related("post__blog", "label", "by")
        .defer("post__body", "post__html", "post__teaser")
        .annotate(earlier=Subquery(_earlier().values("pk")[:1]))
        .order_by("-pk")[: PAGE + 1]
    )
    more, versions = len(versions) > PAGE, versions[:PAGE]
    was = PolicyVersion.objects.in_bulk([version.earlier for version in versions if version.earlier])
    found = [Change(one, changes_between(was.get(one.earlier) or PolicyVersion(), one)) for one in versions]
    return found, versions[-1].pk if more else None


def _earlier():
    """The versions before one, of the same thing, newest first. (0 stands for NULL, which equals nothing.)"""
    versions = PolicyVersion.objects.filter(blog=OuterRef("blog"), pk__lt=OuterRef("pk"))
    versions = versions.alias(of_post=Coalesce("post", 0), of_label=Coalesce("label", 0))
    same = versions.filter(of_post=Coalesce(OuterRef("post"), 0), of_label=Coalesce(OuterRef("label"), 0))
    return same.order_by("-pk")
