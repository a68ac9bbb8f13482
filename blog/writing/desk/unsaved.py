"""A form of the desk, shown again as it was sent, with nothing stored."""

from django.contrib.admin.helpers import AdminErrorList, AdminForm
from django.urls import reverse
from django.utils.cache import add_never_cache_headers


class Unsaved:
    """For pages of the desk that answer a sent form with the form, and something more to know about it."""

    def show_unsaved(self, request, stored, form, more: dict):
        """The page of a new object (`stored` None) or of that one, with a bound form; `more` is for its template."""
        shown = AdminForm(
            form, list(self.get_fieldsets(request, stored)), {}, self.get_readonly_fields(request, stored), self
        )
        context = {"errors": AdminErrorList(form, [])} | more | self.admin_site.each_context(request)
        context |= {
            "adminform": shown,
            "original": stored,
            "object_id": stored and stored.pk,
            "media": self.media + shown.media,
            "inline_admin_formsets": [],
            "is_popup": False,
            "preserved_filters": "",
        }
        response = self.render_change_form(
            request, context, add=stored is None, change=stored is not None, form_url=self._place(stored), obj=stored
        )
        add_never_cache_headers(response)
        return response

    def _place(self, stored) -> str:
        if stored is None:
            return reverse(f"admin:{self._route('add')}")
        return reverse(f"admin:{self._route('change')}", args=[stored.pk])

    def _route(self, page: str) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_{page}"
