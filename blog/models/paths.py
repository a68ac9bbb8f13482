"""Addresses a post once had: links to them keep working."""

from django.db import models
from django.utils import timezone

from blog.models.blogs import Blog
from blog.models.posts import Post
from blog.paths import LIMIT


class OldPath(models.Model):
    blog = models.ForeignKey(Blog, models.CASCADE, related_name="old_paths")
    post = models.ForeignKey(Post, models.CASCADE, related_name="old_paths")
    path = models.CharField(max_length=LIMIT)
    left_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["blog", "path"], name="old_path_once_per_blog")]

    def __str__(self) -> str:
        return self.path
