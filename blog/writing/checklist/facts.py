"""What the blog knows of a text that is to go out: the only place of the publish checklist that queries."""

from datetime import datetime

from django.db.models import CharField, F, Value
from django.db.models.functions import Concat, Lower
from django.urls import Resolver404, resolve

from blog.models import Page, Post, PostState
from blog.writing.checklist.rules import Known, Text, targets_of


def known_of(text: Text, written: Post | Page, at: datetime) -> Known:
    """Three queries at most. `written` is the post or page, new or stored; `at` the moment it goes public."""
    return Known(
        found=_found(targets_of(text), written.blog, at),
        same_title=_same_title(written),
        had_path=_had_path(written),
    )


def _found(paths: list[str], blog, at: datetime) -> frozenset[str]:
    """Those of the paths at which readers get something at that moment."""
    texts, labels, images, found = {}, {}, {}, set()
    for path in paths:
        try:
            match = resolve(path)
        except Resolver404:
            continue
        if match.view_name == "reading:at":
            texts[path] = {path, f"{path}/"}  # a slash that is missing is put there
        elif match.view_name == "reading:label":
            labels[path] = match.kwargs["slug"]
        elif match.view_name == "reading:image":
            images[path] = match.kwargs["key"]
        else:
            found.add(path)
    asked = {one for both in texts.values() for one in both}
    there = _there(asked, set(labels.values()), set(images.values()), blog, at)
    found |= {path for path, both in texts.items() if both & there}
    found |= {path for path, slug in labels.items() if f"label {slug}" in there}
    found |= {path for path, key in images.items() if f"image {key}" in there}
    return frozenset(found)


def _there(paths: set[str], slugs: set[str], keys: set[str], blog, at: datetime) -> set[str]:
    """The paths themselves, "label SLUG" and "image KEY", as far as they are there. One query."""
    if not (paths or slugs or keys):
        return set()
    announced = blog.posts.announced(at)
    asked = []
    if paths:
        asked += [_named(announced.filter(path__in=paths), "", "path")]
        asked += [_named(blog.pages.announced().filter(path__in=paths), "", "path")]
        asked += [_named(blog.old_paths.filter(path__in=paths, post__in=announced), "", "path")]
    if slugs:
        of_labels = (blog.labels.all(), blog.old_slugs.filter(series=None))
        asked += [_named(rows.filter(slug__in=slugs), "label ", "slug") for rows in of_labels]
    if keys:
        asked += [_named(blog.images.filter(key__in=keys), "image ", "key")]
    first, *others = asked
    return {name for (name,) in (first.union(*others) if others else first)}


def _named(rows, prefix: str, field: str):
    return rows.order_by().values_list(Concat(Value(prefix), F(field), output_field=CharField()))


def _same_title(written: Post | Page) -> str:
    others = written.blog.posts if isinstance(written, Post) else written.blog.pages
    # Not "iexact": on SQLite that is a LIKE, which reads every title.
    others = others.annotate(low=Lower("title")).filter(low=Lower(Value(written.title)))
    others = others.exclude(pk=written.pk).exclude(state=PostState.TRASH)
    return others.order_by().values_list("path", flat=True).first() or ""


def _had_path(written: Post | Page) -> str:
    post = written.pk if isinstance(written, Post) else None
    before = written.blog.old_paths.filter(path=written.path).exclude(post=post)
    return before.values_list("post__title", flat=True).first() or "" if written.path else ""
