"""Uploaded files: they can be kept, read and deleted, and those of the newest images are there."""

import secrets
from collections.abc import Iterator

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from blog.models import Image
from blog.watching.doctor.findings import Finding, fail, ok

NEWEST = 200  # images


def look() -> Iterator[Finding]:
    yield round_trip()
    yield images()


def round_trip() -> Finding:
    name, content = f"doctor-{secrets.token_hex(8)}.txt", secrets.token_bytes(32)
    try:
        name = default_storage.save(name, ContentFile(content))
        with default_storage.open(name) as file:
            same = file.read() == content
        default_storage.delete(name)
    except Exception as error:  # noqa: BLE001 (each storage has faults of its own)
        return fail(
            "round trip",
            f"A file can’t be kept ({type(error).__name__}): no image can be uploaded.",
            "Give the server the right to write in the data directory, or see to the storage’s address and keys.",
        )
    if not same or default_storage.exists(name):
        return fail("round trip", "A file was not what it should be.", "See to the storage.")
    return ok("round trip", "A file was kept, read and deleted.")


def images() -> Finding:
    newest = Image.objects.order_by("-pk")[:NEWEST]
    missing = [image for image in newest if not default_storage.exists(image.file.name)]
    if missing:
        return fail(
            "images",
            f"Of the newest {NEWEST} images, {len(missing)} have no file, like {missing[0].get_absolute_url()}.",
            "Bring the files back from a backup (its directory media).",
        )
    return ok("images", "The newest images have their files.")
