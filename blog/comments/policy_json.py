"""A blog's policy as JSON: written out whole, and read in as new versions. The format: docs/policy-json.md."""

import json
from dataclasses import dataclass, field
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_naive

from accounts.models import LogEntry
from blog.comments.changing import change_policy, differ, drafted, fields_of, own_version
from blog.comments.lockout import lock_out, sentence_of
from blog.comments.models import Guideline, PolicyVersion
from blog.comments.rules import FIELDS, lay
from blog.comments.saying import MOMENTS, YES_NO, changes_between
from blog.comments.words import RULES, Unfit, check
from blog.models import Blog

FORMAT = 1
PARTS = ("format", "blog", "labels", "posts", "guidelines")


class BadPolicy(ValueError):
    """What was read can't be a policy of this blog. Its text is a sentence that says where and why."""


@dataclass(slots=True)
class Read:
    """What a file says, checked: (scope, values) in order, and guidelines as (title, text), None if it has no say."""

    scopes: list[tuple[str, dict, dict]] = field(default_factory=list)
    guidelines: list[tuple[str, str]] | None = None


def exported(blog: Blog) -> dict:
    """The choices of the blog, of its labels and posts that have any, and its guidelines; plain data."""
    versions = list(PolicyVersion.objects.in_force(blog, blog.posts.all()).select_related("label", "post"))
    return {
        "format": FORMAT,
        "blog": _chosen(next((one for one in versions if not one.post_id and not one.label_id), PolicyVersion())),
        "labels": {one.label.slug: _chosen(one) for one in versions if one.label_id},
        "posts": {one.post.path: _chosen(one) for one in versions if one.post_id},
        "guidelines": [{"title": one.title, "text": one.text} for one in blog.guidelines.all()],
    }


def read(blog: Blog, text: str) -> Read:
    """What the JSON in `text` says, checked against the blog. Raises BadPolicy. Writes nothing."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadPolicy(f"This is no JSON: {error}.") from error
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise BadPolicy(f'The file must be an object with "format": {FORMAT}.')
    if unknown := set(data) - set(PARTS):
        raise BadPolicy(f"Unknown parts: {', '.join(sorted(unknown))}. There are: {', '.join(PARTS)}.")
    found = Read()
    if "blog" in data:
        found.scopes.append(("the blog", {}, _values(data["blog"], "blog", fields_of())))
    labels = {label.slug: label for label in blog.labels.all()}
    posts = {post.path: post for post in blog.posts.defer("body", "html", "teaser")}
    for part, known, scope in (("labels", labels, "label"), ("posts", posts, "post")):
        for key, values in _object(data.get(part, {}), part).items():
            if key not in known:
                raise BadPolicy(f"{part}: there is no {scope} “{key}” in this blog.")
            own = fields_of(**{scope: known[key]})
            found.scopes.append((f"{scope} {key}", {scope: known[key]}, _values(values, f"{part}: {key}", own)))
    if "guidelines" in data:
        found.guidelines = _guidelines(data["guidelines"])
    return found


def import_policy(*, blog: Blog, text: str, by, now: datetime, dry_run: bool = False) -> list[str]:
    """Writes what `text` says as new versions, all or nothing; returns a line for each change.

    A part, label or post that the file does not name stays as it is; a field that is not named in one inherits.
    Raises BadPolicy, and changes nothing. With `dry_run`, nothing is changed either.
    """
    with transaction.atomic():
        Blog.objects.select_for_update().get(pk=blog.pk)
        found, lines = read(blog, text), []
        above = next((values for name, _scope, values in found.scopes if name == "the blog"), None)
        above = drafted(blog=blog, values=above) if above is not None else own_version(blog)
        for name, scope, values in found.scopes:
            new, last = drafted(blog=blog, **scope, values=values), own_version(blog, **scope) or PolicyVersion()
            if not differ(last, new):
                continue
            if code := lock_out(blog, lay(above, new if scope else None).rules, now):
                raise BadPolicy(f"{name}: {sentence_of(code)}")
            lines += [f"{name}: {field}: {was} → {becomes}" for field, was, becomes in changes_between(last, new)]
            if not dry_run:
                change_policy(blog=blog, **scope, values=values, by=by, reason="Imported from a file", now=now)
        lines += _change_guidelines(blog, found.guidelines, by, now, dry_run)
    return lines


def _change_guidelines(blog: Blog, wanted, by, now: datetime, dry_run: bool) -> list[str]:
    """Those that keep their title stay the same row, which rulings refer to."""
    have = {one.title: one for one in blog.guidelines.all()}
    if wanted is None or [(one.title, one.text) for one in have.values()] == wanted:
        return []
    titles = [title for title, _text in wanted]
    lines = [f"guideline removed: {title}" for title in have if title not in titles]
    lines += [f"guideline added: {title}" for title in titles if title not in have]
    lines += [f"guideline changed: {title}" for title, text in wanted if title in have and have[title].text != text]
    lines = lines or ["guidelines: in another order"]
    if not dry_run:
        blog.guidelines.exclude(title__in=titles).delete()
        for position, (title, text) in enumerate(wanted):
            Guideline.objects.update_or_create(blog=blog, title=title, defaults={"text": text, "position": position})
        LogEntry.objects.create(blog=blog, code="guidelines_imported", by=by, detail={"changes": lines}, at=now)
    return lines


def _chosen(version: PolicyVersion) -> dict:
    own = {name: getattr(version, name) for name in FIELDS if getattr(version, name) not in (None, "")}
    return {name: value.isoformat() if name in MOMENTS else value for name, value in own.items()}


def _object(value, where: str) -> dict:
    if not isinstance(value, dict):
        raise BadPolicy(f"{where}: this must be an object, like {{…}}.")
    return value


def _values(given, where: str, allowed: tuple[str, ...]) -> dict:
    """The values of one scope, each of its own kind. Raises BadPolicy."""
    values = dict(_object(given, where))
    if unknown := set(values) - set(allowed):
        raise BadPolicy(f"{where}: unknown here: {', '.join(sorted(unknown))}. There are: {', '.join(allowed)}.")
    for name, value in values.items():
        try:
            values[name] = _value(name, value)
        except (ValidationError, ValueError) as error:
            why = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
            raise BadPolicy(f"{where}: {name}: {why}") from error
    return values


def _value(name: str, value):
    if value is None:
        return None
    if name == "hold_words":
        return _words(value)
    if name in MOMENTS:
        moment = parse_datetime(value) if isinstance(value, str) else None
        if moment is None or is_naive(moment):
            raise ValueError('write a moment with its zone, like "2030-05-03T09:00:00+00:00".')
        return moment
    column = PolicyVersion._meta.get_field(name)
    kind = bool if name in YES_NO else str if column.choices else int
    if type(value) is not kind or value == "":
        raise ValueError(f"{json.dumps(value)} is not of the right kind ({kind.__name__}).")
    return column.clean(value, None)


def _words(value) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value) or len(value) > RULES:
        raise ValueError(f"this must be a list of at most {RULES} words.")
    for word in value:
        try:
            check(word)
        except Unfit as unfit:
            raise ValueError(f"“{word[:100]}” can’t be used as a word ({unfit.code}).") from unfit
    return value


def _guidelines(given) -> list[tuple[str, str]]:
    if not isinstance(given, list):
        raise BadPolicy("guidelines: this must be a list.")
    found = []
    for one in given:
        if (
            not isinstance(one, dict)
            or set(one) != {"title", "text"}
            or not all(isinstance(text, str) and text.strip() for text in one.values())
        ):
            raise BadPolicy('guidelines: each is an object with a "title" and a "text", and neither is empty.')
        for name, text in one.items():
            if len(text) > (limit := Guideline._meta.get_field(name).max_length):
                raise BadPolicy(f"guidelines: “{one['title'][:40]}”: the {name} has more than {limit} characters.")
        found.append((one["title"], one["text"]))
    if len({title for title, _text in found}) != len(found):
        raise BadPolicy("guidelines: two have the same title.")
    return found
