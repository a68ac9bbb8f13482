"""Pages: texts outside the stream of posts, such as "About"."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from blog.models.blogs import Blog, Readers, direction_of
from blog.models.images import Image
from blog.models.written import PostState, Written


class PageQuerySet(models.QuerySet):
    def public(self):
        """Pages anybody may read: those of a blog that is for everyone."""
        return self.published().filter(blog__readers=Readers.EVERYONE)

    def announced(self):
        """Pages anybody may know of. Of a blog for members, members alone read them whole."""
        return self.published().exclude(blog__readers=Readers.TEAM)

    def published(self):
        """Pages that are out, for whomever: ask `blog.comments.policy.may_read` before one is shown."""
        return self.filter(state=PostState.PUBLISHED)

    def in_menu(self):
        return self.filter(menu_order__gt=0).order_by("menu_order", "title").only("title", "path", "blog_id")


class Page(Written):
    blog = models.ForeignKey(Blog, models.CASCADE, related_name="pages", verbose_name=_("blog"))
    menu_order = models.PositiveSmallIntegerField(
        _("place in the menu"), default=0, help_text=_("1 comes first. 0: not in the menu.")
    )
    images = models.ManyToManyField(Image, blank=True, editable=False, related_name="pages")

    objects = PageQuerySet.as_manager()

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")
        constraints = [
            models.UniqueConstraint(fields=["blog", "path"], name="page_path_once_per_blog"),
            models.CheckConstraint(condition=models.Q(state__in=PostState.values), name="page_state_known"),
        ]

    @property
    def read_by(self) -> str:
        """One of Readers: the blog's choice, a page has none of its own."""
        return self.blog.readers

    @property
    def whole_url(self) -> str:
        """Where who may read the page reads it whole."""
        return self.path if self.read_by == Readers.EVERYONE else reverse("reading:page", args=[self.pk])

    @property
    def shown_language(self) -> str:
        return self.language or self.blog.language

    @property
    def direction(self) -> str:
        return direction_of(self.shown_language)
