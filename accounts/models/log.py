"""What the team did, beside rulings on comments and versions of the policy, which are rows of their own."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class LogEntry(models.Model):
    """One act: who did what to whom. Append-only, written by the act itself in its transaction.

    `code` is a word of the act's own module ("invitation_revoked"); `detail` what a reader of the log needs to know
    beside it, as plain data (no addresses, no secrets: an owner may publish the log without names).
    """

    blog = models.ForeignKey("blog.Blog", models.CASCADE, related_name="log")
    code = models.CharField(max_length=40)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    whom = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    comment = models.ForeignKey("comments.Comment", models.SET_NULL, null=True, related_name="+")
    reason = models.CharField(max_length=1000, blank=True)
    detail = models.JSONField(default=dict)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["blog", "-at", "-id"], name="log_newest_first")]

    def __str__(self) -> str:
        return f"{self.code}, {self.at:%Y-%m-%d %H:%M}"
