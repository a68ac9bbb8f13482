"""The publish checklist on the desk: beside the text while it is written, and before it goes out."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.cache import add_never_cache_headers

from accounts.pace import wait_for
from blog.writing.desk.unsaved import Unsaved
from blog.writing.forms.checked import SEEN

KEEP = "_keep"  # the button that saves and publishes nothing


class CheckedText(Unsaved):
    """Gives a page of the desk, for posts or for pages, an address that answers a sent form with its report."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.look_over)
        return [
            path("checklist/", view, name=self._route("checklist")),
            path("<int:pk>/checklist/", view, name=self._route("checklist_of")),
            *super().get_urls(),
        ]

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        saves = request.resolver_match.url_name in (self._route("add"), self._route("change"))
        form.publishes = saves and request.method == "POST" and KEEP not in request.POST
        return form

    def look_over(self, request, pk: int | None = None):
        """The report of the form as it was sent: a part of a page for the script, else the form with it. Stores
        nothing. 429 for who asks too often.
        """
        if not self.may(request):
            raise PermissionDenied
        stored = self._text(request, pk)
        if request.method != "POST":
            return self._answer(request, "writing/checklist_nothing.html", {"back": self._place(stored)})
        pause = wait_for("checklist", request.user.pk)
        form = self.get_form(request, stored, change=stored is not None)(request.POST, instance=stored)
        form.full_clean()
        told = {"pause": pause, "asked": True}
        if not pause and form.instance.title and "body" not in form.errors:
            told["report"] = form.look_over()
        if "part" in request.GET:
            response = render(request, "writing/_checklist.html", told, status=429 if pause else 200)
            add_never_cache_headers(response)
            return response
        response = self.show_unsaved(request, stored, form, told)
        response.status_code = 429 if pause else 200
        return response

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        form = context["adminform"].form
        stored = obj is not None and obj.pk
        route = self._route("checklist_of" if stored else "checklist")
        context["checklist_url"] = reverse(f"admin:{route}", args=[obj.pk] if stored else [])
        context.setdefault("report", form.report)
        if form.has_error("__all__", "warned"):
            # The button that was pressed is pressed again by "Publish all the same".
            pressed = "_continue" if "_continue" in request.POST else "_save"
            context |= {"warned": form.report.token, "warned_name": SEEN, "pressed": pressed}
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)
