"""Following a thread: who follows is told of its new comments."""

from datetime import datetime

from django.db import transaction

from accounts.standing import standing_of
from blog.comments.beside import may_act
from blog.comments.judging import NotDone
from blog.comments.models import Follow
from blog.comments.readable import readable
from blog.models import Blog, Post


@transaction.atomic
def follow(*, post: Post, by, now: datetime) -> Follow:
    """Follows the thread of a post that one may read. Twice is as once.

    Raises NotDone("post_gone") when it can't be read, NotDone("may_not") as beside.may_act says.
    """
    standing = standing_of(by, post.blog, now)
    if not readable(post.blog, standing, now).filter(pk=post.pk).exists():
        raise NotDone("post_gone")
    if not may_act(standing, post):
        raise NotDone("may_not")
    follow, _new = Follow.objects.get_or_create(post=post, by=by, defaults={"at": now})
    return follow


def unfollow(*, post: Post, by) -> None:
    """Follows no longer, whatever one's standing. Twice is as once."""
    Follow.objects.filter(post=post, by=by).delete()


def followed_threads(blog: Blog, by) -> list[Follow]:
    """The threads of this blog that somebody follows, the latest first, with their posts. One query."""
    return list(Follow.objects.filter(post__blog=blog, by=by).select_related("post__blog").order_by("-pk"))
