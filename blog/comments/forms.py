"""What is sent: a text, the comment it answers, and the key of the form. Only the text can be wrong."""

import uuid
from datetime import UTC, datetime

from django import forms
from django.core import signing
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.models import User
from accounts.names import fault_of_name, name_key
from accounts.wording import fault_told
from blog.comments.judging import Guest
from blog.comments.models import Guideline
from blog.comments.rulings import REASON_LIMIT
from blog.markup import COMMENT_LIMIT, normalise
from blog.models import Blog

_OPENED = "blog.comments.opened"


class TextField(forms.CharField):
    """A text as it was typed: nothing is cut off it, and what can't be stored is said."""

    widget = forms.Textarea
    default_error_messages = {
        "required": _("There is no text yet: write something first."),
        "damaged": _(
            "Some characters of the text did not arrive as text: look for � or for places where something is missing, "
            "and write them anew."
        ),
    }

    def __init__(self, **kwargs):
        super().__init__(strip=False, empty_value="", **kwargs)
        self.validators = []  # Django's own for NUL says less than ours

    def clean(self, value):
        text = super().clean(value)
        if "\0" in text or "\ufffd" in text:  # U+FFFD stands where Django could not decode UTF-8
            raise forms.ValidationError(self.error_messages["damaged"], code="damaged")
        text = normalise(text)
        if not text.strip():
            raise forms.ValidationError(self.error_messages["required"], code="required")
        if len(text) > COMMENT_LIMIT:
            raise forms.ValidationError(_too_long(len(text)), code="too_long")
        return text


class SentComment:
    """What the form of a comment sends. No form of Django's, which copies its fields for each who sends: here is one,
    and the page shows its mistakes itself. The key and the parent's number are read whatever the text is.
    """

    _text = TextField()

    def __init__(self, data: QueryDict):
        self.data, self.text, self.errors = data, "", ()

    def is_valid(self) -> bool:
        """Whether there is a text that can be taken: then `text` is that, else `errors` says why not."""
        try:
            self.text = self._text.clean(self.data.get("text"))
        except forms.ValidationError as error:
            self.errors = tuple(error.messages)
        return not self.errors

    @property
    def key(self) -> uuid.UUID:
        """The key the form was made with; a new one, if what came is not a key."""
        try:
            return uuid.UUID(self.data.get("key", ""))
        except ValueError:
            return uuid.uuid4()

    @property
    def parent(self) -> int | None:
        return number(self.data.get("parent", ""))


class GuestForm(forms.Form):
    """What somebody without an account says of themselves. Nothing of it is proved, and nothing is believed for it."""

    name = forms.CharField(label=_("Your name"), max_length=40, strip=True)
    email = forms.EmailField(
        label=_("Your e-mail address"),
        required=False,
        max_length=254,
        help_text=_(
            "You need not give one. It is never shown. You get a link to say that it is yours; then you hear once "
            "what becomes of your comment. It is erased 90 days after that."
        ),
    )

    website = forms.CharField(
        label=_("Leave this empty"),
        required=False,
        widget=forms.TextInput({"autocomplete": "off", "tabindex": "-1"}),
    )  # a trap: hidden from people, and filled in by programs

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        if code := fault_of_name(name):
            raise forms.ValidationError(fault_told(code))
        if User.objects.filter(name_key=name_key(name)).exists():
            raise forms.ValidationError(
                _(
                    "A member of this site has this name, or one that looks like it. Sign in if it is yours, or choose "
                    "another."
                )
            )
        return name

    def clean_email(self) -> str:
        return self.cleaned_data["email"].lower()

    @property
    def guest(self) -> Guest:
        """After `is_valid()`."""
        return Guest(self.cleaned_data["name"], self.cleaned_data["email"], bool(self.cleaned_data["website"]))


def opened_now(post: int, now: datetime) -> str:
    """For a form that is shown now: the moment, signed, so that nobody can say they opened it earlier."""
    return signing.dumps([post, now.timestamp()], salt=_OPENED)


def opened_when(sent: str, post: int) -> datetime | None:
    """When the form of this post was opened, by what it sent; None if that is not ours."""
    try:
        where, at = signing.loads(sent, salt=_OPENED)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return datetime.fromtimestamp(at, UTC) if where == post else None


class EditForm(forms.Form):
    """The new text, and `seen`: the `changed_at` of the text it was made from."""

    text = TextField()
    seen = forms.DateTimeField(required=False)


class ReportForm(forms.Form):
    """What is wrong with a comment, and which of the blog's guidelines it breaks, if it is one of them."""

    guideline = forms.ModelChoiceField(
        Guideline.objects.none(), label=_("Which guideline it breaks"), required=False, empty_label=_("Something else")
    )
    reason = forms.CharField(
        label=_("What is wrong with it"),
        max_length=REASON_LIMIT,
        widget=forms.Textarea({"rows": 3, "dir": "auto"}),
        help_text=_("Only the team reads this. The author is not told who reported it."),
    )

    def __init__(self, *args, blog: Blog, **kwargs):
        super().__init__(*args, **kwargs)
        guidelines = blog.guidelines.all()
        self.fields["guideline"].queryset = guidelines
        if not guidelines:
            self.fields["guideline"].widget = forms.HiddenInput()


def sent_by(request) -> QueryDict:
    """What was sent. Django takes bytes that are no UTF-8 for Latin-1; here they are U+FFFD, which is noticed."""
    if request.content_type == "application/x-www-form-urlencoded":
        try:
            request.body.decode()
        except UnicodeDecodeError:
            return QueryDict(request.body.decode(errors="replace"))
    return request.POST


def number(value: str) -> int | None:
    """A row's number as it stands in an address or a form; None for anything else."""
    return int(value) if value.isascii() and value.isdigit() and len(value) < 19 else None


def _too_long(length: int) -> str:
    return ngettext(
        "The text has %(length)d character; a comment has at most %(limit)d.",
        "The text has %(length)d characters; a comment has at most %(limit)d.",
        length,
    ) % {"length": length, "limit": COMMENT_LIMIT}
