"""The form of a blog's settings, its comment policy among them."""

import zoneinfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.mailboxes import LONGEST_LIST, domains_in, fault_in_domains
from blog.comments.models import PolicyVersion
from blog.models import Blog
from blog.writing.forms.checks import ChecksFields
from blog.writing.forms.fields import LineField
from blog.writing.forms.policy import PolicyFields


class SettingsForm(ChecksFields, PolicyFields, forms.ModelForm):
    blog: Blog

    name = LineField(label=gettext_lazy("Name"), max_length=Blog._meta.get_field("name").max_length)
    tagline = LineField(
        label=gettext_lazy("Tagline"), max_length=Blog._meta.get_field("tagline").max_length, required=False
    )
    time_zone = forms.ChoiceField(label=gettext_lazy("Time zone"))
    policy_reason = LineField(
        label=gettext_lazy("Reason for the change"),
        max_length=PolicyVersion._meta.get_field("reason").max_length,
        required=False,
        help_text=gettext_lazy("Kept in the log of the policy, which members can read."),
    )

    class Meta:
        model = Blog
        fields = [
            "name",
            "tagline",
            "language",
            "time_zone",
            "permalinks",
            "joining",
            "mail_domains",
            "refuse_disposable",
            "refuse_aliases",
            "remind_hours",
            "overdue_hours",
            "overdue",
            "publish_log",
        ]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        zones = sorted(zone for zone in zoneinfo.available_timezones() if "/" in zone or zone == "UTC")
        known = self.instance.time_zone
        self.fields["time_zone"].choices = [(zone, zone) for zone in dict.fromkeys([known, *zones])]
        self.choose_policy_of(self.instance)

    def clean_mail_domains(self):
        domains = domains_in(self.cleaned_data["mail_domains"])
        if fault := fault_in_domains(domains):
            raise ValidationError(
                _("“%(domain)s” is no mail domain. Write one a line, like example.org.") % {"domain": fault}
            )
        if len(domains) > LONGEST_LIST:
            raise ValidationError(_("List at most %(most)d domains.") % {"most": LONGEST_LIST})
        return "\n".join(domains)
