"""Lists of posts: ten at a time, older and newer by the last post seen, so that page 1,000 costs what page 1 does."""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.http import Http404, HttpRequest

from blog.comments.models import Comment
from blog.comments.policy import HIDDEN
from blog.comments.rules import rules_for_all
from blog.models import Blog, Post, Readers
from blog.models.posts import PostQuerySet

LENGTH = 10


@dataclass(slots=True)
class Entry:
    """A post in a list, and where the reader of the list reads it. `comments` is the number of published ones.

    `comments` is None where they are hidden, `beginning` "" where the post is not for members only.
    """

    post: Post
    url: str
    comments: int | None
    beginning: str = ""


@dataclass(slots=True)
class Listing:
    """Newest first. `here` is the query of this page, `newer` and `older` those of the pages beside it; "": none."""

    entries: list[Entry]
    here: str = ""
    newer: str = ""
    older: str = ""


def listing(request: HttpRequest, posts: PostQuerySet, *, whole: bool = False) -> Listing:
    """The page of `posts` (of request.blog) that ?before= or ?after= asks for; four queries at most five.

    `whole`: for one person, who may read all of `posts`; else a list for everybody, of what is announced to all.

    Raises Http404 when the post that is named is none of them, or when there is nothing to list.
    """
    before, after = request.GET.get("before"), request.GET.get("after")
    posts = posts.select_related("author").prefetch_related("labels").defer("body", "html")
    if before is not None:
        found = list(posts.filter(_older_than(_seen(posts, before))).newest_first()[: LENGTH + 1])
        newer, older = bool(found), len(found) > LENGTH
        found = found[:LENGTH]
    elif after is not None:
        found = list(posts.filter(_newer_than(_seen(posts, after))).order_by("published_at", "pk")[: LENGTH + 1])
        newer, older = len(found) > LENGTH, bool(found)
        found = found[:LENGTH][::-1]
    else:
        found = list(posts.newest_first()[: LENGTH + 1])
        newer, older = False, len(found) > LENGTH
        found = found[:LENGTH]
    if not found and (before or after):
        raise Http404
    return Listing(
        entries(request.blog, found, whole=whole),
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
        found.append(Entry(post, post.whole_url, count))
    return found


def _seen(posts: PostQuerySet, number: str) -> Post:
    if not (number.isascii() and number.isdigit() and len(number) < 18):
        raise Http404
    seen = posts.filter(pk=number).only("published_at", "blog_id").select_related(None).prefetch_related(None).first()
    if seen is None:
        raise Http404
    return seen


def _older_than(post: Post) -> Q:
    # The first term is what the index is searched by: without it, all newer ones would be passed by, one by one.
    return Q(published_at__lte=post.published_at) & (Q(published_at__lt=post.published_at) | Q(pk__lt=post.pk))


def _newer_than(post: Post) -> Q:
    return Q(published_at__gte=post.published_at) & (Q(published_at__gt=post.published_at) | Q(pk__gt=post.pk))
