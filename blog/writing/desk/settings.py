"""The blog's settings on the desk, and the log of its comment policy."""

from django.contrib import admin
from django.db import transaction
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from blog.comments.models import PolicyVersion
from blog.models import Blog
from blog.permissions import MANAGE
from blog.writing.desk.scope import ReadOnly, Scoped
from blog.writing.forms.policy import NAMES, said_days
from blog.writing.forms.settings import SettingsForm
from blog.writing.policies import change_policy


@admin.register(Blog)
class BlogAdmin(Scoped):
    """One blog: this one. Its host name is the machine's matter (whoever could change it here could take another
    blog's readers), so it is set on the command line."""

    act = MANAGE
    form = SettingsForm
    change_form_template = "writing/settings_form.html"
    readonly_fields = ["hostname"]
    fieldsets = [
        (None, {"fields": ["name", "tagline", "language", "time_zone", "permalinks", "hostname"]}),
        (gettext_lazy("Members"), {"fields": ["joining"]}),
        (
            gettext_lazy("Comments"),
            {
                "fields": [*NAMES, "policy_reason"],
                "description": gettext_lazy("For every post that does not say otherwise itself."),
            },
        ),
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
            blog.save(update_fields=SettingsForm.Meta.fields)
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
    list_display = ["at", "of", "audience_said", "comments_said", "days", "moderation_said", "by_name", "reason"]
    list_display_links = None
    ordering = ["-pk"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("post", "by")

    @admin.display(description=gettext_lazy("of"))
    def of(self, version: PolicyVersion) -> str:
        return str(version.post) if version.post else _("the blog")

    @admin.display(description=gettext_lazy("who may comment"))
    def audience_said(self, version: PolicyVersion) -> str:
        return version.get_audience_display() or self._inherited(version)

    @admin.display(description=gettext_lazy("comments"))
    def comments_said(self, version: PolicyVersion) -> str:
        return version.get_comments_display() or self._inherited(version)

    @admin.display(description=gettext_lazy("close after"))
    def days(self, version: PolicyVersion) -> str:
        inherits = version.close_after_days is None and version.post_id
        return self._inherited(version) if inherits else said_days(version.close_after_days)

    @admin.display(description=gettext_lazy("moderation"))
    def moderation_said(self, version: PolicyVersion) -> str:
        return version.get_moderation_display() or self._inherited(version)

    @admin.display(description=gettext_lazy("by"), empty_value="–")
    def by_name(self, version: PolicyVersion) -> str | None:
        return version.by and version.by.name

    def _inherited(self, version: PolicyVersion) -> str:
        return _("as the blog has it") if version.post_id else _("default")
