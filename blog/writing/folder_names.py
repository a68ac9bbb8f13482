"""What a folder of Markdown says of labels and series: their addresses and descriptions, in `labels.json` and
`series.json` at its top. The texts name them; what is a name's own stands here once.
"""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction

from blog.markup import normalise
from blog.models import Blog, Label, OldSlug, Series
from blog.writing.labelling import free_slug, label_key, save_named

FILES = {"labels.json": Label, "series.json": Series}
LARGEST = 4 * 1024 * 1024  # bytes


def write_names(blog: Blog, folder: Path) -> None:
    """Writes the files of those that the blog has. Raises OSError."""
    for file, model in FILES.items():
        found = model.objects.filter(blog=blog).prefetch_related("old_slugs")
        if said := {named.name: _told(named) for named in found}:
            text = json.dumps(dict(sorted(said.items())), ensure_ascii=False, indent=1)
            (folder / file).write_text(f"{text}\n", encoding="utf-8", newline="\n")


def take_names(blog: Blog, folder: Path, *, update: bool) -> Iterator[str]:
    """Makes the labels and series that are missing, as the folder has them; yields a sentence for each it leaves.

    To be called before the texts, which would make them by name alone. One that is there gets a description where it
    had none; what it has stays, unless `update`.
    """
    for file, model in FILES.items():
        try:
            said = _read(folder / file)
        except (OSError, ValueError, RecursionError):
            yield f"{file}: It can’t be read. It has to be JSON, as export_posts writes it."
            continue
        there = {label_key(named.name): named for named in model.objects.filter(blog=blog)}
        for name, about in said.items():
            name = _line(name)
            named = there.get(label_key(name)) or model(blog=blog, name=name)
            taken = {other.slug for other in there.values() if other is not named}
            try:
                with transaction.atomic():
                    if not _take(named, about, taken, update):
                        yield f"{file}: “{name}” has another address or description here; --update puts the file’s in."
            except ValidationError as error:
                yield f"{file}: “{name[:40]}”: {' '.join(error.messages)}"
            else:
                there[label_key(name)] = named


def _told(named: Label | Series) -> dict:
    aliases = sorted(old.slug for old in named.old_slugs.all())
    return {"address": named.slug, "description": named.description} | ({"aliases": aliases} if aliases else {})


def _read(path: Path) -> dict[str, dict]:
    if not path.exists():
        return {}
    with path.open("rb") as file:
        said = json.loads(file.read(LARGEST).decode("utf-8"))
    if not isinstance(said, dict) or not all(isinstance(about, dict) for about in said.values()):
        raise ValueError
    return said


def _take(named: Label | Series, about: dict, taken: set[str], update: bool) -> bool:
    """Saves a label or series as it is described; whether it is then. Raises ValidationError."""
    slug, description = _line(about.get("address")), _line(about.get("description"))
    was = (named.pk, named.slug, named.description)
    if slug and slug not in taken and (update or not named.slug):
        named.slug = slug
    named.slug = named.slug or free_slug(named.name, taken, otherwise=named._meta.model_name)
    if description and (update or not named.description):
        named.description = description
    if was != (named.pk or 0, named.slug, named.description):
        named.full_clean(validate_unique=False, validate_constraints=False)
        save_named(named)
    aliases = about.get("aliases")
    _lead_here(named, set(map(_line, aliases)) - taken - {named.slug} if isinstance(aliases, list) else ())
    return named.slug == (slug or named.slug) and named.description == (description or named.description)


def _lead_here(named: Label | Series, slugs: Iterable[str]) -> None:
    """Has these addresses lead to where a label or series is, unless they lead to another."""
    kind = named._meta.model_name  # as the column of OldSlug is called
    for slug in sorted(slugs):
        OldSlug(blog=named.blog, slug=slug).full_clean({"label", "series"}, validate_constraints=False)
        found = {"blog": named.blog, "slug": slug, f"{kind}__isnull": False}
        OldSlug.objects.get_or_create(**found, defaults={kind: named})


def _line(said) -> str:
    return " ".join(normalise(said).split()) if isinstance(said, str) else ""
