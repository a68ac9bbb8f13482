"""What an author types is kept while it is typed, and two authors' changes of one text are brought together."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import Http404, JsonResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.pace import wait_for
from blog.markup import normalise
from blog.models import Page, Post, PostState
from blog.writing.copies import Stale, Typed, base_of, copy_of, discard, is_busy, keep, token_now, typed_of
from blog.writing.desk.unsaved import Unsaved
from blog.writing.due import scheduled
from blog.writing.merging import Piece, merged, pieces, three_way
from blog.writing.publishing import save_page, save_post
from blog.writing.versions import fields_of


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field, or some lines of the text, that both sides changed; `name` is that of the choice to be made."""

    name: str
    label: str
    mine: str
    theirs: str

    @property
    def is_text(self) -> bool:
        """Lines of the text, of which both sides can stay."""
        return self.name.startswith("choice_body_")


class Kept(Unsaved):
    """Gives a page of the desk, for posts or for pages, addresses that keep what is in its form."""

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path("autosave/", wrap(require_POST(self.autosave)), name=self._route("autosave")),
            path("<int:pk>/autosave/", wrap(require_POST(self.autosave)), name=self._route("autosave_of")),
            path("<int:pk>/discard/", wrap(require_POST(self.discard)), name=self._route("discard")),
            path("<int:pk>/merge/", wrap(require_POST(self.merge)), name=self._route("merge")),
            *super().get_urls(),
        ]

    def autosave(self, request, pk: int | None = None):
        """Keeps the form as it stands, whether or not it could be saved. A new text becomes a draft by its first words.

        Answers in JSON: `seen` (the form's new token), `told` (a sentence), and of a new text its addresses.
        """
        text = self._text(request, pk)
        if pause := wait_for("autosave", request.user.pk):
            return self._json({"told": _("Your text is kept again in a moment."), "pause": pause}, 429)
        now = timezone.now()
        form = self.get_form(request, text, change=text is not None)(request.POST, instance=text)
        typed, seen, addresses = form.typed(), request.POST.get("seen", ""), {}
        if text is None:
            text = self._begin(request, form, now)
            if text is None:
                return self._json({"told": ""})
            seen, addresses = token_now(text), self.addresses(text)
        try:
            token = keep(text=text, by=request.user, typed=typed, seen=seen, now=now)
        except Stale:
            told = _("Somebody else changed this text meanwhile. Save, and you will see both side by side.")
            return self._json({"told": told}, 409)
        at = date_format(timezone.localtime(now), "H:i")
        return self._json({"told": _("Kept at %(time)s") % {"time": at}, "seen": token} | addresses)

    def discard(self, request, pk: int):
        """Throws the working copy away: the form shows again what is stored."""
        text = self._text(request, pk)
        discard(text)
        self.message_user(request, _("What was not saved is thrown away."))
        return redirect(self.addresses(text)["change"])

    def merge(self, request, pk: int):
        """What was chosen where two changes met; answers with the form, brought together and not saved yet."""
        return self.bring_together(request, self._text(request, pk), choices=request.POST)

    def bring_together(self, request, text: Post | Page, choices=None):
        """The form that was sent, with what was saved meanwhile in it. Where both changed the same, asks first."""
        form = self.get_form(request, text, change=True)(request.POST, instance=text)
        stored, seen = form.stored, request.POST.get("seen", "")
        base, mine, theirs = flat(typed_of(base_of(stored, seen))), flat(form.typed()), flat(self._theirs(stored))
        fields, found = three_way(base, mine, theirs)
        conflicts = self._conflicts(form, found, base, mine, theirs)
        if choices is None and conflicts:
            context = self.admin_site.each_context(request) | {
                "opts": self.opts,
                "title": _("Two changes of one text"),
                "conflicts": conflicts,
                "typed": form.typed().items(),
                "seen": seen,
                "merge_url": reverse(f"admin:{self._route('merge')}", args=[text.pk]),
                "who": self._who(stored),
            }
            return self._answer(request, "writing/merge.html", context, 409)
        for name in found:
            if name == "body":
                picked = {n: (choices or {}).get(f"choice_body_{n}", "both") for n in range(len(conflicts))}
                fields[name] = merged(base[name], mine[name], theirs[name], picked)
            elif (choices or {}).get(f"choice_{name}") == "theirs":
                fields[name] = theirs[name]
        data = request.POST.copy()
        for name, value in fields.items():
            data[name] = value
        data["seen"] = token_now(stored)
        form = self.get_form(request, stored, change=True)(data, instance=stored)
        form.full_clean()
        told = _("Both changes are in the form now. Look it over, and save it.")
        return self.show_unsaved(request, stored, form, {"brought_together": told})

    def addresses(self, text: Post | Page) -> dict[str, str]:
        """Where the page of a text is, by what is done there."""
        change = reverse(f"admin:{self._route('change')}", args=[text.pk])
        preview = reverse(f"admin:{self._route('preview_of')}", args=[text.pk])
        return {"change": change, "preview": preview, "autosave": f"{change.removesuffix('change/')}autosave/"}

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        form, now = context["adminform"].form, timezone.now()
        new = reverse(f"admin:{self._route('autosave')}")
        context["autosave_url"] = self.addresses(obj)["autosave"] if obj and obj.pk else new
        if obj and obj.pk:
            due = scheduled(obj) if request.blog.next_due_at else None
            context |= {
                "copy": None if form.is_bound else form.kept,
                "busy": form.kept.by.name if is_busy(form.kept, request.user, now) else "",
                "due": due,
                "due_url": due and reverse(f"admin:{self._route('version')}", args=[obj.pk, due.pk]),
                "unschedule_url": reverse(f"admin:{self._route('unschedule')}", args=[obj.pk]),
                "is_live": form.stored.state == PostState.PUBLISHED if form.stored else False,
                "discard_url": reverse(f"admin:{self._route('discard')}", args=[obj.pk]),
            }
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def _begin(self, request, form, now) -> Post | Page | None:
        """The draft that a new text becomes with its first words; None as long as there are none."""
        title, body = (request.POST.get(name, "").strip() for name in ("title", "body"))
        if not title and not body or not self.has_add_permission(request):
            return None
        limit = self.model._meta.get_field("title").max_length
        title = " ".join(normalise(title).split())[:limit] or _("Without a title")
        text = self.model(blog=request.blog, title=title, state=PostState.DRAFT)
        if isinstance(text, Page):
            return save_page(page=text, now=now, by=request.user)
        text.author = request.user
        return save_post(post=text, now=now, by=request.user)

    def _theirs(self, stored: Post | Page) -> Typed:
        """What stands there now: what somebody typed since, else what is stored."""
        saved = typed_of(fields_of(stored))
        copy = copy_of(stored)
        return saved | copy.typed if copy else saved

    def _who(self, stored: Post | Page) -> str:
        copy, version = copy_of(stored), stored.versions.select_related("by").order_by("-pk").first()
        by = copy.by if copy else version and version.by
        return by.name if by else ""

    def _conflicts(self, form, found, base, mine, theirs) -> list[Conflict]:
        asked = []
        for name in found:
            if name == "body":
                both: list[Piece] = [one for one in pieces(base[name], mine[name], theirs[name]) if one.is_conflict]
                label = form.fields[name].label
                asked += [Conflict(f"choice_body_{n}", label, one.mine, one.theirs) for n, one in enumerate(both)]
            elif label := _label(form, name):
                asked.append(Conflict(f"choice_{name}", label, mine[name], theirs[name]))
        return asked

    def _text(self, request, pk: int | None) -> Post | Page | None:
        if not self.may(request):
            raise PermissionDenied
        if pk is None:
            return None
        text = self.get_queryset(request).filter(pk=pk).first()
        if text is None or not self.has_change_permission(request, text):
            raise Http404("No such text in this blog")
        text.blog = request.blog
        return text

    def _json(self, said: dict, status: int = 200) -> JsonResponse:
        response = JsonResponse(said, status=status)
        add_never_cache_headers(response)
        return response


def flat(typed: Typed) -> dict[str, str]:
    """A sent form with one value for each name, and line breaks as they are stored."""
    return {name: (values[-1] if values else "").replace("\r\n", "\n") for name, values in typed.items()}


def _label(form, name: str) -> str:
    field = form.fields.get(name) or form.fields.get(name.rpartition("_")[0])
    return field.label if field else ""
