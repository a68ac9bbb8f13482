"""The forms of an image: uploaded with a text, and the text changed later."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from blog.models import Blog, Image
from blog.writing.images import BYTES, Decoded, clean_alt, decode


class AltForm(forms.ModelForm):
    """Changes what an image says to people who can't see it. (Posts keep the text that stands in their source.)"""

    blog: Blog

    alt = forms.CharField(
        label=gettext_lazy("Alternative text"),
        max_length=Image._meta.get_field("alt").max_length,
        help_text=gettext_lazy("What the image shows, for people who can’t see it."),
    )

    class Meta:
        model = Image
        fields = ["alt"]

    def clean_alt(self) -> str:
        try:
            return clean_alt(self.cleaned_data["alt"])
        except forms.ValidationError as error:
            raise forms.ValidationError(error.messages) from error


class UploadForm(AltForm):
    """`decoded` is the image, cleaned, once the form is valid."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/gif,image/avif"}),
    )

    class Meta(AltForm.Meta):
        fields = ["file", "alt"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.blog = self.blog
        self.decoded: Decoded | None = None
        self.fields["file"].help_text = _(
            "JPEG, PNG, WebP, GIF or AVIF, of at most %(limit)d MB. Where and by which camera it was taken is left out."
        ) % {"limit": BYTES // 1024**2}

    def clean_file(self):
        file = self.cleaned_data["file"]
        file.seek(0)
        try:
            self.decoded = decode(file)
        except forms.ValidationError as error:
            raise forms.ValidationError(error.messages) from error
        return file
