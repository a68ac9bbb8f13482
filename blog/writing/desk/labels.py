"""Labels on the desk."""

from django.contrib import admin
from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from blog.comments.changing import change_policy, fields_of
from blog.models import Label
from blog.permissions import WRITE_ALL
from blog.writing.desk.effect import Weighed
from blog.writing.desk.scope import Scoped
from blog.writing.forms.labels import LabelForm
from blog.writing.forms.policy import fieldsets_of


@admin.register(Label)
class LabelAdmin(Weighed, Scoped):
    act = WRITE_ALL
    form = LabelForm
    change_form_template = "writing/label_form.html"
    fieldsets = [
        (None, {"fields": ["name", "slug"]}),
        *fieldsets_of(
            fields_of(label=Label()),
            _(
                "On the posts with this label that don’t say otherwise themselves. Where several labels of a post "
                "have a say, the first by name has it."
            ),
        ),
    ]
    delete_confirmation_template = "writing/delete.html"
    list_display = ["name", "slug", "posts_of"]
    search_fields = ["name"]
    ordering = ["name", "pk"]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(used=Count("posts"))

    @admin.display(description=_("posts"), ordering="used")
    def posts_of(self, label: Label) -> int:
        return label.used

    def save_model(self, request, label: Label, form, change: bool):
        with transaction.atomic():
            label.save()
            change_policy(
                blog=request.blog, label=label, values=form.policy_values(), by=request.user, now=timezone.now()
            )
