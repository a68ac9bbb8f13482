"""What became of a text: a row for each time it was saved, and the one copy that is being worked on."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from blog.models.blogs import Blog
from blog.models.pages import Page
from blog.models.posts import Post

_OF_ONE = models.Q(post__isnull=False, page__isnull=True) | models.Q(post__isnull=True, page__isnull=False)


class Kind(models.TextChoices):
    SAVED = "saved", _("saved")  # the newest few are kept
    NAMED = "named", _("saved under a name")
    PUBLISHED = "published", _("published")
    SCHEDULED = "scheduled", _("waits for its date")
    FAILED = "failed", _("could not be published at its date")


class OfOneText(models.Model):
    """Belongs to a post or to a page."""

    blog = models.ForeignKey(Blog, models.CASCADE, related_name="+")
    post = models.ForeignKey(Post, models.CASCADE, null=True, related_name="%(class)ss")
    page = models.ForeignKey(Page, models.CASCADE, null=True, related_name="%(class)ss")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        abstract = True

    @property
    def text(self) -> Post | Page:
        return self.post or self.page


class Version(OfOneText):
    """A text as it was saved. Rows are only added, save that one that waits for its date is published by it."""

    kind = models.CharField(max_length=10, choices=Kind.choices)
    name = models.CharField(max_length=100, blank=True)
    note = models.CharField(max_length=300, blank=True)  # what readers were told of the change
    fields = models.JSONField()  # by name, as `blog.writing.versions.fields_of` makes them
    made_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(null=True)
    fault = models.TextField(blank=True)  # why one that was due could not be published

    class Meta:
        constraints = [
            models.CheckConstraint(condition=_OF_ONE, name="version_of_one_text"),
            models.CheckConstraint(condition=models.Q(kind__in=Kind.values), name="version_kind_known"),
            models.CheckConstraint(
                condition=~models.Q(kind=Kind.SCHEDULED) | models.Q(due_at__isnull=False), name="scheduled_has_a_date"
            ),
        ]
        indexes = [
            models.Index(fields=["post", "-id"], name="version_of_post"),
            models.Index(fields=["page", "-id"], name="version_of_page"),
            models.Index(fields=["blog", "due_at"], name="version_due", condition=models.Q(kind=Kind.SCHEDULED)),
        ]

    def __str__(self) -> str:
        return self.name or self.get_kind_display()


class WorkingCopy(OfOneText):
    """What stands in the form of a text and is not saved yet. One for each text; it rolls, and keeps no history."""

    typed = models.JSONField()  # the form as sent: name -> list of values
    revision = models.PositiveIntegerField(default=1)  # grows with each save of the copy
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=_OF_ONE, name="copy_of_one_text"),
            models.UniqueConstraint(fields=["post"], name="one_copy_of_a_post"),
            models.UniqueConstraint(fields=["page"], name="one_copy_of_a_page"),
        ]

    def __str__(self) -> str:
        return f"{self.text} ({self.revision})"
