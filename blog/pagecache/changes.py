"""What acts announce: which pages a change of theirs shows on. To be called inside the act's own transaction,
after what it writes.

Only what adds (a comment, a post, thanks) leaves the older page good enough for while the database is away; after
anything was taken back or rewritten, the older page is shown to nobody.
"""

from collections.abc import Iterable

from blog.comments.models import Comment, State
from blog.models import Page, Post, PostState
from blog.pagecache import tags
from blog.pagecache.writes import writes

_TEXTS = {"blog_post", "blog_post_labels", "blog_post_coauthors", "blog_page"}


def comment_changed(comment: Comment, was: str = "", *, rewritten: bool = False) -> None:
    """A comment was sent (`was` ""), ruled on, withdrawn or `rewritten`; `was` is the state it had.

    One that readers did not see and don't see changes nothing, unless it was answered: then a tombstone stands for it.
    A query at most, and none for a new one.
    """
    was_out, is_out = was == State.PUBLISHED, comment.state == State.PUBLISHED
    shown, gone = set(), set()
    if was_out or is_out:
        shown = {tags.thread_of(comment.post_id), tags.talk(comment.blog_id)}
        if was_out != is_out:
            shown.add(tags.count_at(comment.post_id))
        gone = shown if was_out and (rewritten or not is_out) else gone
    elif was and was != comment.state and comment.replies.exists():
        shown = {tags.thread_of(comment.post_id)}
    writes().announce({"comments_comment"}, shown, gone)


def comments_changed(blog: int, posts: Iterable[int], *, gone: bool) -> None:
    """Many published comments of these posts came or went."""
    shown = {tags.talk(blog)}
    for post in posts:
        shown |= {tags.thread_of(post), tags.count_at(post)}
    writes().announce({"comments_comment"}, shown, shown if gone else set())


def unseen_comments_changed() -> None:
    """Of a comment, something changed that readers don't see."""
    writes().announce({"comments_comment"}, set(), set())


def thanks_changed(comment: Comment) -> None:
    writes().announce({"comments_thanks"}, {tags.thread_of(comment.post_id)}, set())


def text_changed(text: Post | Page, was: str = "") -> None:
    """A post or page was saved; `was` is the state it had, "" for a new one. What is not out changes nothing."""
    shown, before = set(), was == PostState.PUBLISHED
    if before or text.state == PostState.PUBLISHED:
        if isinstance(text, Post):
            shown = {tags.text_of(text.pk), tags.lists(text.blog_id)}
        else:
            shown = {tags.page_text_of(text.pk), tags.whole_blog(text.blog_id)}  # every page has the menu
        if before and isinstance(text, Post):  # its comments go with it, or come back
            shown |= {tags.thread_of(text.pk), tags.talk(text.blog_id)}
    writes().announce(_TEXTS, shown, shown if before else set())


def policy_changed(blog: int, post: int | None = None) -> None:
    """A new version of the policy of a blog or of one of its labels, or of one post."""
    if post is None:
        shown = {tags.whole_blog(blog)}
    else:
        shown = {tags.text_of(post), tags.lists(blog), tags.talk(blog)}
    writes().announce({"comments_policyversion", "blog_post", "blog_blog"}, shown, shown)


def blog_changed(blog: int) -> None:
    """Its settings, or when a change in it falls due."""
    shown = {tags.whole_blog(blog)}
    writes().announce({"blog_blog"}, shown, shown)
