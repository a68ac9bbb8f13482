"""What the team did about a person: a note, a warning, a hold, a suspension, a ban. Never secret, but the note."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """From mild to hard. A note is for the team alone and binds nobody; all others are told to the person."""

    NOTE = "note", _("note")
    WARNING = "warning", _("warning")  # to be acknowledged before the next comment
    HOLD = "hold", _("comments held first")
    SUSPENSION = "suspension", _("suspension")
    BAN = "ban", _("ban")


TOLD = (Kind.WARNING, Kind.HOLD, Kind.SUSPENSION, Kind.BAN)
BARRING = (Kind.SUSPENSION, Kind.BAN)


class SanctionQuerySet(models.QuerySet):
    def in_force(self, now: datetime):
        """Those that bind at `now`: not ended, not over, and, if warnings, not acknowledged."""
        return self.filter(in_force("", now))

    def told(self):
        """Those their person knows of."""
        return self.filter(kind__in=TOLD)


def in_force(prefix: str, now: datetime) -> Q:
    """The condition of a sanction that binds at `now`, for a relation named by `prefix` ("sanctions__", or "")."""
    return (
        Q(**{f"{prefix}kind__in": TOLD, f"{prefix}ended_at": None, f"{prefix}acknowledged_at": None})
        & (Q(**{f"{prefix}until": None}) | Q(**{f"{prefix}until__gt": now}))
    )  # fmt: skip


class Sanction(models.Model):
    """`post` NULL: in the whole blog. `until` NULL: until it is ended. Ended is not deleted: the row stays."""

    blog = models.ForeignKey("blog.Blog", models.CASCADE, related_name="sanctions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="sanctions")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    post = models.ForeignKey("blog.Post", models.CASCADE, null=True, blank=True, related_name="sanctions")
    comment = models.ForeignKey("comments.Comment", models.SET_NULL, null=True, blank=True, related_name="sanctions")
    guideline = models.ForeignKey("comments.Guideline", models.SET_NULL, null=True, blank=True, related_name="+")
    reason = models.TextField(_("reason"), max_length=1000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(_("until"), null=True, blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)  # of a warning, by its person
    ended_at = models.DateTimeField(null=True, blank=True)  # by the team, before its time
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    end_reason = models.CharField(max_length=500, blank=True)

    objects = SanctionQuerySet.as_manager()

    class Meta:
        verbose_name = _("sanction")
        verbose_name_plural = _("sanctions")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="sanction_kind_known"),
            models.CheckConstraint(
                condition=Q(acknowledged_at=None) | Q(kind=Kind.WARNING), name="only_warnings_are_acknowledged"
            ),
        ]
        indexes = [
            models.Index(fields=["user", "blog"], name="sanctions_of_a_person"),
            models.Index(fields=["blog", "-id"], name="sanctions_newest_first"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_kind_display()}"

    def is_in_force(self, now: datetime) -> bool:
        """The same as `in_force`, for a row in hand."""
        return (
            self.kind in TOLD
            and self.ended_at is None
            and self.acknowledged_at is None
            and (self.until is None or self.until > now)
        )
