"""Fields of the desk's forms: what is typed is tidied first, so that limits count what is kept."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from blog.markup import normalise


def arrived(text: str) -> str:
    """The text, tidied. Raises ValidationError where Django could not decode what was sent, and put U+FFFD."""
    if "\ufffd" in text:
        raise ValidationError(
            _(
                "Some characters did not arrive as text: look for � or for places where something is missing, and "
                "write them anew."
            )
        )
    return normalise(text)


class LineField(forms.CharField):
    """One line of text: no line breaks, no controls, single spaces. It runs the way its letters do."""

    widget = forms.TextInput(attrs={"dir": "auto"})

    def to_python(self, value):
        return " ".join(arrived(super().to_python(value)).split())


class SourceField(forms.CharField):
    """A Markdown source. The browser is not told the limit: it would cut what is pasted without a word."""

    widget = forms.Textarea(attrs={"class": "source", "rows": 24, "dir": "auto", "spellcheck": "true"})

    def __init__(self, **options):
        super().__init__(strip=False, **options)

    def to_python(self, value):
        return arrived(super().to_python(value))

    def widget_attrs(self, widget):
        return {}
