"""The blog's people on the desk: what they may do, and who may not stay."""

from django.contrib import admin
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import TEAM, Membership, Role, Sanction, State
from accounts.named import NAMES
from blog.permissions import MANAGE
from blog.writing.desk.scope import Scoped
from blog.writing.forms.people import MembershipForm
from blog.writing.people import change_role
from config.letters import words_of


class ByRole(admin.SimpleListFilter):
    """The team together, or one role."""

    title = _("role")
    parameter_name = "role"
    TEAM = "team"

    def lookups(self, request, model_admin):
        return [(self.TEAM, _("the team")), *Role.choices]

    def queryset(self, request, queryset):
        if self.value() == self.TEAM:
            return queryset.filter(role__in=TEAM)
        return queryset.filter(role=self.value()) if self.value() in Role.values else queryset


@admin.register(Membership)
class MembershipAdmin(Scoped):
    """Nobody is added by hand: people come by themselves. Their addresses are not shown: they are told to nobody."""

    act = MANAGE
    form = MembershipForm
    change_form_template = "writing/member_form.html"
    list_display = ["person", "role", "state", "since"]
    list_display_links = ["person"]
    list_filter = [ByRole, "state"]
    search_fields = ["user__name"]
    search_help_text = _("Part of a name; of many people, the 500 who came last are found")
    readonly_fields = ["person", "state", "since", "note", "reason", "decided_by", "sanctions"]
    fieldsets = [
        (None, {"fields": ["person", "since", "note"]}),
        (_("Standing"), {"fields": ["role", "state", "reason", "decided_by", "sanctions"]}),
    ]

    ordering = ["-pk"]  # who came last stands first; by name, a hundred thousand would be sorted for fifty

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("user", "decided_by")

    def get_search_results(self, request, queryset, search_term):
        return NAMES.among(queryset, words_of(search_term), of="user") if search_term else queryset, False

    @admin.display(description=_("person"), ordering="user__name")
    def person(self, membership: Membership) -> str:
        return membership.user.name

    @admin.display(description=_("sanctions in force"), empty_value="–")
    def sanctions(self, membership: Membership) -> str:
        found = Sanction.objects.in_force(timezone.now()).filter(blog=membership.blog, user=membership.user)
        return "; ".join(f"{sanction.get_kind_display()}: {sanction.reason}" for sanction in found)

    def has_add_permission(self, request) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, {"title": _("People")} | (extra_context or {}))

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj and obj.state == State.APPLICANT:
            context["applications_url"] = f"{reverse('comments:desk')}?state=applications"
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def save_form(self, request, form, change):
        return form.instance

    def save_model(self, request, membership: Membership, form, change: bool):
        change_role(membership=membership, by=request.user, role=form.cleaned_data["role"], now=timezone.now())

    def save_related(self, request, form, formsets, change):
        """Nothing hangs on a membership."""
