"""The owner's choices about the publish checklist, as a part of the settings form."""

from django import forms

from blog.writing.checklist import choices_of
from blog.writing.checklist.rules import CODES, WARN
from blog.writing.checklist.words import ACTS, NAMES

FIELDS = [f"check_{code}" for code in CODES]


class ChecksFields(forms.Form):
    """A choice for each check. Who mixes it in is a model form of a blog, whose `checks` it writes."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        chosen = choices_of(self.instance)
        for code in CODES:
            self.initial.setdefault(f"check_{code}", chosen[code])

    def clean(self):
        super().clean()
        said = {code: self.cleaned_data.get(f"check_{code}") for code in CODES}
        # What is not chosen is the house's own choice, also when that changes.
        self.instance.checks = {code: word for code, word in said.items() if word and word != WARN}
        return self.cleaned_data

    for _code in CODES:
        locals()[f"check_{_code}"] = forms.ChoiceField(label=NAMES[_code], choices=list(ACTS.items()), initial=WARN)
    del _code
