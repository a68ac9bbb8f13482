"""Atom feeds (RFC 4287): the newest posts in full, and the newest comments."""

from django.contrib.syndication.views import Feed
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from blog.comments.models import Comment
from blog.comments.policy import HIDDEN
from blog.comments.rules import rules_for_all
from blog.models import Blog, Post

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
        posts = blog.posts.public(timezone.now()).newest_first().select_related("author").prefetch_related("labels")
        return posts.defer("body", "teaser")[:LENGTH]

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


class CommentsFeed(_BlogFeed):
    """Published comments on public posts whose comments may be read."""

    def title(self, blog: Blog) -> str:
        return _("Comments on %(blog)s") % {"blog": blog.name}

    def items(self, blog: Blog) -> list[Comment]:
        public = blog.posts.public(timezone.now())
        comments = blog.comments.public().filter(post__in=public).select_related("author", "post")
        newest = list(comments.order_by("-pk")[: 2 * LENGTH])
        rules = rules_for_all(blog, {comment.post for comment in newest})
        return [comment for comment in newest if rules[comment.post_id].rules.comments != HIDDEN][:LENGTH]

    def item_title(self, comment: Comment) -> str:
        name = self.item_author_name(comment)
        return _("%(name)s on “%(title)s”") % {"name": name, "title": comment.post.title}

    def item_description(self, comment: Comment) -> str:
        return ""

    def item_link(self, comment: Comment) -> str:
        return f"{comment.post.path}#{comment.anchor}"

    def item_pubdate(self, comment: Comment):
        return comment.published_at or comment.created_at

    def item_updateddate(self, comment: Comment):
        return comment.changed_at
