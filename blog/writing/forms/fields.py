"""Fields of the desk's forms: what is typed is tidied first, so that limits count what is kept."""

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
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


class LongSelect(forms.Select):
    """A list of hundreds of plain choices, written as Django writes it, but without a template for each."""

    def render(self, name, value, attrs=None, renderer=None) -> SafeString:
        chosen = self.format_value(value)
        options = (
            (flatatt({"value": choice, "selected": str(choice) in chosen}), label) for choice, label in self.choices
        )
        own = flatatt({"name": name, **self.build_attrs(self.attrs, attrs)})
        return format_html("<select{}>{}</select>", own, format_html_join("", "<option{}>{}</option>", options))
