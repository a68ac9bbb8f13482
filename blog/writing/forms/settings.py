"""The form of a blog's settings, its comment policy among them."""

from django import forms
from django.conf.locale import LANG_INFO
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.letters import sender_in_words
from accounts.mailboxes import LONGEST_LIST, domains_in, fault_in_domains
from blog.comments.models import PolicyVersion
from blog.models import Blog, Feeds, PermalinkPattern
from blog.models.blogs import time_zones
from blog.paths import make_path
from blog.writing.forms.checks import ChecksFields
from blog.writing.forms.fields import LineField, LongSelect
from blog.writing.forms.look import LookFields
from blog.writing.forms.policy import PolicyFields


class SettingsForm(ChecksFields, LookFields, PolicyFields, forms.ModelForm):
    blog: Blog

    name = LineField(label=gettext_lazy("Name"), max_length=Blog._meta.get_field("name").max_length)
    tagline = LineField(
        label=gettext_lazy("Tagline"), max_length=Blog._meta.get_field("tagline").max_length, required=False
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        widget=LongSelect,
        help_text=gettext_lazy("Of its texts, unless a text says otherwise itself."),
    )
    time_zone = forms.ChoiceField(label=gettext_lazy("Time zone"), widget=LongSelect)
    permalinks = forms.ChoiceField(
        label=gettext_lazy("Addresses of new posts"),
        widget=forms.RadioSelect,
        help_text=gettext_lazy("What is published keeps the address it has."),
    )
    feeds = forms.ChoiceField(label=gettext_lazy("Feeds hold"), choices=Feeds.choices, widget=forms.RadioSelect)
    sender_name = LineField(
        label=gettext_lazy("Mails come from"),
        max_length=Blog._meta.get_field("sender_name").max_length,
        required=False,
    )
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
            "font",
            "accent",
            "accent_dark",
            "permalinks",
            "feeds",
            "sender_name",
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
        zones = sorted(zone for zone in time_zones() if "/" in zone or zone == "UTC")
        known = self.instance.time_zone
        self.fields["time_zone"].choices = [(zone, zone) for zone in dict.fromkeys([known, *zones])]
        self.fields["sender_name"].help_text = _("The name beside the address. Empty: the blog’s. Now: %(sender)s") % {
            "sender": escape(sender_in_words(self.instance))  # the admin shows help texts as HTML
        }
        self.fields["mail_domains"].widget.attrs["rows"] = 4
        self.fields["language"].choices = _languages(self.instance.language)
        self.fields["permalinks"].choices = _addresses(self.instance)
        self.choose_policy_of(self.instance)
        self.choose_look_of(self.instance)

    def clean_mail_domains(self):
        domains = domains_in(self.cleaned_data["mail_domains"])
        if fault := fault_in_domains(domains):
            raise ValidationError(
                _("“%(domain)s” is no mail domain. Write one a line, like example.org.") % {"domain": fault}
            )
        if len(domains) > LONGEST_LIST:
            raise ValidationError(_("List at most %(most)d domains.") % {"most": LONGEST_LIST})
        return "\n".join(domains)


def _languages(known: str) -> list[tuple[str, str]]:
    """The languages Django has names for, each in its own words; and the one that is chosen, whatever it is."""
    named = {code: info["name_local"].capitalize() for code, info in LANG_INFO.items() if "name_local" in info}
    named.setdefault(known, known)
    return sorted(((code, f"{name} ({code})") for code, name in named.items()), key=lambda choice: choice[1].casefold())


def _addresses(blog: Blog) -> list[tuple[str, str]]:
    """Each pattern as the address of a post that is published now."""
    now, slug = timezone.localtime(timezone.now(), blog.zone), _("a-spring-evening")
    shown = [(pattern, make_path(pattern.value, now, slug)) for pattern in PermalinkPattern]
    known = {PermalinkPattern.BLOGGER: _("%(address)s (as Blogger has it)")}
    known[PermalinkPattern.DAILY] = _("%(address)s (as WordPress has it)")
    return [(pattern.value, known.get(pattern, "%(address)s") % {"address": path}) for pattern, path in shown]
