"""Atom feeds (RFC 4287): the newest posts in full, and the newest comments; and one's own, of all one may read."""

from dataclasses import dataclass

from django.contrib.syndication.views import Feed
from django.http import Http404
from django.template.defaultfilters import linebreaks
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import format_html
from django.utils.translation import gettext as _

from accounts.feed_keys import person_of_feed
from accounts.standing import Standing, standing_of
from blog.comments.models import Comment
from blog.comments.models.comments import CommentQuerySet
from blog.comments.policy import HIDDEN
from blog.comments.readable import readable
from blog.comments.rules import rules_for_all
from blog.models import Blog, Post, Readers
from blog.models.posts import PostQuerySet

LENGTH = 20
LOOKS = 10  # for comments that may be read


class WholeTexts(Atom1Feed):
    """Django's Atom with the whole text as content, beside the summary. Addresses in it are relative to xml:base."""

    def root_attributes(self):
        return {**super().root_attributes(), "xml:base": self.feed["link"]}

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        handler.addQuickElement("content", item["content"], {"type": "html"})


class _BlogFeed(Feed):
    feed_type = WholeTexts

    def get_object(self, request) -> Blog:
        return request.blog

    def link(self, blog: Blog) -> str:
        return reverse("reading:front")

    def item_extra_kwargs(self, item) -> dict:
        return {"content": item.html}

    def item_author_name(self, item) -> str:
        return item.author.name if item.author else _("former member")


class PostsFeed(_BlogFeed):
    def title(self, blog: Blog) -> str:
        return blog.name

    def subtitle(self, blog: Blog) -> str:
        return blog.tagline

    def items(self, blog: Blog):
        return _newest(blog.posts.announced(timezone.now()))

    def item_extra_kwargs(self, post: Post) -> dict:
        """The whole text; of a post for members, how it begins and where they read on."""
        return {"content": post.html if post.read_by == Readers.EVERYONE else _beginning(post)}

    def item_title(self, post: Post) -> str:
        return post.title

    def item_description(self, post: Post) -> str:
        return post.description

    def item_link(self, post: Post) -> str:
        return post.path

    def item_pubdate(self, post: Post):
        return post.published_at

    def item_updateddate(self, post: Post):
        return max(post.updated_at, post.published_at)

    def item_categories(self, post: Post) -> list[str]:
        return [label.name for label in post.labels.all()]


@dataclass(frozen=True, slots=True)
class Own:
    """Whose feed it is, as they stand at this moment."""

    blog: Blog
    standing: Standing


class OwnFeed(PostsFeed):
    """The newest posts one person may read, whole. Its address holds a secret, so it is given out to nobody else."""

    def get_object(self, request, secret: str) -> Own:
        person = person_of_feed(secret, request.blog)
        if person is None:
            raise Http404
        return Own(request.blog, standing_of(person, request.blog, timezone.now()))

    def title(self, own: Own) -> str:
        return own.blog.name

    def subtitle(self, own: Own) -> str:
        return own.blog.tagline

    def items(self, own: Own):
        return _newest(readable(own.blog, own.standing, timezone.now()))

    def item_link(self, post: Post) -> str:
        return post.whole_url

    def item_extra_kwargs(self, post: Post) -> dict:
        return {"content": post.html}


def _newest(posts: PostQuerySet) -> PostQuerySet:
    posts = posts.newest_first().select_related("author").prefetch_related("labels")
    return posts.defer("body", "teaser")[:LENGTH]


def _beginning(post: Post) -> str:
    words = _("Members of this blog read the whole of it.")
    return format_html('{}<p><a href="{}">{}</a></p>', linebreaks(post.beginning, autoescape=True), post.path, words)


class CommentsFeed(_BlogFeed):
    """Published comments on public posts whose comments may be read."""

    def title(self, blog: Blog) -> str:
        return _("Comments on %(blog)s") % {"blog": blog.name}

    def items(self, blog: Blog) -> list[Comment]:
        comments = blog.comments.public().at(blog.posts.public(timezone.now())).select_related("author", "post")
        return _to_be_read(blog, comments.defer("text", "post__body", "post__html", "post__teaser").order_by("-pk"))

    def item_author_name(self, comment: Comment) -> str:
        return comment.byline

    def item_title(self, comment: Comment) -> str:
        return _("%(name)s on “%(title)s”") % {"name": comment.byline, "title": comment.post.title}

    def item_description(self, comment: Comment) -> str:
        return ""

    def item_link(self, comment: Comment) -> str:
        return comment.get_absolute_url()

    def item_pubdate(self, comment: Comment):
        return comment.published_at or comment.created_at

    def item_updateddate(self, comment: Comment):
        return comment.changed_at


def _to_be_read(blog: Blog, comments: CommentQuerySet) -> list[Comment]:
    """The first LENGTH of `comments` that are not hidden. Two queries, and two more for each time that some are.

    A hidden thread that went on must not fill the feed, so one that is found is left out when it is looked again; but
    not forever: a blog that hides nearly all its threads tells of the few newest comments that are left.
    """
    hidden: set[int] = set()
    found: list[Comment] = []
    for _look in range(LOOKS):
        found = list(comments.exclude(post__in=hidden)[:LENGTH])
        rules = rules_for_all(blog, {comment.post_id: comment.post for comment in found}.values())
        more = {post for post, in_force in rules.items() if in_force.rules.comments == HIDDEN}
        if not more:
            break
        hidden |= more
    return [comment for comment in found if comment.post_id not in hidden]
