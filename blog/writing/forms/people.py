"""The form of a membership: the role alone."""

from django import forms
from django.core.exceptions import ValidationError

from accounts.models import Membership
from accounts.owners import owners_of
from blog.models import Blog
from blog.writing.people import refusal_to_change_role


class MembershipForm(forms.ModelForm):
    blog: Blog

    class Meta:
        model = Membership
        fields = ["role"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.was = Membership.objects.select_related("user").get(pk=self.instance.pk)

    def clean(self):
        super().clean()
        if "role" in self.cleaned_data:
            owners = owners_of([self.blog.pk])
            if refusal := refusal_to_change_role(self.was, owners, role=self.cleaned_data["role"]):
                raise ValidationError(refusal)
        return self.cleaned_data
