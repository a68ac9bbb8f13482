"""The fields of the desk's forms."""

import pytest
from django import forms
from django.test.html import parse_html

from blog.writing.forms.fields import LongSelect

CHOICES = [("Europe/Vienna", "Europe/Vienna"), ('<"&>', "<b>Bold</b> & more"), (3, "Three"), ("", "None of them")]


@pytest.mark.parametrize("chosen", ["Europe/Vienna", '<"&>', 3, "", None, "nowhere"])
@pytest.mark.parametrize("options", [{}, {"help_text": "Choose."}, {"required": False, "disabled": True}])
def test_a_long_list_is_written_as_django_writes_it(chosen, options):
    def written(widget) -> str:
        class Form(forms.Form):
            place = forms.ChoiceField(choices=CHOICES, widget=widget, **options)

        return str(Form(initial={"place": chosen})["place"])

    long = written(LongSelect(attrs={"class": "wide", "data-x": "<>"}))
    assert parse_html(long) == parse_html(written(forms.Select(attrs={"class": "wide", "data-x": "<>"})))
    assert long.count(" selected") == (chosen != "nowhere")
