"""The form of a membership."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Membership, Role, State
from blog.models import Blog
from blog.writing.forms.fields import MomentField
from blog.writing.people import NEXT, refusal_to_change


class MembershipForm(forms.ModelForm):
    blog: Blog

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        required=False,
        max_length=Membership._meta.get_field("reason").max_length,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Of a suspension or a ban. The person is told it."),
    )
    until = MomentField(label=gettext_lazy("Until"), required=False)

    class Meta:
        model = Membership
        fields = ["role", "state", "reason", "until"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.was = Membership(pk=self.instance.pk, state=self.instance.state, role=self.instance.role)
        states = (self.was.state, *NEXT[self.was.state])
        self.fields["state"].choices = [(state, State(state).label) for state in states]
        self.fields["until"].help_text = _("The end of a suspension, in the time zone %(zone)s. Empty: no end.") % {
            "zone": self.blog.time_zone
        }

    def clean(self):
        super().clean()
        data = self.cleaned_data
        if {"role", "state", "reason", "until"} <= data.keys():
            owners = list(Membership.objects.active().filter(blog=self.blog, role=Role.OWNER))
            if refusal := refusal_to_change(
                self.was,
                owners,
                role=data["role"],
                state=data["state"],
                reason=data["reason"],
                until=data["until"],
                now=timezone.now(),
            ):
                raise ValidationError(refusal)
        return data
