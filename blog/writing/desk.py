"""The author's desk: Django's admin, open to a blog's team, and showing only that blog."""

from allauth.account.decorators import secure_admin_login
from django.contrib.admin import AdminSite
from django.utils.translation import gettext_lazy as _


class Desk(AdminSite):
    site_title = site_header = _("Author’s desk")
    index_title = _("Today")

    def has_permission(self, request) -> bool:
        """Who has a role in the team of this blog, with a confirmed address, comes in."""
        return request.standing.is_team

    def login(self, request, extra_context=None):
        """Sends to allauth's sign-in: Django's own form has no rate limit and is never shown."""
        return secure_admin_login(super().login)(request, extra_context)
