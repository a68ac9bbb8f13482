"""The forms of invitations: one person or one link, and a list of people as a file."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.forms import NoteField
from accounts.invitations import DAYS, LONGEST_DAYS, MOST_PLACES
from accounts.member_list import MOST_BYTES, Unreadable
from accounts.models import Role


class InviteForm(forms.Form):
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        required=False,
        max_length=254,
        help_text=gettext_lazy("Empty: you get a link, to be given to whomever you like."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    role = forms.ChoiceField(label=gettext_lazy("As"), initial=Role.MEMBER)
    limit = forms.IntegerField(
        label=gettext_lazy("How many people a link lets in"), min_value=1, max_value=MOST_PLACES, initial=10,
        required=False,
    )  # fmt: skip
    days = forms.IntegerField(
        label=gettext_lazy("Open for days"), min_value=1, max_value=LONGEST_DAYS, initial=DAYS, required=False
    )
    note = NoteField(
        label=gettext_lazy("A word to who is invited"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )

    def __init__(self, *args, roles: tuple[str, ...], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(role, Role(role).label) for role in roles]

    def clean_limit(self):
        return self.cleaned_data["limit"] or 1

    def clean_days(self):
        return self.cleaned_data["days"] or DAYS


class ListForm(forms.Form):
    """A file, or its text as it was shown before."""

    file = forms.FileField(label=gettext_lazy("A CSV file with a column “address”, and one “role” if you like"))
    text = forms.CharField(required=False, widget=forms.HiddenInput)

    def data_of_list(self) -> bytes:
        """What was sent. Raises accounts.member_list.Unreadable when it is nothing, or far too much."""
        if text := self.data.get("text", ""):
            return text.encode()
        self.errors  # noqa: B018 (asked, so that more can be added)
        sent = self.files.get("file")
        if sent is None:
            raise Unreadable(_("Choose a file first."))
        return sent.read(MOST_BYTES + 1)
