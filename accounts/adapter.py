"""What allauth asks of this house."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from django.contrib import messages
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from accounts.letters import post, write


class AccountAdapter(DefaultAccountAdapter):
    def save_user(self, request, user, form, commit=True):
        """The name is there at the first save already: it is unique."""
        user.name = form.cleaned_data["name"]
        return super().save_user(request, user, form, commit)

    def send_mail(self, template_prefix, email, context_):
        """In the blog's name and language. If it can't be sent, the person is told, and may ask for another code."""
        request = context.request
        mail = write(template_prefix, email=email, blog=request.blog, **context_)
        if not post(mail):
            messages.error(request, _("The mail could not be sent just now. Please ask for another one in a while."))

    def is_safe_url(self, url) -> bool:
        """Only paths of this very blog. (allauth would allow every host we answer at, so other blogs as well.)"""
        return bool(url) and url.startswith("/") and url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def is_ajax(self, request) -> bool:
        """One way in, and one way to answer: pages."""
        return False

    def _get_login_attempts_cache_key(self, request, **credentials) -> str:
        """One count per address. (allauth adds the Host header, and each spelling of it would begin a new count.)"""
        return credentials.get("email", "").lower()
