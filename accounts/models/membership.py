"""Where a person stands in a blog: one row, one state, one role. What the team did about them is sanctions."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.sanction import BARRING, Sanction


class State(models.TextChoices):
    APPLICANT = "applicant", _("asked to join")
    MEMBER = "member", _("member")
    DECLINED = "declined", _("declined")
    LEFT = "left", _("left")


class Role(models.TextChoices):
    MEMBER = "member", _("member")
    AUTHOR = "author", _("author")
    EDITOR = "editor", _("editor")
    MODERATOR = "moderator", _("moderator")
    OWNER = "owner", _("owner")


TEAM = (Role.AUTHOR, Role.EDITOR, Role.MODERATOR, Role.OWNER)


class MembershipQuerySet(models.QuerySet):
    def active(self):
        """Those whose role counts now: members who are neither waiting, nor out, nor suspended from the whole blog."""
        barred = Sanction.objects.in_force(timezone.now()).filter(
            blog=OuterRef("blog"), user=OuterRef("user"), post=None, kind__in=BARRING
        )
        return self.filter(~Exists(barred), state=State.MEMBER, user__is_active=True)

    def team(self):
        return self.active().filter(role__in=TEAM)


class Membership(models.Model):
    blog = models.ForeignKey("blog.Blog", models.CASCADE, related_name="memberships", verbose_name=_("blog"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships", verbose_name=_("person")
    )
    state = models.CharField(_("state"), max_length=12, choices=State.choices)
    role = models.CharField(_("role"), max_length=12, choices=Role.choices, default=Role.MEMBER)
    since = models.DateTimeField(_("since"), default=timezone.now, editable=False)  # of the present state
    bio = models.CharField(
        _("about"), max_length=500, blank=True, help_text=_("Stands on the page of an author’s posts. Plain text.")
    )
    note = models.TextField(_("note of the applicant"), max_length=1000, blank=True)
    reason = models.TextField(_("reason"), max_length=1000, blank=True)  # of a refusal, told to the person
    invitation = models.ForeignKey(
        "accounts.Invitation", models.SET_NULL, null=True, blank=True, related_name="memberships"
    )  # the one they came by: who invited whom
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(fields=["blog", "user"], name="one_membership_per_blog"),
            models.CheckConstraint(condition=models.Q(state__in=State.values), name="membership_state_known"),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="membership_role_known"),
        ]
        indexes = [
            models.Index(fields=["blog", "state", "id"], name="membership_by_state"),
            models.Index(fields=["blog", "role", "state"], name="membership_by_role"),  # the team among all members
        ]

    def __str__(self) -> str:
        return f"{self.user} ({self.get_role_display()}, {self.get_state_display()})"
