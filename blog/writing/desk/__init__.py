"""The author's desk: Django's admin, open to a blog's team, and showing only that blog."""

from functools import wraps

from allauth.account.decorators import secure_admin_login
from allauth.account.utils import get_next_redirect_url
from django.contrib.admin import AdminSite
from django.http import HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from blog.writing.desk.rooms import blogs_of, links
from blog.writing.desk.scope import Scoped
from blog.writing.desk.today import today


class Desk(AdminSite):
    site_title = site_header = _("Author’s desk")
    index_title = _("Today")
    index_template = "writing/today.html"
    enable_nav_sidebar = False

    def register(self, model_or_iterable, admin_class=None, **options):
        """Libraries bring pages for their own tables. They know nothing of blogs, so they stay outside."""
        if admin_class is not None and issubclass(admin_class, Scoped):
            super().register(model_or_iterable, admin_class, **options)

    def has_permission(self, request) -> bool:
        """Who has a role in the team of this blog, with a confirmed address, comes in."""
        return request.standing.is_team

    def admin_view(self, view, cacheable=False):
        """A view of the desk. Whoever is signed in and not of the team is told so; visitors are sent to sign in."""
        inner = super().admin_view(view, cacheable)

        @wraps(inner)
        def guarded(request, *args, **kwargs):
            if self.has_permission(request):
                return inner(request, *args, **kwargs)
            if request.user.is_authenticated or request.method == "POST":
                return self.refused(request)
            return inner(request, *args, **kwargs)

        return guarded

    def get_urls(self):
        """Without Django's way from any object's number to its address, which would lead into other blogs."""
        return [url for url in super().get_urls() if getattr(url, "name", "") != "view_on_site"]

    def each_context(self, request):
        if not self.has_permission(request):
            return super().each_context(request)
        return super().each_context(request) | {"desk_links": links(request), "desk_blogs": blogs_of(request)}

    def index(self, request, extra_context=None):
        return super().index(request, today(request) | (extra_context or {}))

    def app_index(self, request, app_label, extra_context=None):
        """The desk has one first page, whatever Django calls the parts of the house."""
        return redirect("admin:index")

    @method_decorator(never_cache)
    def refused(self, request):
        """Says who may sit at the desk. A text that was sent by somebody signed out meanwhile comes back with it."""
        context = {
            "signed_out": not request.user.is_authenticated,
            "typed": request.POST.get("body", "") if request.method == "POST" else "",
        }
        return render(request, "writing/refused.html", context, status=403)

    @method_decorator(never_cache)
    def login(self, request, extra_context=None):
        """Sends to allauth's sign-in: Django's own form has no rate limit and is never shown."""
        if self.has_permission(request):
            return HttpResponseRedirect(get_next_redirect_url(request) or reverse("admin:index"))
        if request.user.is_authenticated:
            return self.refused(request)
        return secure_admin_login(super().login)(request, extra_context)

    def logout(self, request, extra_context=None):
        return redirect("account_logout")

    def password_change(self, request, extra_context=None):
        return redirect("account_change_password")

    def password_change_done(self, request, extra_context=None):
        return redirect("accounts_profile")
