"""What is asked first of every act beside writing: is the comment there for this person, and may they act at all?"""

from datetime import datetime

from accounts.models import Kind
from accounts.standing import BANNED, UNCONFIRMED, VISITOR, Standing, standing_of
from blog.comments.judging import NotDone
from blog.comments.models import Comment
from blog.comments.policy import HIDDEN
from blog.comments.readable import readable
from blog.comments.rules import rules_for
from blog.models import Blog, Post


def may_act(standing: Standing, post: Post) -> bool:
    """Whether somebody may thank and report there: a confirmed account that is not banned, suspended or not."""
    if standing.name in (VISITOR, UNCONFIRMED, BANNED):
        return False
    return standing.bond(Kind.BAN, post.pk) is None


def public_comment(blog: Blog, standing: Standing, pk: int, now: datetime) -> Comment:
    """The published comment of this number, if it is there for somebody to read. Raises Comment.DoesNotExist."""
    found = blog.comments.public().at(readable(blog, standing, now))
    comment = found.select_related("post", "author").get(pk=pk)
    comment.post.blog = blog
    if rules_for(comment.post).rules.comments == HIDDEN:
        raise Comment.DoesNotExist
    return comment


def there_for(by, comment: Comment, now: datetime) -> Comment:
    """The comment read anew and locked (inside a transaction), for an act of `by` on what another has written.

    Raises NotDone: "gone" when it is not there to be read, "may_not" as `may_act` says, "own_comment".
    """
    standing = standing_of(by, comment.blog, now)
    try:
        Comment.objects.select_for_update(no_key=True).get(pk=comment.pk)
        found = public_comment(comment.blog, standing, comment.pk, now)
    except Comment.DoesNotExist:
        raise NotDone("gone") from None
    if not may_act(standing, found.post):
        raise NotDone("may_not", found)
    if found.author_id == by.pk:
        raise NotDone("own_comment", found)
    return found
