"""Posts. "Public" is defined here, once; every page, feed, sitemap and search reads through it."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from blog.models.blogs import Blog, direction_of
from blog.models.images import Image
from blog.models.labels import Label
from blog.models.written import PostState, Written


class PostQuerySet(models.QuerySet):
    def public(self, now: datetime):
        """Posts anybody may read at `now`. A post that is scheduled becomes public by the clock alone."""
        return self.filter(state=PostState.PUBLISHED, published_at__lte=now)

    def newest_first(self):
        return self.order_by("-published_at", "-pk")


class Post(Written):
    blog = models.ForeignKey(Blog, models.CASCADE, related_name="posts", verbose_name=_("blog"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="posts", verbose_name=_("author")
    )  # NULL: a former author, whose account is gone
    teaser = models.TextField(editable=False, blank=True)  # the HTML above the author's "more" mark, if there is one
    published_at = models.DateTimeField(
        _("published"), null=True, blank=True, help_text=_("In the future: readers see the post from then on.")
    )
    labels = models.ManyToManyField(Label, blank=True, related_name="posts", verbose_name=_("labels"))
    images = models.ManyToManyField(Image, blank=True, editable=False, related_name="posts")  # those its text shows

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        constraints = [
            models.UniqueConstraint(fields=["blog", "path"], name="post_path_once_per_blog"),
            models.CheckConstraint(condition=models.Q(state__in=PostState.values), name="post_state_known"),
            models.CheckConstraint(
                condition=~models.Q(state=PostState.PUBLISHED) | models.Q(published_at__isnull=False),
                name="published_post_has_a_date",
            ),
        ]
        indexes = [
            models.Index(fields=["blog", "state", "-published_at", "-id"], name="post_newest_first"),
            models.Index(fields=["blog", "author", "-id"], name="post_by_author"),
        ]

    def is_public(self, now: datetime) -> bool:
        """The same rule as `public()`, for a row in hand."""
        return self.state == PostState.PUBLISHED and self.published_at is not None and self.published_at <= now

    def is_scheduled(self, now: datetime) -> bool:
        return self.state == PostState.PUBLISHED and not self.is_public(now)

    @property
    def shown_language(self) -> str:
        return self.language or self.blog.language

    @property
    def direction(self) -> str:
        return direction_of(self.shown_language)
