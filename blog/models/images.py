"""Uploaded images. An image is public while a public post or page shows it; before, its blog's team alone sees it."""

import secrets
from pathlib import PurePosixPath

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from blog.markup.pictures import TYPES
from blog.models.blogs import Blog


def make_key() -> str:
    """An address nobody can guess: 96 random bits."""
    return secrets.token_urlsafe(12)


def file_path(image: "Image", filename: str) -> str:
    return f"blogs/{image.blog_id}/images/{image.key}/{filename}"


class Image(models.Model):
    blog = models.ForeignKey(Blog, models.CASCADE, related_name="images", verbose_name=_("blog"))
    key = models.CharField(max_length=32, unique=True, default=make_key, editable=False)
    name = models.CharField(max_length=100, editable=False)  # the last part of its address, e.g. "harbour.jpg"
    file = models.FileField(_("file"), upload_to=file_path, max_length=300)
    alt = models.CharField(
        _("alternative text"), max_length=300, help_text=_("What the image shows, for people who can’t see it.")
    )
    caption = models.CharField(
        _("caption"), max_length=500, blank=True, help_text=_("Stands below the image, wherever a text shows it.")
    )
    focus_x = models.PositiveSmallIntegerField(_("focus from the left, in per cent"), default=50)
    focus_y = models.PositiveSmallIntegerField(_("focus from the top, in per cent"), default=50)
    width = models.PositiveIntegerField(editable=False)  # pixels
    height = models.PositiveIntegerField(editable=False)
    checksum = models.CharField(max_length=64, editable=False)  # SHA-256 of the stored file, in hexadecimal
    renditions = models.JSONField(default=dict, editable=False)  # which smaller files there are: ending -> widths
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    created_at = models.DateTimeField(_("uploaded"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("image")
        verbose_name_plural = _("images")
        constraints = [
            models.UniqueConstraint(fields=["blog", "checksum"], name="image_once_per_blog"),
            models.CheckConstraint(
                condition=models.Q(focus_x__lte=100, focus_y__lte=100), name="image_focus_is_in_the_image"
            ),
        ]

    def __str__(self) -> str:
        return self.alt

    def get_absolute_url(self) -> str:
        return self.url_of(self.name)

    def url_of(self, name: str) -> str:
        """The address of the image's own file, or of one of its renditions, by the last part of it."""
        return reverse("reading:image", args=[self.key, name])

    def path_of(self, name: str) -> str:
        """Where the storage has that file."""
        return self.file.name if name == self.name else str(PurePosixPath(self.file.name).with_name(name))

    def rendition_name(self, width: int, ending: str) -> str:
        """E.g. "harbour_480.webp". No image is called that: their own names have no underscore."""
        return f"{self.name.rpartition('.')[0]}_{width}.{ending}"

    @property
    def crop_name(self) -> str:
        """Of the cut around its focus. Another focus is another address, so that no browser shows an old cut."""
        return f"{self.name.rpartition('.')[0]}_crop_{self.focus_x}_{self.focus_y}.webp"

    @property
    def crop_url(self) -> str:
        return self.url_of(self.crop_name)

    @property
    def srcsets(self) -> list[tuple[str, str]]:
        """What a browser may choose from: the type and the files with their widths, of the smaller kind first."""
        return [
            (kind, ", ".join(f"{self.url_of(self.rendition_name(width, ending))} {width}w" for width in sorted(widths)))
            for ending, kind in TYPES.items()
            if (widths := self.renditions.get(ending))
        ]

    @property
    def shared_url(self) -> str:
        """The file for a card, where the address of a post is shared: many who make cards read no AVIF."""
        widths = self.renditions.get("webp")
        if self.name.endswith(".avif") and widths:
            return self.url_of(self.rendition_name(max(widths), "webp"))
        return self.get_absolute_url()

    def names(self) -> list[str]:
        """The last parts of the addresses of all its files."""
        return [self.name, self.crop_name, *self.rendition_names()]

    def rendition_names(self) -> list[str]:
        return [self.rendition_name(width, ending) for ending, widths in self.renditions.items() for width in widths]
