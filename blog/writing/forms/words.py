"""The field of listed words: one a line."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from blog.comments.words import RULES, Unfit, check

NO_WORDS = "-"  # alone in the field of words: none, whatever would be inherited

_UNFIT = {
    "empty": gettext_lazy("“%(word)s” has no letter or digit, so it would match nothing. Leave it out."),
    "long": gettext_lazy("“%(word)s…” is too long: a word or phrase has at most 80 characters."),
    "wide": gettext_lazy(
        "“%(word)s” would match too much. A * may stand at the end only, after two letters or more, like: casino*"
    ),
}


def said_unfit(unfit: Unfit) -> str:
    """Why a rule can't be used, and what to do about it."""
    return _UNFIT[unfit.code] % {"word": unfit.rule[:100]}


class WordsField(forms.CharField):
    """Words and phrases, one a line: a list; None for nothing typed (inherit), [] for NO_WORDS."""

    widget = forms.Textarea(attrs={"rows": 4, "dir": "auto"})

    def prepare_value(self, value):
        if isinstance(value, list | tuple):
            return "\n".join(value) or NO_WORDS
        return value

    def clean(self, value):
        lines = [" ".join(line.split()) for line in super().clean(value).splitlines() if line.strip()]
        if not lines:
            return None
        if lines == [NO_WORDS]:
            return []
        if len(lines) > RULES:
            raise ValidationError(
                _("There are %(count)d words; a list has at most %(limit)d."),
                params={"count": len(lines), "limit": RULES},
            )
        for line in lines:
            try:
                check(line)
            except Unfit as unfit:
                raise ValidationError(said_unfit(unfit)) from unfit
        return list(dict.fromkeys(lines))
