"""Labels on the desk."""

from django.contrib import admin
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from blog.models import Label
from blog.permissions import WRITE_ALL
from blog.writing.desk.scope import Scoped
from blog.writing.forms.labels import LabelForm


@admin.register(Label)
class LabelAdmin(Scoped):
    act = WRITE_ALL
    form = LabelForm
    fields = ["name", "slug"]
    delete_confirmation_template = "writing/delete.html"
    list_display = ["name", "slug", "posts_of"]
    search_fields = ["name"]
    ordering = ["name", "pk"]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(used=Count("posts"))

    @admin.display(description=_("posts"), ordering="used")
    def posts_of(self, label: Label) -> int:
        return label.used
