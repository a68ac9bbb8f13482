"""The versions of a text: what changed in each, by whom; and the way back to one."""

from dataclasses import dataclass

from django.http import Http404
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from blog.differences import Part, changed_words
from blog.models import Kind, PostState, Version
from blog.writing.bylines import names_of
from blog.writing.copies import Stale, keep, token_now, typed_of
from blog.writing.desk.words import moment
from blog.writing.due import cancel

LISTED = 100  # versions in a list, the newest


@dataclass(frozen=True, slots=True)
class Change:
    """A field that differs between two versions, with its words marked."""

    label: str
    parts: list[Part]


class Versioned:
    """Gives a page of the desk, for posts or for pages, the list of their versions in the place of Django's history."""

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/history/<int:number>/", wrap(self.version), name=self._route("version")),
            path(
                "<int:pk>/history/<int:number>/restore/", wrap(require_POST(self.restore)), name=self._route("restore")
            ),
            path("<int:pk>/unschedule/", wrap(require_POST(self.unschedule)), name=self._route("unschedule")),
            *super().get_urls(),
        ]

    def history_view(self, request, object_id, extra_context=None):
        """The newest versions of a text. Three queries beside those of every page of the desk."""
        text = self._text(request, _number(object_id))
        newest = text.versions.select_related("by").defer("fields").order_by("-pk")[: LISTED + 1]
        context = self._frame(request, text) | {"versions": newest[:LISTED], "more": len(newest) > LISTED}
        return self._answer(request, "writing/versions.html", context)

    def version(self, request, pk: int, number: int):
        """One version beside the one before it, or beside the newest (`?with=newest`)."""
        text = self._text(request, pk)
        version = self._version(text, number)
        others = text.versions.order_by("-pk")
        is_newest = request.GET.get("with") == "newest"
        other = others.exclude(pk=version.pk).first() if is_newest else others.filter(pk__lt=version.pk).first()
        was, now = (version, other) if is_newest else (other, version)
        context = self._frame(request, text) | {
            "version": version,
            "other": other,
            "with_newest": is_newest,
            "changes": self._changes(was.fields if was else {}, now.fields) if now else [],
        }
        return self._answer(request, "writing/version.html", context)

    def restore(self, request, pk: int, number: int):
        """Puts a version into the form, as something typed that is not saved yet. Readers see nothing of it."""
        text = self._text(request, pk)
        version = self._version(text, number)
        fields = version.fields | {"state": PostState.DRAFT if text.state == PostState.TRASH else text.state}
        if "published_at" in fields:  # an old version never moves a text in time
            fields |= {"published_at": text.published_at.isoformat() if text.published_at else None}
        try:
            keep(text=text, by=request.user, typed=typed_of(fields), seen=token_now(text), now=timezone.now())
        except Stale:
            self.message_user(request, _("Somebody is changing this text right now. Try again in a moment."), "error")
            return redirect(reverse(f"admin:{self._route('history')}", args=[text.pk]))
        if version.kind == Kind.SCHEDULED:
            cancel(text)
        self.message_user(request, _("The version is in the form. Look it over, and save it."))
        return redirect(self.addresses(text)["change"])

    def unschedule(self, request, pk: int):
        """Takes back that changes wait for a date: they stay a version of the text."""
        text = self._text(request, pk)
        cancel(text)
        self.message_user(request, _("The changes are no longer scheduled. They are still among the versions."))
        return redirect(self.addresses(text)["change"])

    def _changes(self, was: dict, now: dict) -> list[Change]:
        changes = []
        for name in now:
            old, new = (_shown(name, fields.get(name)) for fields in (was, now))
            if parts := changed_words(old, new):
                changes.append(Change(_label_of(self.model, name), parts))
        return changes

    def _version(self, text, number: int) -> Version:
        version = text.versions.select_related("by").filter(pk=number).first()
        if version is None:
            raise Http404("No such version of this text")
        return version

    def _frame(self, request, text) -> dict:
        title = _("Versions of “%(title)s”") % {"title": text.title}
        addresses = {page: reverse(f"admin:{self._route(page)}", args=[text.pk]) for page in ("change", "history")}
        return self.admin_site.each_context(request) | {
            "title": title, "opts": self.opts, "original": text, "addresses": addresses,
            "page_of_version": f"admin:{self._route('version')}",
            "page_of_restoring": f"admin:{self._route('restore')}",
        }  # fmt: skip


def _shown(name: str, value) -> str:
    """A field's value as it is read."""
    if value is None or value == "":
        return ""
    if name == "labels":
        return ", ".join(value)
    if name == "coauthors":
        return ", ".join(names_of(value))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if name == "state":
        return str(PostState(value).label)
    if name.endswith("_at"):
        return moment(parse_datetime(value))
    return str(value)


def _label_of(model, name: str) -> str:
    return _("labels") if name == "labels" else model._meta.get_field(name).verbose_name


def _number(object_id) -> int:
    if not str(object_id).isdecimal() or len(str(object_id)) > 18:
        raise Http404("No such text in this blog")
    return int(object_id)
