"""How often a post was read: a number for each day. Nothing of who read it is kept anywhere."""

from django.db import models

from blog.models.blogs import Blog
from blog.models.posts import Post


class Reads(models.Model):
    blog = models.ForeignKey(Blog, models.CASCADE, related_name="reads")
    post = models.ForeignKey(Post, models.CASCADE, related_name="reads")
    day = models.DateField()  # in UTC
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "day"], name="reads_of_a_post_once_a_day")]
        indexes = [models.Index(fields=["blog", "day"], name="reads_of_blog")]

    def __str__(self) -> str:
        return f"{self.post_id} {self.day}: {self.count}"
