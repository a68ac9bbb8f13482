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
from blog.comments.policy import HIDDEN
from blog.comments.readable import readable
from blog.comments.rules import rules_for_all, rules_for_blog
from blog.models import Blog, Post, Readers
from blog.models.posts import PostQuerySet

LENGTH = 20


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
        posts = _with_comments_to_read(blog, blog.posts.public(timezone.now()))
        comments = blog.comments.public().filter(post__in=posts).select_related("author", "post")
        return list(comments.defer("text", "post__body", "post__html", "post__teaser").order_by("-pk")[:LENGTH])

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


def _with_comments_to_read(blog: Blog, posts: PostQuerySet) -> PostQuerySet:
    """Those of `posts` whose comments are not hidden: as the blog has it, but for posts with a policy of their own.

    Three queries. Asked before the newest comments are cut off, or a hidden thread that goes on would fill the feed.
    """
    # "blog_id" because a row that comes from `blog.posts` is asked for it: left out, each would be fetched again.
    own = rules_for_all(blog, blog.posts.filter(policy_versions__isnull=False).only("blog_id").distinct())
    hidden = {pk for pk, in_force in own.items() if in_force.rules.comments == HIDDEN}
    if rules_for_blog(blog).rules.comments == HIDDEN:
        return posts.filter(pk__in=own.keys() - hidden)
    return posts.exclude(pk__in=hidden)
