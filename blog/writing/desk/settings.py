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
from blog.writing.desk.look import Looked
from blog.writing.desk.scope import ReadOnly, Scoped
from blog.writing.forms.checks import FIELDS as CHECKS
from blog.writing.forms.look import LOOK_FIELDS
from blog.writing.forms.policy import fieldsets_of
from blog.writing.forms.settings import SettingsForm
from blog.writing.images import keep_image

CHANGED = "settings_changed"  # the code of the log
OPEN = 2  # parts of the policy that every owner looks for: who may read, who may comment


def _folded(parts: list[tuple]) -> list[tuple]:
    """The parts of the policy, those that few need folded away."""
    return [*parts[:OPEN], *((name, options | {"classes": ["collapse"]}) for name, options in parts[OPEN:])]


@admin.register(Blog)
class BlogAdmin(Looked, Weighed, Scoped):
    """One blog: this one. Its host name is the machine's matter (whoever could change it here could take another
    blog's readers), so it is set on the command line."""

    act = MANAGE
    form = SettingsForm
    change_form_template = "writing/settings_form.html"
    readonly_fields = ["hostname"]
    fieldsets = [
        (
            gettext_lazy("The blog"),
            {
                "fields": ["name", "tagline", "language", "time_zone", "hostname"],
                "description": gettext_lazy("What it is called, and which language and clock its pages go by."),
            },
        ),
        (
            gettext_lazy("Look"),
            {
                "fields": LOOK_FIELDS,
                "description": gettext_lazy("What readers see around your texts. Your front page with it is below."),
            },
        ),
        (
            gettext_lazy("Addresses and feeds"),
            {
                "fields": ["permalinks", "feeds"],
                "description": gettext_lazy("Where new posts are to be found, and how much of a post feeds bring."),
            },
        ),
        (
            gettext_lazy("Mail"),
            {
                "fields": ["sender_name"],
                "description": gettext_lazy("Who writes, when the blog sends a letter to members or to the team."),
            },
        ),
        (
            gettext_lazy("Members"),
            {
                "fields": ["joining", "mail_domains", "refuse_disposable", "refuse_aliases"],
                "description": gettext_lazy("Who can become a member of this blog."),
            },
        ),
        (
            gettext_lazy("Before a text is published"),
            {
                "fields": CHECKS,
                "description": gettext_lazy("What the desk looks for, and what it does when it finds it."),
                "classes": ["collapse"],
            },
        ),
        *_folded(fieldsets_of(fields_of(), gettext_lazy("For every post that does not say otherwise itself."))),
        (gettext_lazy("Comments: why this change"), {"fields": ["policy_reason"]}),
        (
            gettext_lazy("Comments that wait"),
            {
                "fields": ["remind_hours", "overdue_hours", "overdue"],
                "description": gettext_lazy(
                    "When moderators are reminded, and what becomes of what nobody decides on."
                ),
            },
        ),
        (
            gettext_lazy("Log"),
            {
                "fields": ["publish_log"],
                "description": gettext_lazy("Whether everybody may read what the team does."),
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
        before = blog.header_image_id
        blog.header_image = self._header(request, form)
        with transaction.atomic():
            blog.save(update_fields=[*SettingsForm.Meta.fields, "header_image", "checks"])
            changed = [field for field in form.changed_data if field in (*SettingsForm.Meta.fields, *CHECKS)]
            if blog.header_image_id != before:
                changed.append("header_image")
            if changed:
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

    def _header(self, request, form):
        """The image that was sent, kept in the library; else the one chosen there."""
        if not form.decoded:
            return form.header_image()
        said = form.cleaned_data
        image, _is_new = keep_image(
            blog=request.blog, by=request.user, decoded=form.decoded, alt=said["header_alt"],
            name=said["header_file"].name,
        )  # fmt: skip
        return image


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
