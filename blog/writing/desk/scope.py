"""What every page of the desk has in common: it shows one blog, and asks the role for leave."""

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import SEARCH_VAR, ChangeList
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import IntegrityError, router, transaction
from django.http import Http404
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from blog.permissions import allows


class Light(ChangeList):
    """A list of rows without their longest columns, which no list shows."""

    def get_queryset(self, request, exclude_parameters=None):
        # Django asks this of what is searched for, but not of filters; PostgreSQL takes no NUL.
        if any("\0" in value for name, values in request.GET.lists() if name != SEARCH_VAR for value in values):
            raise IncorrectLookupParameters
        rows = super().get_queryset(request, exclude_parameters).defer(*self.model_admin.heavy)
        return self.model_admin.get_changelist_queryset(request, rows)


class Capped(Paginator):
    """Counts no further than MOST: who looks for something older searches for it, or narrows the list."""

    MOST = 5_000

    @cached_property
    def count(self) -> int:
        return min(self._counted, self.MOST)

    @property
    def is_capped(self) -> bool:
        return self._counted > self.MOST

    @cached_property
    def _counted(self) -> int:
        return self.object_list.order_by()[: self.MOST + 1].count()


class Scoped(admin.ModelAdmin):
    """A page of the desk for a model with a `blog`. `act` (of blog.permissions) is what its users must be allowed.

    Everything below follows from the queryset: what is not in it is as absent as what never was.
    """

    act = ""
    heavy = ()  # columns that lists leave in the database
    actions = None  # nothing is done to many rows at once
    view_on_site = False
    list_per_page = 50
    paginator = Capped
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER

    def may(self, request, act: str = "") -> bool:
        return allows(request.standing.role, act or self.act)

    def get_queryset(self, request):
        return super().get_queryset(request).filter(blog=request.blog)

    def has_module_permission(self, request) -> bool:
        return self.may(request)

    def has_view_permission(self, request, obj=None) -> bool:
        return self.may(request)

    def has_add_permission(self, request) -> bool:
        return self.may(request)

    def has_change_permission(self, request, obj=None) -> bool:
        return self.may(request)

    def has_delete_permission(self, request, obj=None) -> bool:
        return self.may(request)

    def get_changelist(self, request, **kwargs):
        return Light

    def get_changelist_queryset(self, request, rows):
        """Those of the rows that the list shows."""
        return rows

    def get_form(self, request, obj=None, change=False, **kwargs):
        """The form's class, made anew for each request, knows the blog whose objects it may name."""
        form = super().get_form(request, obj, change=change, **kwargs)
        form.blog = request.blog
        return form

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """Without Django's transaction around the whole: on SQLite it would hold the one write lock while a text is
        rendered or an image decoded. Each act here has its own. Where somebody was faster (took the same address, say),
        the form is asked once more, and now sees it.
        """
        try:
            return self._changeform_view(request, object_id, form_url, extra_context)
        except (IntegrityError, ValidationError):
            return self._changeform_view(request, object_id, form_url, extra_context)

    def history_view(self, request, object_id, extra_context=None):
        if not self.has_view_permission(request):  # asked before anything is looked up, as everywhere else
            raise PermissionDenied
        return super().history_view(request, object_id, extra_context)

    def changelist_view(self, request, extra_context=None):
        title = capfirst(self.opts.verbose_name_plural)
        return super().changelist_view(request, {"title": title} | (extra_context or {}))

    def render_change_form(self, request, context, *args, add=False, obj=None, **kwargs):
        new = _("New %(kind)s") % {"kind": self.opts.verbose_name}
        context |= {"title": new if add else str(obj), "subtitle": None}
        return super().render_change_form(request, context, *args, add=add, obj=obj, **kwargs)

    def save_model(self, request, obj, form, change):
        with transaction.atomic(using=router.db_for_write(self.model)):
            super().save_model(request, obj, form, change)

    def _get_obj_does_not_exist_redirect(self, request, opts, object_id):
        raise Http404("No such object in this blog")

    def get_deleted_objects(self, objs, request):
        """What is deleted, how many of what, which permissions lack, and what forbids it (sentences)."""
        return [str(obj) for obj in objs], {}, set(), []


class ReadOnly(Scoped):
    """A list to be looked at."""

    def has_add_permission(self, request) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False
