"""What became of comments, by whose doing, and what the people concerned say to it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Sanction
from blog.comments.models.comments import Comment, State
from blog.models import Blog
from config.inserted import Inserted


class Guideline(models.Model):
    """One of the blog's own rules of conduct, which reasons refer to. `position` orders the list."""

    blog = models.ForeignKey(Blog, models.CASCADE, related_name="guidelines")
    title = models.CharField(_("title"), max_length=80)
    text = models.CharField(_("text"), max_length=500)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("guideline")
        verbose_name_plural = _("guidelines")
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["blog", "title"], name="guideline_once_per_blog")]

    def __str__(self) -> str:
        return self.title


class Ruling(Inserted):
    """One change of a comment's state: by the policy (`by` empty, `code` its reasons) or by a person. Append-only."""

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="rulings")
    # The comment's: the log is read along it, by an index that begins with it.
    blog = models.ForeignKey(Blog, models.CASCADE, related_name="+", db_index=False)
    was = models.CharField(max_length=10, choices=State.choices, blank=True)  # "" when it was sent
    now = models.CharField(max_length=10, choices=State.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False)
    code = models.CharField(max_length=200, blank=True)
    guideline = models.ForeignKey(
        Guideline, models.SET_NULL, null=True, related_name="+", db_index=False
    )  # the reason's, if it has one
    reason = models.CharField(max_length=500, blank=True)  # told to the author
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["blog", "-at", "-id"], name="rulings_newest_first"),
            models.Index(fields=["blog", "-at", "-id"], name="rulings_after_sending", condition=~Q(was="")),
            models.Index(fields=["by"], name="rulings_by_a_person", condition=Q(by__isnull=False)),
            models.Index(fields=["guideline"], name="rulings_by_a_guideline", condition=Q(guideline__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.comment_id}: {self.was or '-'} -> {self.now}"

    def save(self, *args, **kwargs) -> None:
        self.blog_id = self.comment.blog_id
        super().save(*args, **kwargs)


class Report(models.Model):
    """A member says that a comment breaks the guidelines: once, with a reason. Who reported is never told."""

    class State(models.TextChoices):
        OPEN = "open", _("waiting for a moderator")
        UPHELD = "upheld", _("the comment was taken down")
        DISMISSED = "dismissed", _("the comment stays")

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="reports")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="reports")
    guideline = models.ForeignKey(Guideline, models.SET_NULL, null=True, blank=True, related_name="+")
    reason = models.CharField(_("reason"), max_length=500)
    at = models.DateTimeField(default=timezone.now)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=500, blank=True)  # told to who reported

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        constraints = [
            models.UniqueConstraint(fields=["comment", "by"], name="one_report_per_person"),
            models.CheckConstraint(condition=Q(state__in=["open", "upheld", "dismissed"]), name="report_state_known"),
        ]
        indexes = [models.Index(fields=["state", "id"], name="open_reports", condition=Q(state="open"))]

    def __str__(self) -> str:
        return f"{self.comment_id}: {self.reason[:40]}"


class Appeal(models.Model):
    """The one answer a person may give to a ruling on their comment, or to a sanction; another moderator decides it."""

    class State(models.TextChoices):
        OPEN = "open", _("waiting for an answer")
        GRANTED = "granted", _("granted")
        DECLINED = "declined", _("declined")

    blog = models.ForeignKey(Blog, models.CASCADE, related_name="appeals")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="appeals")
    ruling = models.OneToOneField(Ruling, models.CASCADE, null=True, related_name="appeal")
    sanction = models.OneToOneField(Sanction, models.CASCADE, null=True, related_name="appeal")
    text = models.TextField(_("text"), max_length=2000)
    at = models.DateTimeField(default=timezone.now)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    answer = models.TextField(max_length=1000, blank=True)

    class Meta:
        verbose_name = _("appeal")
        verbose_name_plural = _("appeals")
        constraints = [
            models.CheckConstraint(
                condition=Q(ruling=None, sanction__isnull=False) | Q(ruling__isnull=False, sanction=None),
                name="appeal_against_one_act",
            ),
            models.CheckConstraint(condition=Q(state__in=["open", "granted", "declined"]), name="appeal_state_known"),
        ]
        indexes = [models.Index(fields=["blog", "state", "id"], name="appeals_that_wait")]

    def __str__(self) -> str:
        return f"{self.by}: {self.text[:40]}"
