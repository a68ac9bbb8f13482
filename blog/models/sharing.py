"""A text shown before it is public: a link that ends, and what its readers remark on it, for the team alone."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from blog.models.versions import OfOneText


class DraftLink(OfOneText):
    """Whoever has the address reads the text as it is being written, until the link ends or is revoked."""

    digest = models.CharField(max_length=64, unique=True)  # SHA-256 of the secret in the address, in hexadecimal
    name = models.CharField(max_length=100, blank=True)  # for whom it is, in the team's own words
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name or str(self.made_at)


class Remark(OfOneText):
    """A private note on a text: of somebody in the team (`by`), or of who came by a link (`link`, and their `name`)."""

    link = models.ForeignKey(DraftLink, models.SET_NULL, null=True, related_name="remarks")
    name = models.CharField(max_length=100, blank=True)
    words = models.TextField(max_length=5000)  # plain text
    made_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True)  # when the team dealt with it
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["post", "id"], name="remark_of_post"),
            models.Index(fields=["page", "id"], name="remark_of_page"),
        ]

    def __str__(self) -> str:
        return self.words[:50]
