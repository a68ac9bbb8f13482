"""Signing up. (All other ways in are allauth's own views.)"""

from allauth.account.views import SignupView
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils import timezone

from accounts.models import User
from accounts.signups import forget_unconfirmed
from accounts.wording import fault_told


class SignUp(SignupView):
    def post(self, request, *args, **kwargs):
        forget_unconfirmed(timezone.now())
        return super().post(request, *args, **kwargs)

    def form_valid(self, form):
        """Two people may send one name, or one address, in the same moment: the second is answered as if later."""
        try:
            return super().form_valid(form)
        except IntegrityError:
            if User.objects.filter(email=form.cleaned_data["email"]).exists():
                form.account_already_exists = True
                return super().form_valid(form)
            form.add_error("name", ValidationError(fault_told("taken"), code="taken"))
            return self.form_invalid(form)
