"""What members do beside writing: thank for a comment, follow a thread, mute somebody for themselves."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from blog.comments.models.comments import Comment
from blog.models import Post


class Thanks(models.Model):
    comment = models.ForeignKey(Comment, models.CASCADE, related_name="thanks")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["comment", "by"], name="one_thanks_per_person")]

    def __str__(self) -> str:
        return f"{self.by} for {self.comment_id}"


class Follow(models.Model):
    post = models.ForeignKey(Post, models.CASCADE, related_name="follows")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="follows")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "by"], name="one_follow_per_person")]

    def __str__(self) -> str:
        return f"{self.by} follows {self.post_id}"


class Mute(models.Model):
    """`by` sees nothing of what `whom` writes. Nobody else knows."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="mutes")
    whom = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["by", "whom"], name="one_mute_per_person"),
            models.CheckConstraint(condition=~models.Q(by=models.F("whom")), name="nobody_mutes_themselves"),
        ]

    def __str__(self) -> str:
        return f"{self.by} mutes {self.whom}"
