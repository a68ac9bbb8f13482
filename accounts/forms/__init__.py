"""Forms about people. allauth has the others; they are not subclassed without need."""

from allauth.account import forms as allauth_forms
from allauth.account.adapter import get_adapter
from allauth.account.fields import PasswordField, SetPasswordField
from django import forms
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import UserAttributeSimilarityValidator
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from accounts.joining import LONGEST_NOTE
from accounts.models import Membership, User
from accounts.names import LONGEST, clean_name, fault_of_name
from accounts.signups import hold_name, is_taken
from accounts.wording import fault_told


class NameField(forms.CharField):
    """A display name, cleaned. That nobody else has it is the form's question, and in the end the database's."""

    def __init__(self, **kwargs):
        kwargs.setdefault("label", _("Display name"))
        kwargs.setdefault("help_text", _("Others see this name beside what you write. 2 to 40 letters."))
        # NFKC can make a name shorter or longer, so the limit is asked of the cleaned one; this one bounds the work.
        super().__init__(max_length=LONGEST * 4, **kwargs)
        self.widget.attrs |= {"autocomplete": "nickname", "maxlength": LONGEST}

    def to_python(self, value):
        return clean_name(super().to_python(value))

    def validate(self, value):
        super().validate(value)
        if fault := fault_of_name(value):
            raise ValidationError(fault_told(fault), code=fault)


def refuse_taken(name: str, but: User | None = None) -> str:
    if is_taken(name, but):
        raise ValidationError(fault_told("taken"), code="taken")
    return name


class TrapInput(forms.TextInput):
    """A field that only robots fill in. The attribute `hidden` keeps it from people, and needs no style of its own."""

    is_hidden = True

    def render(self, *args, **kwargs):
        return format_html("<div hidden>{}</div>", super().render(*args, **kwargs))


class SignupForm(allauth_forms.SignupForm):
    """allauth's, with a display name."""

    name = NameField()
    field_order = ["name", "email", "password1"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # allauth hides its trap for robots with a style attribute, which our Content-Security-Policy switches off.
        self.fields["phone_number"].widget = TrapInput(attrs={"tabindex": "-1", "autocomplete": "off"})

    def clean_name(self):
        return refuse_taken(self.cleaned_data["name"])

    def clean(self):
        data = super().clean()
        name, password = data.get("name"), data.get("password1")
        if name and password:
            try:
                UserAttributeSimilarityValidator(["name"]).validate(password, User(name=name))
            except ValidationError as error:
                self.add_error("password1", error)
        return data

    def try_save(self, request):
        if self.account_already_exists:
            # As costly, and as taken afterwards, as if an account were made: a stranger learns nothing.
            make_password(self.cleaned_data["password1"])
            hold_name(self.cleaned_data["name"])
        return super().try_save(request)

    def save(self, request):
        with transaction.atomic():
            return super().save(request)


class RenameForm(forms.Form):
    name = NameField()

    def __init__(self, *args, user: User, **kwargs):
        self.user = user
        super().__init__(*args, **kwargs)

    def clean_name(self):
        return refuse_taken(self.cleaned_data["name"], but=self.user)


class NoteField(forms.CharField):
    """Text of several lines, whose letters are counted as its writer sees them."""

    def to_python(self, value):
        return super().to_python(value).replace("\r\n", "\n")


class AboutForm(forms.ModelForm):
    """What an author says of themselves: plain text."""

    bio = NoteField(
        label=_("About you"),
        max_length=Membership._meta.get_field("bio").max_length,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
        help_text=_("Plain text, of at most 500 characters. Empty: nothing stands there."),
    )

    class Meta:
        model = Membership
        fields = ["bio"]


class JoinForm(forms.Form):
    note = NoteField(
        label=_("A word to the team"),
        help_text=_("Who you are, and why you would like to join. Only the team reads it. 1,000 letters at most."),
        max_length=LONGEST_NOTE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class DeleteForm(forms.Form):
    """The choice, and the password; who has none types their display name."""

    KEEP, REMOVE = "keep", "remove"

    comments = forms.ChoiceField(
        label=_("What becomes of your comments?"),
        widget=forms.RadioSelect,
        choices=[
            (KEEP, _("They stay, signed “former member”")),
            (REMOVE, _("They go as well")),
        ],
    )

    def __init__(self, *args, user: User, **kwargs):
        self.user = user
        super().__init__(*args, **kwargs)
        if user.has_usable_password():
            self.fields["password"] = PasswordField(label=_("Your password"), autocomplete="current-password")
        else:
            self.fields["name"] = forms.CharField(
                label=_("Your display name, to be sure"), max_length=LONGEST, widget=forms.TextInput
            )

    @property
    def proof(self) -> forms.BoundField:
        """The field that shows it is really them."""
        return self["password" if "password" in self.fields else "name"]

    def clean_password(self):
        # Counts as an attempt to sign in: after too many wrong ones this is a ValidationError.
        if not get_adapter().reauthenticate(self.user, self.cleaned_data["password"]):
            raise get_adapter().validation_error("incorrect_password")
        return self.cleaned_data["password"]

    def clean_name(self):
        if clean_name(self.cleaned_data["name"]) != self.user.name:
            raise ValidationError(_("That is not your display name."), code="wrong")
        return self.cleaned_data["name"]


class NewPasswordField(SetPasswordField):
    """allauth's, which may also be left empty where it is not required."""

    def clean(self, value):
        return super().clean(value) if value or self.required else ""


class LinkForm(forms.Form):
    """A new password, for whom a one-time link signs in; needed only where there is none."""

    password1 = NewPasswordField(label=_("New password"))
    password2 = PasswordField(label=_("New password, again"), autocomplete="new-password")

    def __init__(self, *args, user: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["password1"].user = user
        if user.has_usable_password():
            for field in self.fields.values():
                field.required = False
            self.fields["password1"].label = _("New password (leave both empty to keep yours)")

    def clean(self):
        data = super().clean()
        if not self.errors and data.get("password1") != data.get("password2"):
            self.add_error("password2", ValidationError(_("The two passwords differ."), code="differ"))
        return data
