"""Pages: texts outside the stream of posts, such as "About"."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from blog.models.blogs import Blog, direction_of
from blog.models.images import Image
from blog.models.written import PostState, Written


class PageQuerySet(models.QuerySet):
    def public(self):
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
    def shown_language(self) -> str:
        return self.language or self.blog.language

    @property
    def direction(self) -> str:
        return direction_of(self.shown_language)
