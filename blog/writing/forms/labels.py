"""The form of a label."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from blog.models import Blog, Label
from blog.writing.forms.fields import LineField
from blog.writing.forms.policy import PolicyFields
from blog.writing.labelling import NAME_LIMIT, free_slug, label_key, label_named


class LabelForm(PolicyFields, forms.ModelForm):
    blog: Blog

    name = LineField(
        label=gettext_lazy("Name"),
        max_length=NAME_LIMIT,
        help_text=gettext_lazy("Without a comma: it separates labels."),
    )
    slug = forms.SlugField(
        label=gettext_lazy("Short name"),
        max_length=Label._meta.get_field("slug").max_length,
        required=False,
        allow_unicode=True,
        help_text=gettext_lazy(
            "The last part of its address. Empty: made from the name. Links to an address it had keep working."
        ),
    )
    description = LineField(
        label=gettext_lazy("Description"),
        max_length=Label._meta.get_field("description").max_length,
        required=False,
        help_text=gettext_lazy("One or two sentences for its page and for search engines."),
    )

    class Meta:
        model = Label
        fields = ["name", "slug", "description"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.blog = self.blog
        self.others = list(self.blog.labels.exclude(pk=self.instance.pk))
        self.choose_policy_of(self.blog, label=self.instance)

    def clean_name(self) -> str:
        name = self.cleaned_data["name"]
        if "," in name:
            raise ValidationError(_("A label’s name has no comma."))
        if label_key(name) in {label_key(label.name) for label in self.others}:
            raise ValidationError(_("There is a label of this name."))
        return name

    def clean(self):
        super().clean()
        slug, taken = self.cleaned_data.get("slug"), {label.slug for label in self.others}
        if not slug and "name" in self.cleaned_data and "slug" in self.cleaned_data:
            self.cleaned_data["slug"] = free_slug(self.cleaned_data["name"], taken)
        elif slug in taken:
            self.add_error("slug", _("Another label has this address."))
        return self.cleaned_data


class MergeForm(forms.Form):
    """Names the label into which `label` is merged; `cleaned_data["into"]` is it."""

    into = LineField(label=gettext_lazy("Merge into"), max_length=NAME_LIMIT, help_text=gettext_lazy("Its name."))

    def __init__(self, *args, label: Label, **kwargs):
        super().__init__(*args, **kwargs)
        self.label = label

    def clean_into(self) -> Label:
        into = label_named(self.label.blog, self.cleaned_data["into"])
        if into is None:
            raise ValidationError(_("There is no label of this name. Write the name of one that there is."))
        if into.pk == self.label.pk:
            raise ValidationError(_("This is the label itself. Write the name of another."))
        return into
