"""The blog's guidelines on the desk: the reasons its moderators may choose from. Owners write them."""

from django.contrib import admin
from django.db import router, transaction
from django.utils import timezone

from accounts.models import LogEntry
from blog.comments.models import Guideline
from blog.permissions import MANAGE
from blog.writing.desk.scope import Scoped
from blog.writing.forms.guidelines import GuidelineForm

ADDED, CHANGED, DELETED = "guideline_added", "guideline_changed", "guideline_deleted"


@admin.register(Guideline)
class GuidelineAdmin(Scoped):
    """Each change writes one LogEntry in its transaction. A ruling outlives the guideline it named."""

    act = MANAGE
    form = GuidelineForm
    fields = ["title", "text", "position"]
    delete_confirmation_template = "writing/delete.html"
    list_display = ["title", "text", "position"]
    search_fields = ["title", "text"]
    ordering = ["position", "pk"]

    def save_model(self, request, obj, form, change):
        with transaction.atomic(using=router.db_for_write(Guideline)):
            super().save_model(request, obj, form, change)
            if not change or form.changed_data:
                _log(request, obj, CHANGED if change else ADDED)

    def delete_model(self, request, obj):
        with transaction.atomic(using=router.db_for_write(Guideline)):
            _log(request, obj, DELETED)
            super().delete_model(request, obj)


def _log(request, guideline: Guideline, code: str) -> None:
    LogEntry.objects.create(
        blog=request.blog, code=code, by=request.user, detail={"title": guideline.title}, at=timezone.now()
    )
