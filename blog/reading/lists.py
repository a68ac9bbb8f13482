"""Lists of posts: ten at a time, older and newer by the last post seen, so that page 1,000 costs what page 1 does."""

from dataclasses import dataclass

from django.db.models import Count, Exists, Q, prefetch_related_objects
from django.http import Http404, HttpRequest

from blog.comments.models import Comment
from blog.comments.policy import HIDDEN
from blog.comments.rules import rules_for_all
from blog.models import Blog, Image, Post, Readers
from blog.models.posts import PostQuerySet

LENGTH = 10
ON_TOP = 5  # posts that stay on top: of more, the newest


@dataclass(slots=True)
class Entry:
    """A post in a list, and where the reader of the list reads it. `comments` is the number of published ones.

    `comments` is None where they are hidden, `beginning` "" where the post is not for members only, `cover` where it
    has none or who reads the list may not see it.
    """

    post: Post
    url: str
    comments: int | None
    beginning: str = ""
    cover: Image | None = None
    on_top: bool = False


@dataclass(slots=True)
class Listing:
    """Newest first, behind those that stay on top. `here` is the query of this page, `newer` and `older` those of the
    pages beside it; "": none."""

    entries: list[Entry]
    here: str = ""
    newer: str = ""
    older: str = ""


def listing(request: HttpRequest, posts: PostQuerySet, *, whole: bool = False, sticky: bool = False) -> Listing:
    """The page of `posts` (of request.blog) that ?before= or ?after= asks for. Four queries; one more for the post that
    was seen last, one where others than the author wrote a post, one where posts stay on top.

    `whole`: for one person, who may read all of `posts`; else a list for everybody, of what is announced to all.
    `sticky`: the first page begins with the posts that stay on top, and no page repeats them.

    Raises Http404 when the post that is named is none of them, or when there is nothing to list.
    """
    before, after, on_top = request.GET.get("before"), request.GET.get("after"), []
    stay = posts.filter(sticky=True).newest_first()[:ON_TOP] if sticky else posts.none()
    if before is not None:
        posts = posts.within(_older_than(_seen(posts, before)))
    elif after is not None:
        posts = posts.within(_newer_than(_seen(posts, after)))
    if sticky:
        posts = posts.exclude(pk__in=stay.values("pk")).annotate(others_stay=Exists(posts.filter(sticky=True)))
    posts = _told(posts)
    if before is not None:
        found = list(posts.newest_first()[: LENGTH + 1])
        newer, older = bool(found), len(found) > LENGTH
        found = found[:LENGTH]
    elif after is not None:
        found = list(posts.order_by("published_at", "pk")[: LENGTH + 1])
        newer, older = len(found) > LENGTH, bool(found)
        found = found[:LENGTH][::-1]
    else:
        found = list(posts.newest_first()[: LENGTH + 1])
        newer, older = False, len(found) > LENGTH
        found = found[:LENGTH]
        # Asked for where there are any, which the newest post knows.
        on_top = list(_told(stay)) if sticky and (not found or found[0].others_stay) else []
    prefetch_related_objects([*on_top, *found], "labels")
    fetch_authors([*on_top, *found])
    if not found and (before or after):
        raise Http404
    shown = entries(request.blog, [*on_top, *found], whole=whole)
    for entry in shown[: len(on_top)]:
        entry.on_top = True
    return Listing(
        shown,
        here=f"?before={before}" if before else f"?after={after}" if after else "",
        newer=f"?after={found[0].pk}" if newer else "",
        older=f"?before={found[-1].pk}" if older else "",
    )


def entries(blog: Blog, posts: list[Post], *, whole: bool = False) -> list[Entry]:
    """The posts with their numbers of comments, in two queries. `whole` as in `listing`."""
    rules = rules_for_all(blog, posts)
    counted = Comment.objects.public().filter(post__in=posts).order_by().values_list("post").annotate(Count("pk"))
    counts = dict(counted)
    found = []
    for post in posts:
        if not whole and post.read_by != Readers.EVERYONE:
            found.append(Entry(post, post.path, None, post.description or post.beginning))
            continue
        count = None if rules[post.pk].rules.comments == HIDDEN else counts.get(post.pk, 0)
        found.append(Entry(post, post.whole_url, count, cover=post.cover))
    return found


def fetch_authors(posts: list[Post]) -> None:
    """Gives posts of `with_names()` those who wrote them too: a query where there is somebody, none where not."""
    prefetch_related_objects([post for post in posts if post.has_others], "coauthors")


def _told(posts: PostQuerySet) -> PostQuerySet:
    return posts.with_names().defer("body", "html")


def _seen(posts: PostQuerySet, number: str) -> Post:
    if not (number.isascii() and number.isdigit() and len(number) < 18):
        raise Http404
    seen = posts.filter(pk=number).only("published_at", "blog_id").first()
    if seen is None:
        raise Http404
    return seen


def _older_than(post: Post) -> Q:
    # The first term is what the index is searched by: without it, all newer ones would be passed by, one by one.
    return Q(published_at__lte=post.published_at) & (Q(published_at__lt=post.published_at) | Q(pk__lt=post.pk))


def _newer_than(post: Post) -> Q:
    return Q(published_at__gte=post.published_at) & (Q(published_at__gt=post.published_at) | Q(pk__gt=post.pk))
