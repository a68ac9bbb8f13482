"""The blog's settings on the desk, and the log of its comment policy."""

from django.contrib import admin
from django.db import transaction
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import LogEntry
from blog.comments.changing import change_policy, fields_of
from blog.comments.models import PolicyVersion
from blog.comments.rules import FIELDS
from blog.comments.saying import said_field, said_value
from blog.models import Blog
from blog.permissions import MANAGE
from blog.writing.desk.effect import Weighed
from blog.writing.desk.scope import ReadOnly, Scoped
from blog.writing.forms.checks import FIELDS as CHECKS
from blog.writing.forms.policy import fieldsets_of
from blog.writing.forms.settings import SettingsForm

CHANGED = "settings_changed"  # the code of the log


@admin.register(Blog)
class BlogAdmin(Weighed, Scoped):
    """One blog: this one. Its host name is the machine's matter (whoever could change it here could take another
    blog's readers), so it is set on the command line."""

    act = MANAGE
    form = SettingsForm
    change_form_template = "writing/settings_form.html"
    readonly_fields = ["hostname"]
    fieldsets = [
        (None, {"fields": ["name", "tagline", "language", "time_zone", "permalinks", "hostname"]}),
        (
            gettext_lazy("Members"),
            {"fields": ["joining", "mail_domains", "refuse_disposable", "refuse_aliases"]},
        ),
        (
            gettext_lazy("Before a text is published"),
            {
                "fields": CHECKS,
                "description": gettext_lazy("What the desk looks for, and what it does when it finds it."),
                "classes": ["collapse"],
            },
        ),
        *fieldsets_of(fields_of(), gettext_lazy("For every post that does not say otherwise itself.")),
        (gettext_lazy("Comments: why this change"), {"fields": ["policy_reason"]}),
        (gettext_lazy("Comments that wait"), {"fields": ["remind_hours", "overdue_hours", "overdue"]}),
        (gettext_lazy("Log"), {"fields": ["publish_log"]}),
    ]

    def get_queryset(self, request):
        return super(Scoped, self).get_queryset(request).filter(pk=request.blog.pk)

    def has_add_permission(self, request) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False

    def changelist_view(self, request, extra_context=None):
        return redirect("admin:blog_blog_change", request.blog.pk)

    def save_model(self, request, blog: Blog, form, change: bool):
        with transaction.atomic():
            blog.save(update_fields=[*SettingsForm.Meta.fields, "checks"])
            if changed := [field for field in form.changed_data if field in (*SettingsForm.Meta.fields, *CHECKS)]:
                LogEntry.objects.create(
                    blog=blog, code=CHANGED, by=request.user, detail={"settings": changed}, at=timezone.now()
                )
            change_policy(
                blog=blog,
                values=form.policy_values(),
                by=request.user,
                reason=form.cleaned_data["policy_reason"],
                now=timezone.now(),
            )


@admin.register(PolicyVersion)
class PolicyLog(ReadOnly):
    """Who changed the comment policy, when, of what, and why."""

    act = MANAGE
    list_display = ["at", "of", "chosen", "by_name", "reason"]
    list_display_links = None
    ordering = ["-pk"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("post", "label", "by")

    @admin.display(description=gettext_lazy("of"))
    def of(self, version: PolicyVersion) -> str:
        return str(version.post or version.label or _("the blog"))

    @admin.display(description=gettext_lazy("chosen"))
    def chosen(self, version: PolicyVersion) -> str:
        """What this version says itself; the rest it inherits."""
        said = [
            f"{said_field(field)}: {said_value(field, getattr(version, field))}"
            for field in FIELDS
            if getattr(version, field) not in (None, "")
        ]
        return "; ".join(said) or _("everything inherited")

    @admin.display(description=gettext_lazy("by"), empty_value="–")
    def by_name(self, version: PolicyVersion) -> str | None:
        return version.by and version.by.name
