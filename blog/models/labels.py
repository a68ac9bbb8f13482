"""Labels: what a post is about."""

from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from blog.models.blogs import Blog


class Label(models.Model):
    blog = models.ForeignKey(Blog, models.CASCADE, related_name="labels", verbose_name=_("blog"))
    name = models.CharField(_("name"), max_length=60)
    slug = models.SlugField(_("address"), max_length=80, allow_unicode=True)
    description = models.CharField(_("description"), max_length=300, blank=True)  # plain text, for readers

    class Meta:
        verbose_name = _("label")
        verbose_name_plural = _("labels")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["blog", "slug"], name="label_slug_once_per_blog"),
            models.UniqueConstraint("blog", Lower("name"), name="label_name_once_per_blog"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("reading:label", args=[self.slug])
