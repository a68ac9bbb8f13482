"""The acts of the blog's library of images: kept once, described once, shown in many texts, deleted."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from blog.markup import normalise
from blog.models import Blog, Image
from blog.writing.crops import keep_crop
from blog.writing.decoding import Decoded, decode, safe_name
from blog.writing.publishing import render_again
from blog.writing.renditions import discard_files, keep_renditions, renditions_of


def add_image(*, blog: Blog, by, file, alt: str, caption: str = "", name: str = "") -> Image:
    """Keeps an uploaded image (`file`: anything with `read`). Raises ValidationError by field, and keeps nothing."""
    alt, caption = clean_alt(alt), clean_caption(caption)
    name = name or getattr(file, "name", None) or ""
    return keep_image(blog=blog, by=by, decoded=decode(file), alt=alt, caption=caption, name=name)[0]


def keep_image(
    *, blog: Blog, by, decoded: Decoded, alt: str, caption: str = "", name: str, focus: tuple[int, int] | None = None
) -> tuple[Image, bool]:
    """The image and whether it is new. New: its file and its row are stored, both or neither. A picture the blog has
    is not kept twice: the first one is given, with the words it has. `focus`: in per cent, the middle by default."""
    same = blog.images.filter(checksum=decoded.checksum)
    if known := same.first():
        return known, False
    image = Image(
        blog=blog,
        name=safe_name(name, decoded.ending),
        alt=alt,
        caption=caption,
        width=decoded.width,
        height=decoded.height,
        checksum=decoded.checksum,
        uploaded_by=by,
    )
    image.focus_x, image.focus_y = focus or (image.focus_x, image.focus_y)
    smaller = renditions_of(decoded.content)
    image.file.save(image.name, ContentFile(decoded.content), save=False)
    try:
        keep_renditions(image, smaller)
        keep_crop(image, decoded.content)
        with transaction.atomic():
            image.save()
    except BaseException as error:
        discard_files(image)
        if isinstance(error, IntegrityError) and (known := same.first()):
            return known, False  # sent twice at the same moment
        raise
    return image, True


def describe_image(
    *, image: Image, alt: str, caption: str, now: datetime, focus: tuple[int, int] | None = None
) -> Image:
    """Changes the words of an image and what matters in it (in per cent from the left and the top), cuts it anew, and
    renders anew the texts that borrow its words. Raises ValidationError by field."""
    image.alt, image.caption = clean_alt(alt), clean_caption(caption)
    old = image.path_of(image.crop_name)
    if focus and focus != (image.focus_x, image.focus_y):
        _move_focus(image, focus)
    with transaction.atomic():
        image.save(update_fields=["alt", "caption", "focus_x", "focus_y"])
        if old != image.path_of(image.crop_name):
            transaction.on_commit(lambda: image.file.storage.delete(old))
    for written in [*image.posts.select_related("blog"), *image.pages.select_related("blog")]:
        render_again(written=written, now=now)
    return image


def _move_focus(image: Image, focus: tuple[int, int]) -> None:
    """Cuts the image around another point."""
    if not all(0 <= part <= 100 for part in focus):
        raise ValidationError({"focus_x": _("The focus is in the image: from 0 to 100 per cent.")})
    image.focus_x, image.focus_y = focus
    if not image.file.storage.exists(image.path_of(image.crop_name)):
        with image.file.open() as file:
            keep_crop(image, file.read())


def delete_image(*, image: Image) -> None:
    """Deletes an image that nothing shows, and its files once the row is gone. Raises ValidationError."""
    with transaction.atomic():
        if shown_in(image):
            raise ValidationError(
                _("A post, a page or the top of the blog shows this image. Take it out of there first.")
            )
        image.delete()
        transaction.on_commit(lambda: discard_files(image))


def shown_in(image: Image) -> list:
    """The posts and pages whose text shows it, and the blog if it stands above its pages. Three queries."""
    fields = "blog_id", "title", "path", "state"
    texts = [*image.posts.only(*fields, "author_id", "published_at", "readers"), *image.pages.only(*fields)]
    return [*texts, *image.headers.all()]


def markdown_of(image: Image) -> str:
    """What an author writes to show it: without words, so that those it has here are used."""
    return f"![]({image.get_absolute_url()})"


def clean_alt(alt: str) -> str:
    """The alternative text on one line. Raises ValidationError where it is missing or too long."""
    alt = _line("alt", alt)
    if not alt:
        raise ValidationError({"alt": _("Say what the image shows, for people who can’t see it.")})
    return alt


def clean_caption(caption: str) -> str:
    """The caption on one line, or none. Raises ValidationError where it is too long."""
    return _line("caption", caption)


def _line(field: str, text: str) -> str:
    text = " ".join(normalise(text).split())
    limit = Image._meta.get_field(field).max_length
    if len(text) > limit:
        numbers = {"limit": limit, "count": len(text)}
        raise ValidationError({field: _("At most %(limit)d characters; this has %(count)d.") % numbers})
    return text
