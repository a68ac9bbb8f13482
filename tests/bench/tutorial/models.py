"""The blog of a tutorial: posts, and comments on them."""

from django.db import models


class Post(models.Model):
    title = models.CharField(max_length=200)
    html = models.TextField()
    published_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.title


class Comment(models.Model):
    post = models.ForeignKey(Post, models.CASCADE, related_name="comments")
    name = models.CharField(max_length=60)
    text = models.TextField()
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.text[:40]
