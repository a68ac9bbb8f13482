"""A way into a blog that somebody of it opened: by mail for one person, or by a link for several."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.membership import Role


class InvitationQuerySet(models.QuerySet):
    def open(self, now: datetime):
        """Those that still let somebody in."""
        return self.filter(revoked_at=None, expires_at__gt=now, used__lt=F("limit"))


class Invitation(models.Model):
    """`email` "": whoever has the link. The link's secret is kept as its hash alone (accounts.invitations makes it)."""

    blog = models.ForeignKey("blog.Blog", models.CASCADE, related_name="invitations")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="invitations")
    email = models.EmailField(_("e-mail address"), blank=True)
    role = models.CharField(_("role"), max_length=12, choices=Role.choices, default=Role.MEMBER)
    secret_hash = models.CharField(max_length=64, unique=True, editable=False)  # SHA-256, hexadecimal
    limit = models.PositiveIntegerField(_("how many people"), default=1)
    used = models.PositiveIntegerField(default=0)
    note = models.CharField(_("note"), max_length=500, blank=True)  # told to who is invited
    made_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)  # last mailed
    expires_at = models.DateTimeField(_("expires"))
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(role__in=Role.values), name="invitation_role_known"),
            models.CheckConstraint(condition=Q(used__lte=F("limit")), name="invitation_used_within_limit"),
        ]
        indexes = [
            models.Index(fields=["blog", "-id"], name="invitations_newest_first"),
            models.Index(fields=["email", "blog"], name="invitations_of_an_address"),
        ]

    def __str__(self) -> str:
        return self.email or f"{self.used}/{self.limit}"

    def is_open(self, now: datetime) -> bool:
        """The same as `open`, for a row in hand."""
        return self.revoked_at is None and self.expires_at > now and self.used < self.limit
