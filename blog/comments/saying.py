"""A policy in words: what a field is called, and what a value of it says. For forms, logs and explanations."""

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from blog.comments.models import Audience, Closing, PolicyVersion, SpamCheck
from blog.comments.rules import BLOG, FIELDS, LABEL, POST, InForce
from blog.models import Readers

CHOICES = {"readers": Readers, "audience": Audience, "comments": Closing, "spam_check": SpamCheck}
YES_NO = ("hold_all", "read_only")
MOMENTS = ("close_at", "open_until")


def said_field(field: str) -> str:
    """What a field of the policy is called: “hold every comment”."""
    return str(PolicyVersion._meta.get_field(field).verbose_name)


def said_days(days: int | None) -> str:
    if not days:
        return _("never")
    return ngettext("%(days)d day", "%(days)d days", days) % {"days": days}


def said_value(field: str, value) -> str:
    """A value of a policy in words: “Members of this blog”, “14 days”, “never”."""
    if field in CHOICES:
        known = value in CHOICES[field].values  # a newer version of this code may have written another
        return str(CHOICES[field](value).label) if known else str(value)
    if field in YES_NO:
        return _("yes") if value else _("no")
    if field in MOMENTS:
        return date_format(localtime(value), "DATETIME_FORMAT") if value else _("never")
    if field == "hold_words":
        return ngettext("%(n)d word", "%(n)d words", len(value)) % {"n": len(value)} if value else _("none")
    if field.endswith("_days"):
        return said_days(value)
    return str(value) if value else _("never")


def said_own(field: str, value) -> str:
    """A value as one version has it, where nothing said is “inherited”."""
    return _("inherited") if value in (None, "") else said_value(field, value)


def said_source(in_force: InForce, field: str) -> str:
    """Where a value in force comes from: “post”, “label “Travel””, “blog”, “default”."""
    source = in_force.source[field]
    if source == LABEL:
        return _("label “%(label)s”") % {"label": in_force.labels[field]}
    return {POST: _("post"), BLOG: _("blog")}.get(source) or _("default")


def said_inherited(inherited: InForce, field: str, *, of_blog: bool = False) -> str:
    """What is so when nothing is chosen, and where that comes from: “Inherit: Members of this blog (blog)”."""
    value = said_value(field, getattr(inherited.rules, field))
    if of_blog:
        return _("Default: %(value)s") % {"value": value}
    return _("Inherit: %(value)s (%(source)s)") % {"value": value, "source": said_source(inherited, field)}


def changes_between(was: PolicyVersion, now: PolicyVersion) -> list[tuple[str, str, str]]:
    """What one version says otherwise than the one before: (what it is called, was, is), in words."""
    return [
        (said_field(field), said_own(field, getattr(was, field)), said_own(field, getattr(now, field)))
        for field in FIELDS
        if getattr(was, field) != getattr(now, field)
    ]
