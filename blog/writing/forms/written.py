"""What the forms of posts and pages share: the text, its address, and a look at who else is writing."""

from copy import copy

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from blog.models import Blog, Post, PostState
from blog.models.written import Written
from blog.writing.addresses import settle
from blog.writing.forms.fields import LineField, SourceField

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
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.stored: Written | None = copy(self.instance) if self.instance.pk else None
        self.instance.blog = self.blog
        self.fields["state"].widget = forms.RadioSelect(choices=self.states)
        if self.stored:
            self.stored.blog = self.blog
            self.initial["seen"] = self.stored.updated_at.isoformat()

    def clean(self):
        super().clean()
        if self.cleaned_data.get("state") == PostState.PUBLISHED and not self.cleaned_data.get("body", "x").strip():
            self.add_error("body", _("There is no text yet, so it can’t be published."))
        self._refuse_if_changed_meanwhile()
        return self.cleaned_data

    def _refuse_if_changed_meanwhile(self) -> None:
        """Said once: the text stays in the form, and who saves again puts it in the other's place."""
        now_seen = self.initial.get("seen", "")
        if self.stored and self.cleaned_data.get("seen") not in ("", now_seen):
            self.data = self.data.copy()
            self.data["seen"] = now_seen
            raise ValidationError(
                _("This was changed in another window meanwhile. Save again to put what stands here in its place.")
            )

    def _post_clean(self):
        super()._post_clean()
        if not self.errors:
            try:
                settle(self.instance, self.stored, timezone.now())
            except ValidationError as error:
                self.add_error(None, error)
