"""The form of a series."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from blog.models import Blog, Series
from blog.writing.forms.fields import LineField
from blog.writing.labelling import free_slug, label_key
from blog.writing.series import NAME_LIMIT


class SeriesForm(forms.ModelForm):
    blog: Blog

    name = LineField(label=gettext_lazy("Name"), max_length=NAME_LIMIT)
    slug = forms.SlugField(
        label=gettext_lazy("Short name"),
        max_length=Series._meta.get_field("slug").max_length,
        required=False,
        allow_unicode=True,
        help_text=gettext_lazy(
            "The last part of its address. Empty: made from the name. Links to an address it had keep working."
        ),
    )
    description = LineField(
        label=gettext_lazy("Description"),
        max_length=Series._meta.get_field("description").max_length,
        required=False,
        help_text=gettext_lazy("One or two sentences for its page and for search engines."),
    )

    class Meta:
        model = Series
        fields = ["name", "slug", "description"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.blog = self.blog
        self.others = list(self.blog.series.exclude(pk=self.instance.pk))

    def clean_name(self) -> str:
        name = self.cleaned_data["name"]
        if label_key(name) in {label_key(series.name) for series in self.others}:
            raise ValidationError(_("There is a series of this name."))
        return name

    def clean(self):
        super().clean()
        slug, taken = self.cleaned_data.get("slug"), {series.slug for series in self.others}
        if not slug and "name" in self.cleaned_data and "slug" in self.cleaned_data:
            self.cleaned_data["slug"] = free_slug(self.cleaned_data["name"], taken, otherwise="series")
        elif slug in taken:
            self.add_error("slug", _("Another series has this address."))
        return self.cleaned_data
