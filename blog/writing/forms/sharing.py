"""The forms of a shared draft: a new link, a reader's note, the team's."""

from django import forms
from django.utils.translation import gettext_lazy as _

from blog.models import DraftLink, Remark
from blog.writing.forms.fields import LineField, arrived
from blog.writing.sharing import LIFE, LONGEST

DAYS = [(1, _("one day")), (7, _("7 days")), (30, _("30 days")), (LONGEST, _("90 days"))]


class WordsField(forms.CharField):
    """Some lines of plain text."""

    widget = forms.Textarea(attrs={"rows": 6, "dir": "auto"})

    def to_python(self, value):
        return arrived(super().to_python(value)).strip()


class LinkForm(forms.Form):
    name = LineField(
        label=_("For whom"),
        max_length=DraftLink._meta.get_field("name").max_length,
        required=False,
        help_text=_("For yourself and the team, to tell links apart. May be empty."),
    )
    days = forms.TypedChoiceField(label=_("It lasts for"), coerce=int, choices=DAYS, initial=LIFE)


class RemarkForm(forms.Form):
    name = LineField(label=_("Your name"), max_length=Remark._meta.get_field("name").max_length)
    text = WordsField(
        label=_("Your note"),
        max_length=Remark._meta.get_field("words").max_length,
        help_text=_("Only the authors of this blog read it."),
    )


class AnswerForm(forms.Form):
    text = WordsField(label=_("A note for the team"), max_length=Remark._meta.get_field("words").max_length)
