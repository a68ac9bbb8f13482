"""Series: posts that are read one after the other."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from blog.models.blogs import Blog


class Series(models.Model):
    """Its posts stand as `Post.objects.in_order()` has them. A series is short: `blog.writing.series` bounds it."""

    blog = models.ForeignKey(Blog, models.CASCADE, related_name="series", verbose_name=_("blog"))
    name = models.CharField(_("name"), max_length=100)
    slug = models.SlugField(_("address"), max_length=120, allow_unicode=True)
    description = models.CharField(_("description"), max_length=300, blank=True)  # plain text, for readers

    class Meta:
        verbose_name = _("series")
        verbose_name_plural = _("series")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["blog", "slug"], name="series_slug_once_per_blog"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("reading:series", args=[self.slug])
