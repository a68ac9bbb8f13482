"""What the forms of posts and pages share: the text, its address, and a look at who else is writing."""

from copy import copy

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from blog.models import Blog, Post, PostState, Version, WorkingCopy
from blog.models.written import Written
from blog.writing.addresses import settle
from blog.writing.copies import Typed, copy_of, token_of
from blog.writing.forms.fields import LineField, SourceField

NOT_KEPT = ("seen", "version_name", "note", "update_at")  # said of one save, not of the text
ADDRESS = ["path", "slug", "description", "language"]  # fields that are seldom opened


def limit(name: str) -> int:
    return Post._meta.get_field(name).max_length


class WrittenForm(forms.ModelForm):
    """`blog` is set on the class by the desk. Slug and path may be left empty: they are made, and shown then."""

    blog: Blog

    title = LineField(label=gettext_lazy("Title"), max_length=limit("title"))
    body = SourceField(label=gettext_lazy("Text"), max_length=limit("body"), required=False)
    slug = forms.SlugField(
        label=gettext_lazy("Short name"),
        max_length=limit("slug"),
        required=False,
        allow_unicode=True,
        help_text=gettext_lazy("The part of the address that names it. Empty: made from the title."),
    )
    path = LineField(
        label=gettext_lazy("Address"),
        max_length=limit("path"),
        required=False,
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )
    description = LineField(
        label=gettext_lazy("Description"),
        max_length=limit("description"),
        required=False,
        help_text=gettext_lazy("One or two sentences for lists and search engines."),
    )
    language = LineField(
        label=gettext_lazy("Language"),
        max_length=limit("language"),
        required=False,
        validators=Blog._meta.get_field("language").validators,
        help_text=gettext_lazy("A code like “ar”. Empty: the blog’s language."),
    )
    version_name = LineField(
        label=gettext_lazy("Name of this version"),
        max_length=Version._meta.get_field("name").max_length,
        required=False,
        help_text=gettext_lazy("For yourself and the team, to find it again. May be empty."),
    )
    seen = forms.CharField(required=False, max_length=50, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.stored: Written | None = copy(self.instance) if self.instance.pk else None
        self.instance.blog = self.blog
        self.fields["state"].widget = forms.RadioSelect(choices=self.states)
        self.kept: WorkingCopy | None = None  # what was typed and not saved: a form that is not sent goes on with it
        if self.stored:
            self.stored.blog = self.blog
            self.kept = copy_of(self.stored)
            self.initial["seen"] = token_of(self.stored, self.kept)
            if self.kept and not self.is_bound:
                self.go_on_with(self.kept.typed)

    def clean(self):
        super().clean()
        if self.cleaned_data.get("state") == PostState.PUBLISHED and not self.cleaned_data.get("body", "x").strip():
            self.add_error("body", _("There is no text yet, so it can’t be published."))
        return self.cleaned_data

    def go_on_with(self, typed: Typed) -> None:
        """Shows what was typed in place of what is stored, whether or not it could be saved."""
        data = MultiValueDict(typed)
        for name, field in self.fields.items():
            if any(key == name or key.startswith(f"{name}_") for key in data) and name != "seen":
                self.initial[name] = field.widget.value_from_datadict(data, {}, name)

    def typed(self) -> Typed:
        """What was sent for the fields of this form, as it came."""
        names = tuple(name for name in self.fields if name not in NOT_KEPT)
        ours = {name for key in names for name in (key, *(f"{key}_{part}" for part in range(3)))}
        return {name: values for name, values in self.data.lists() if name in ours}

    def _post_clean(self):
        super()._post_clean()
        if not self.errors:
            try:
                settle(self.instance, self.stored, timezone.now())
            except ValidationError as error:
                self.add_error(None, error)
