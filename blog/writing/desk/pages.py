"""Pages on the desk."""

from django.contrib import admin
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from blog.models import Page, PostState
from blog.permissions import WRITE_ALL
from blog.writing.copies import check_seen, discard
from blog.writing.desk.words import told_of_page
from blog.writing.desk.written import KEEP, Written
from blog.writing.forms.pages import PageForm
from blog.writing.forms.written import ADDRESS
from blog.writing.publishing import rendered, save_page


@admin.register(Page)
class PageAdmin(Written):
    act = WRITE_ALL
    heavy = ("body", "html", "beginning")
    form = PageForm
    list_display = ["title", "standing", "path", "menu_order"]
    search_fields = ["title", "slug"]
    ordering = ["title", "pk"]
    fieldsets = [
        (None, {"fields": ["title", "body", "seen"]}),
        (_("Publication"), {"fields": ["state", "menu_order", "version_name"]}),
        (_("Address and description"), {"fields": ADDRESS, "classes": ["collapse"]}),
    ]

    @admin.display(description=_("state"), ordering="state")
    def standing(self, page: Page) -> str:
        return told_of_page(page)

    def view_on_site(self, page: Page) -> str | None:
        return page.whole_url if page.state == PostState.PUBLISHED else None

    def get_changeform_initial_data(self, request):
        return {"state": PostState.DRAFT}

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        obj = context["adminform"].form.stored or obj  # what is told of a text is true of the stored one
        preview = reverse("admin:blog_page_preview_of", args=[obj.pk]) if obj else reverse("admin:blog_page_preview")
        context |= {
            "has_file_field": True,  # sent as multipart, as posts are
            "preview_url": preview,
            "told": told_of_page(obj) if obj else "",
            "show_save_and_add_another": False,
        }
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def save_model(self, request, page: Page, form, change: bool):
        now, said = timezone.now(), form.cleaned_data
        text = form.text or rendered(request.blog, page.body)
        with transaction.atomic():
            if change:
                check_seen(page, said["seen"])
            if change and KEEP in request.POST:
                self.keep_unpublished(request, page, form, now)
                return
            save_page(page=page, text=text, now=now, by=request.user, name=said["version_name"])
            discard(page)
