"""What posts and pages share: a text in Markdown, kept beside the HTML that was made of it once, at save."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from blog.paths import LIMIT


class PostState(models.TextChoices):
    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("published")
    TRASH = "trash", _("in the trash")  # for thirty days, then it is deleted


class Written(models.Model):
    title = models.CharField(_("title"), max_length=200)
    slug = models.SlugField(_("short name"), max_length=120, allow_unicode=True)
    path = models.CharField(_("address"), max_length=LIMIT)
    body = models.TextField(_("text"), max_length=500_000, blank=True)
    html = models.TextField(editable=False, blank=True)
    beginning = models.TextField(editable=False, blank=True)  # plain text, for whom the whole is not (blog.markup)
    description = models.CharField(
        _("description"), max_length=300, blank=True, help_text=_("One or two sentences for lists and search engines.")
    )
    language = models.CharField(
        _("language"), max_length=12, blank=True, help_text=_("A code like “ar”. Empty: the blog’s language.")
    )
    state = models.CharField(_("state"), max_length=10, choices=PostState.choices, default=PostState.DRAFT)
    created_at = models.DateTimeField(_("begun"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("last changed"), default=timezone.now, editable=False)
    trashed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return self.path
