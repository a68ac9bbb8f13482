"""A person's own feed of a blog: an address that only they know."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class FeedKey(models.Model):
    """The secret in the address is kept as its hash alone (accounts.feed_keys makes it): shown once, and revocable."""

    blog = models.ForeignKey("blog.Blog", models.CASCADE, related_name="feed_keys")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="feed_keys")
    secret_hash = models.CharField(max_length=64, unique=True, editable=False)  # SHA-256, hexadecimal
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["blog", "user"], name="one_feed_of_ones_own")]

    def __str__(self) -> str:
        return f"{self.user}, {self.made_at:%Y-%m-%d}"
