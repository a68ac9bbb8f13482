"""The forms of an image: uploaded with its words, and the words changed later."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.pace import wait_for
from blog.models import Blog, Image
from blog.writing.decoding import BYTES, PIXELS, Decoded, decode
from blog.writing.images import clean_alt, clean_caption


class WordsForm(forms.ModelForm):
    """What an image says to people who can't see it, and below it to all. (A text's own words go before these.)"""

    blog: Blog

    alt = forms.CharField(
        label=gettext_lazy("Alternative text"),
        max_length=Image._meta.get_field("alt").max_length,
        help_text=gettext_lazy("What the image shows, for people who can’t see it."),
    )
    caption = forms.CharField(
        label=gettext_lazy("Caption"),
        max_length=Image._meta.get_field("caption").max_length,
        required=False,
        help_text=gettext_lazy("Stands below the image, wherever a text shows it. May be empty."),
    )

    class Meta:
        model = Image
        fields = ["alt", "caption"]

    def clean_alt(self) -> str:
        return self._asked(clean_alt, self.cleaned_data["alt"])

    def clean_caption(self) -> str:
        return self._asked(clean_caption, self.cleaned_data["caption"])

    def _asked(self, act, value):
        """What an act makes of a value; its refusal belongs to the field that is cleaned, whatever it calls it."""
        try:
            return act(value)
        except forms.ValidationError as error:
            raise forms.ValidationError(error.messages) from error


class ImageForm(WordsForm):
    """The words, and what matters in the image: where it is cut to fit, this stays in view."""

    focus_x = forms.IntegerField(label=gettext_lazy("Focus, per cent from the left"), min_value=0, max_value=100)
    focus_y = forms.IntegerField(
        label=gettext_lazy("Focus, per cent from the top"),
        min_value=0,
        max_value=100,
        help_text=gettext_lazy("Where the image is cut to fit, what is here stays in view."),
    )

    class Meta(WordsForm.Meta):
        fields = ["alt", "caption", "focus_x", "focus_y"]


class UploadForm(WordsForm):
    """`decoded` is the image, cleaned, once the form is valid. Each is counted for `person` (a primary key, set on the
    class by the desk) before it is decoded: the error of one too many has the code "pace"."""

    person: int

    file = forms.FileField(
        label=gettext_lazy("File"),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/gif,image/avif"}),
    )

    class Meta(WordsForm.Meta):
        fields = ["file", "alt", "caption"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.blog = self.blog
        self.decoded: Decoded | None = None
        self.fields["file"].help_text = _(
            "JPEG, PNG, WebP, GIF or AVIF, of at most %(limit)d MB and %(pixels)d million pixels. "
            "Where and by which camera it was taken is left out."
        ) % {"limit": BYTES // 1024**2, "pixels": PIXELS // 1_000_000}

    def clean_file(self):
        file = self.cleaned_data["file"]
        if wait := wait_for("upload", self.person):
            sentence = _("That were many images in a short time. Wait %(minutes)d minutes.")
            raise forms.ValidationError(sentence, "pace", {"minutes": wait // 60 + 1})
        file.seek(0)
        self.decoded = self._asked(decode, file)
        return file
