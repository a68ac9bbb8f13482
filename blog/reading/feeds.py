"""Atom feeds (RFC 4287): the newest posts, whole or in short as the blog has it, and the newest comments; and one's
own, of all one may read."""

from dataclasses import dataclass

from django.contrib.syndication.views import Feed
from django.http import Http404
from django.template.defaultfilters import linebreaks_filter
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
from blog.models import Blog, Feeds, Post, Readers
from blog.models.posts import PostQuerySet
from blog.pagecache.tags import talk
from blog.reading.lists import fetch_authors
from blog.reading.shown import list_shown

LENGTH = 20
LOOKS = 10  # for comments that may be read


class WholeTexts(Atom1Feed):
    """Django's Atom with a text as content beside the summary, and everybody who wrote it (`others`, names). Addresses
    in a text are relative to xml:base."""

    def root_attributes(self):
        return {**super().root_attributes(), "xml:base": self.feed["link"]}

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        for name in item.get("others", ()):
            handler.startElement("author", {})
            handler.addQuickElement("name", name)
            handler.endElement("author")
        handler.addQuickElement("content", item["content"], {"type": "html"})


class _BlogFeed(Feed):
    feed_type = WholeTexts

    def get_object(self, request) -> Blog:
        return request.blog

    def link(self, blog: Blog) -> str:
        return reverse("reading:front")

    def item_extra_kwargs(self, item) -> dict:
        return {"content": item.html}


class PostsFeed(_BlogFeed):
    def __call__(self, request, *args, **kwargs):
        list_shown(request)
        return super().__call__(request, *args, **kwargs)

    def title(self, blog: Blog) -> str:
        return blog.name

    def subtitle(self, blog: Blog) -> str:
        return blog.tagline

    def items(self, blog: Blog):
        return _newest(blog.posts.announced(timezone.now()))

    def item_author_name(self, post: Post) -> str:
        return post.authors[0].name if post.authors else _("former member")

    def item_extra_kwargs(self, post: Post) -> dict:
        """The whole text, or as much as the blog's feeds hold; of a post for members, how it begins."""
        if post.read_by != Readers.EVERYONE:
            content = _led_on(post.beginning, post, _("Members of this blog read the whole of it."))
        elif post.blog.feeds == Feeds.SUMMARY:
            content = _cover(post) + _led_on(post.description or post.beginning, post, _("Read on"))
        else:
            content = _cover(post) + post.html
        return {"content": content, "others": [person.name for person in post.authors[1:]]}

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
        return super().item_extra_kwargs(post) | {"content": _cover(post) + post.html}


def _newest(posts: PostQuerySet) -> list[Post]:
    posts = posts.newest_first().with_names().prefetch_related("labels")
    found = list(posts.defer("body", "teaser")[:LENGTH])
    fetch_authors(found)
    return found


def _led_on(words: str, post: Post, link: str) -> str:
    """Plain words in paragraphs, and the way to the post."""
    return format_html('{}<p><a href="{}">{}</a></p>', linebreaks_filter(words), post.path, link)


def _cover(post: Post) -> str:
    if post.cover is None:
        return ""
    image = '<p><img src="{}" alt="{}" width="{}" height="{}"></p>'
    return format_html(image, post.cover.shared_url, post.cover.alt, post.cover.width, post.cover.height)


class CommentsFeed(_BlogFeed):
    """Published comments on public posts whose comments may be read."""

    def __call__(self, request, *args, **kwargs):
        list_shown(request, talk(request.blog.pk))
        return super().__call__(request, *args, **kwargs)

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
