"""Addresses that a label or a series once had: links to them keep working."""

from django.db import models
from django.db.models import Q

from blog.models.blogs import Blog
from blog.models.labels import Label
from blog.models.series import Series


class OldSlug(models.Model):
    """One of a label, or of one that was merged into it; or one of a series."""

    blog = models.ForeignKey(Blog, models.CASCADE, related_name="old_slugs")
    label = models.ForeignKey(Label, models.CASCADE, null=True, related_name="old_slugs")
    series = models.ForeignKey(Series, models.CASCADE, null=True, related_name="old_slugs")
    slug = models.SlugField(max_length=120, allow_unicode=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["blog", "slug"], condition=Q(series=None), name="old_label_once_per_blog"),
            models.UniqueConstraint(fields=["blog", "slug"], condition=Q(label=None), name="old_series_once_per_blog"),
            models.CheckConstraint(condition=Q(label=None) ^ Q(series=None), name="old_slug_of_one_thing"),
        ]

    def __str__(self) -> str:
        return self.slug
