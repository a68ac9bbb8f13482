"""A form with a comment policy, weighed before it is saved: the same form again, and above it what it would change."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from blog.comments.effect import effect
from blog.comments.panel import who_may
from blog.comments.people import person_of
from blog.models import Label, Post
from blog.writing.desk.unsaved import Unsaved


class Weighed(Unsaved):
    """Gives a page of the desk two addresses that answer a sent form with its effect. Nothing is stored."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.weigh)
        return [
            path("effect/", view, name=self._route("effect")),
            path("<int:pk>/effect/", view, name=self._route("effect_of")),
            *super().get_urls(),
        ]

    def weigh(self, request, pk: int | None = None):
        """The form of a new object, or of the one numbered `pk`, as typed. Only who may save it may weigh it."""
        if not self.may(request):
            raise PermissionDenied
        stored = None if pk is None else self.get_queryset(request).filter(pk=pk).first()
        if pk is not None and stored is None:
            raise Http404("No such object in this blog")
        if request.method != "POST":
            return render(request, "writing/effect_nothing.html", {"back": self._place(stored)})
        form = self.get_form(request, stored, change=stored is not None)(request.POST, instance=stored)
        form.full_clean()
        return self.show_unsaved(request, stored, form, self._weighed(request, stored, form))

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        context["effect_url"] = (
            reverse(f"admin:{self._route('effect_of')}", args=[obj.pk])
            if obj and obj.pk
            else reverse(f"admin:{self._route('effect')}")
        )
        if isinstance(obj, Post) and obj.pk:
            obj.blog = request.blog
            context["who_lines"] = who_may(obj, timezone.now())
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def _weighed(self, request, stored, form) -> dict:
        """The effect, unless a choice of the policy can't be; and who was named to be asked about."""
        name = request.POST.get("view_as", "").strip()[:40]
        if any(field.startswith("policy_") for field in form.errors):
            return {"view_as": name}
        person = person_of(request.blog, name) if name else None
        scope = {}
        if self.model in (Post, Label):
            scope = {"post" if self.model is Post else "label": stored or self.model(blog=request.blog)}
        told = effect(blog=request.blog, values=form.policy_values(), now=timezone.now(), view_as=person, **scope)
        unknown = _("Nobody of this blog has the name “%(name)s”.") % {"name": name} if name and not person else ""
        return {"effect": told, "view_as": name, "view_as_unknown": unknown}
